package dev.backfill.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.Counts.Side;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import java.util.ArrayList;
import java.util.List;

/** The GoogleSQL that counts a cell's tables, and the reading of its rows. */
public final class CountsSql {
  /** How many ids of a difference are shown. */
  public static final int SAMPLES = 20;

  private CountsSql() {}

  /** Counts one table's day; gives one row: {@code n_rows, n_distinct, n_null}. */
  public static String side(TableName table, Cell cell) {
    return """
           SELECT
             COUNT(*) AS n_rows,
             COUNT(DISTINCT document_id) AS n_distinct,
             COUNTIF(document_id IS NULL) AS n_null
           FROM
             %s
           WHERE
             DATE(submission_timestamp) = '%s'
           """
        .formatted(table.sql(), cell.day());
  }

  /** Counts a cell's error rows; gives one row: {@code n_errors}. */
  public static String errors(Plan plan, Cell cell) {
    return """
           SELECT
             COUNT(*) AS n_errors
           """
        + errorsOf(plan.errors(cell.type()).name(), cell);
  }

  /** The ids of one table that another has not; gives rows {@code document_id}. */
  public static String difference(TableName in, TableName notIn, Cell cell) {
    return """
           SELECT
             document_id
           FROM
             %s
           WHERE
             DATE(submission_timestamp) = '%s'
             AND document_id IS NOT NULL
           EXCEPT DISTINCT
           SELECT
             document_id
           FROM
             %s
           WHERE
             DATE(submission_timestamp) = '%s'
           """
        .formatted(in.sql(), cell.day(), notIn.sql(), cell.day());
  }

  /** Counts a difference; gives one row: {@code n, samples}, at most {@link #SAMPLES} of them. */
  public static String countedDifference(TableName in, TableName notIn, Cell cell) {
    return "WITH difference AS (\n"
        + difference(in, notIn, cell).indent(2)
        + ")\nSELECT\n  COUNT(*) AS n,\n  ARRAY_AGG(document_id ORDER BY document_id LIMIT "
        + SAMPLES
        + ") AS samples\nFROM\n  difference\n";
  }

  /** Groups a cell's error rows; gives rows {@code error_type, message, n_errors}. */
  public static String errorMessages(Plan plan, Cell cell) {
    return """
           SELECT
             error_type,
             IF(
               STARTS_WITH(error_message, 'document_id '),
               SUBSTR(error_message, STRPOS(error_message, ': ') + 2),
               error_message
             ) AS message,
             COUNT(*) AS n_errors
           """
        + errorsOf(plan.errors(cell.type()).name(), cell)
        + """
          GROUP BY
            error_type,
            message
          ORDER BY
            n_errors DESC,
            message
          LIMIT
            100
          """;
  }

  /** A table's error rows of a cell, from FROM on. */
  static String errorsOf(TableName table, Cell cell) {
    return """
           FROM
             %s
           WHERE
             DATE(submission_timestamp) = '%s'
             AND document_namespace = '%s'
             AND document_type = '%s'
             AND document_version = '%s'
           """
        .formatted(
            table.sql(),
            cell.day(),
            cell.type().namespace(),
            cell.type().type(),
            cell.type().version());
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

  /** Reads the row of {@link #side}. */
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
