package dev.backfill.stage;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.RejectedRows;
import java.util.Optional;

/** The GoogleSQL of a run that decodes rejected documents once more. */
public final class RejectedSql {
  private RejectedSql() {}

  /** A cell's rejected documents that the plan's filter catches, whole and with all duplicates. */
  static String stage(Plan plan, Cell cell, Optional<Slice> slice) {
    return "SELECT\n  *\n"
        + RejectedRows.caught(plan, cell)
        + slice.map(s -> "  AND " + s.condition(cell, "submission_timestamp") + "\n").orElse("");
  }

  /**
   * One row for each document id of a cell that stable does not hold on that day, nor on the later
   * days that the plan looks at: the earliest, as the daily job takes it. Of rows with the same
   * time it is any one, and stays that one: what is added was written once, and validated. Rows
   * without an id are left out.
   */
  public static String deduplicate(Plan plan, Cell cell) {
    var type = cell.type();
    return """
        SELECT
          decoded.*
        FROM
          %1$s AS decoded
        JOIN
          (
            SELECT
              document_id
            FROM
              %1$s
            WHERE
              DATE(submission_timestamp) = '%2$s'
              AND document_id IS NOT NULL
            EXCEPT DISTINCT
            SELECT
              document_id
            FROM
              %3$s
            WHERE
              %4$s
          ) AS fresh
        ON
          decoded.document_id = fresh.document_id
        WHERE
          DATE(decoded.submission_timestamp) = '%2$s'
        QUALIFY
          ROW_NUMBER() OVER (
            PARTITION BY
              decoded.document_id
            ORDER BY
              decoded.submission_timestamp
          ) = 1
        """
        .formatted(
            plan.written(type).name().sql(),
            cell.day(),
            plan.stable(type).name().sql(),
            RejectedRows.inStable(plan, cell, ""));
  }
}
