package dev.backfill.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.Counts.Side;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import java.util.ArrayList;
import java.util.List;

/** The GoogleSQL that counts a type's tables by day, and the reading of its rows. */
public final class CountsSql {
  /** How many ids of a difference are shown. */
  public static final int SAMPLES = 20;

  /** How many groups of a day's error rows are shown. */
  public static final int GROUPS = 100;

  private CountsSql() {}

  /** Counts one table by day; gives rows {@code counted_day, n_rows, n_distinct, n_null}. */
  public static String side(TableName table, TypeDays days) {
    return side(table, days, "");
  }

  /**
   * The same with more that is counted.
   *
   * @param more what follows in the list, from the comma on
   */
  static String side(TableName table, TypeDays days, String more) {
    return """
           SELECT
             DATE(submission_timestamp) AS counted_day,
             COUNT(*) AS n_rows,
             COUNT(DISTINCT document_id) AS n_distinct,
             COUNTIF(document_id IS NULL) AS n_null%s
           FROM
             %s
           WHERE
             %s
           GROUP BY
             counted_day
           """
        .formatted(more, table.sql(), days.on());
  }

  /** Counts a type's error rows by day; gives rows {@code counted_day, n_errors}. */
  public static String errors(Plan plan, TypeDays days) {
    return """
           SELECT
             DATE(submission_timestamp) AS counted_day,
             COUNT(*) AS n_errors
           """
        + errorsOf(plan.errors(days.type()).name(), days)
        + """
          GROUP BY
            counted_day
          """;
  }

  /** The ids of one table that another has not on the same day. */
  private static String difference(TableName in, TableName notIn, TypeDays days) {
    return """
           SELECT
             DATE(submission_timestamp) AS counted_day,
             document_id
           FROM
             %s
           WHERE
             %s
             AND document_id IS NOT NULL
           EXCEPT DISTINCT
           SELECT
             DATE(submission_timestamp) AS counted_day,
             document_id
           FROM
             %s
           WHERE
             %s
           """
        .formatted(in.sql(), days.on(), notIn.sql(), days.on());
  }

  /**
   * Counts a difference by day; gives rows {@code counted_day, n, samples}, at most {@link
   * #SAMPLES} of them.
   */
  public static String countedDifference(TableName in, TableName notIn, TypeDays days) {
    return counted(difference(in, notIn, days), "document_id");
  }

  /** Counts the rows of a difference by day, with samples of one of its columns. */
  static String counted(String difference, String sample) {
    return "WITH difference AS (\n"
        + difference.indent(2)
        + ")\nSELECT\n  counted_day,\n  COUNT(*) AS n,\n  ARRAY_AGG("
        + sample
        + " ORDER BY "
        + sample
        + " LIMIT "
        + SAMPLES
        + ") AS samples\nFROM\n  difference\nGROUP BY\n  counted_day\n";
  }

  /**
   * Groups a type's error rows by day; gives rows {@code counted_day, error_type, message,
   * n_errors}, of each day the {@link #GROUPS} most frequent, the most frequent first.
   */
  public static String errorMessages(Plan plan, TypeDays days) {
    return """
           SELECT
             DATE(submission_timestamp) AS counted_day,
             error_type,
             IF(
               STARTS_WITH(error_message, 'document_id '),
               SUBSTR(error_message, STRPOS(error_message, ': ') + 2),
               error_message
             ) AS message,
             COUNT(*) AS n_errors
           """
        + errorsOf(plan.errors(days.type()).name(), days)
        + """
          GROUP BY
            counted_day,
            error_type,
            message
          QUALIFY
            ROW_NUMBER() OVER (
              PARTITION BY
                counted_day
              ORDER BY
                n_errors DESC,
                message,
                error_type
            ) <= %d
          ORDER BY
            counted_day,
            n_errors DESC,
            message,
            error_type
          """
            .formatted(GROUPS);
  }

  /** A table's error rows of a type, from FROM on. */
  static String errorsOf(TableName table, TypeDays days) {
    var type = days.type();
    return """
           FROM
             %s
           WHERE
             %s
             AND document_namespace = '%s'
             AND document_type = '%s'
             AND document_version = '%s'
           """
        .formatted(table.sql(), days.on(), type.namespace(), type.type(), type.version());
  }

  /** Counts one table's day by hour (UTC); gives rows {@code part, n_rows, n_distinct}. */
  public static String hours(TableName table, Cell cell) {
    return parts("EXTRACT(HOUR FROM submission_timestamp)", table, cell);
  }

  /** Counts one table's day by release channel; gives rows {@code part, n_rows, n_distinct}. */
  public static String channels(TableName table, Cell cell) {
    return parts("normalized_channel", table, cell);
  }

  private static String parts(String part, TableName table, Cell cell) {
    return """
           SELECT
             %s AS part,
             COUNT(*) AS n_rows,
             COUNT(DISTINCT document_id) AS n_distinct
           FROM
             %s
           WHERE
             DATE(submission_timestamp) = '%s'
           GROUP BY
             part
           ORDER BY
             part
           """
        .formatted(part, table.sql(), cell.day());
  }

  /** Reads a row of {@link #side}. */
  public static Side readSide(JsonNode row) {
    return new Side(
        row.path("n_rows").asLong(), row.path("n_distinct").asLong(), row.path("n_null").asLong());
  }

  /** Reads the samples of {@link #countedDifference}. */
  public static List<String> readSamples(JsonNode row) {
    var samples = new ArrayList<String>();
    row.path("samples").forEach(id -> samples.add(id.asText()));
    return samples;
  }
}
