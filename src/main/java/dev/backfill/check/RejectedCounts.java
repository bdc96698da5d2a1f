package dev.backfill.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.Counts.Side;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.RejectedRows;

/** The GoogleSQL that counts a cell of rejected documents, and the reading of its rows. */
public final class RejectedCounts {
  private RejectedCounts() {}

  /**
   * Counts what the filter catches in production; gives one row: {@code n_rows, n_kinds}. Messages
   * that differ in numbers alone are of one kind.
   */
  static String caught(Plan plan, Cell cell) {
    return """
           SELECT
             COUNT(*) AS n_rows,
             COUNT(DISTINCT REGEXP_REPLACE(IFNULL(error_message, ''), '[0-9]+', '#')) AS n_kinds
           """
        + RejectedRows.caught(plan, cell);
  }

  /** Counts what was staged; gives one row: {@code n_rows}. Error rows have no id. */
  static String staged(Plan plan, Cell cell) {
    return """
           SELECT
             COUNT(*) AS n_rows
           FROM
             %s
           WHERE
             DATE(submission_timestamp) = '%s'
           """
        .formatted(plan.staged(cell.type()).name().sql(), cell.day());
  }

  /** Counts the decoded ids that stable does not hold; gives one row: {@code n}. */
  static String fresh(Plan plan, Cell cell) {
    return """
           WITH fresh AS (
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
               %s
           )
           SELECT
             COUNT(*) AS n
           FROM
             fresh
           """
        .formatted(
            plan.written(cell.type()).name().sql(),
            cell.day(),
            plan.stable(cell.type()).name().sql(),
            RejectedRows.inStable(plan, cell, ""));
  }

  /**
   * Counts stable's rows with ids of the backfill; gives one row: {@code n_rows, n_distinct} of the
   * cell's day, {@code n_later} of later days.
   */
  static String present(Plan plan, Cell cell) {
    return """
           SELECT
             COUNTIF(DATE(stable.submission_timestamp) = '%1$s') AS n_rows,
             COUNT(DISTINCT IF(DATE(stable.submission_timestamp) = '%1$s', stable.document_id, NULL)) AS n_distinct,
             COUNTIF(DATE(stable.submission_timestamp) > '%1$s') AS n_later
           FROM
             %2$s AS stable
           JOIN
             (
               SELECT
                 document_id
               FROM
                 %3$s
               WHERE
                 DATE(submission_timestamp) = '%1$s'
                 AND document_id IS NOT NULL
               GROUP BY
                 document_id
             ) AS added
           ON
             stable.document_id = added.document_id
           WHERE
             %4$s
           """
        .formatted(
            cell.day(),
            plan.stable(cell.type()).name().sql(),
            plan.backfill(cell.type()).name().sql(),
            RejectedRows.inStable(plan, cell, "stable."));
  }

  /** Counts error rows of the job whose message the filter names; gives one row: {@code n_rows}. */
  static String named(Plan plan, Cell cell) {
    var told = plan.reprocess().orElseThrow();
    var matches =
        told.messages().isEmpty()
            ? "FALSE"
            : told.messages(
                "IF(STARTS_WITH(error_message, 'document_id '),"
                    + " SUBSTR(error_message, STRPOS(error_message, ': ') + 2), error_message)");
    return """
           SELECT
             COUNT(*) AS n_rows
           FROM
             %s
           WHERE
             DATE(submission_timestamp) = '%s'
             AND %s
             AND %s
           """
        .formatted(
            plan.errors(cell.type()).name().sql(),
            cell.day(),
            RejectedRows.of(cell.type()),
            matches);
  }

  /** Counts rows of the backfill with properties that have no column: {@code n_rows}. */
  static String additional(Plan plan, Cell cell) {
    return """
           SELECT
             COUNTIF(IFNULL(additional_properties, '{}') != '{}') AS n_rows
           FROM
             %s
           WHERE
             DATE(submission_timestamp) = '%s'
           """
        .formatted(plan.backfill(cell.type()).name().sql(), cell.day());
  }

  /** Reads rows and distinct ids. */
  public static Side side(JsonNode row) {
    return new Side(row.path("n_rows").asLong(), row.path("n_distinct").asLong(), 0);
  }
}
