package dev.backfill.stage;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;

/** The GoogleSQL of the stage that fills the staged tables. */
public final class StagingSql {
  private StagingSql() {}

  /**
   * One row for each document id of a cell: the earliest, and of rows with the same time the one
   * with the smallest payload, so that two runs choose the same. Rows without an id are left out.
   */
  public static String deduplicate(Plan plan, Cell cell) {
    return """
           SELECT
             *
           FROM
             %s
           WHERE
             DATE(submission_timestamp) = '%s'
             AND document_id IS NOT NULL
           QUALIFY
             ROW_NUMBER() OVER (
               PARTITION BY
                 document_id
               ORDER BY
                 submission_timestamp,
                 payload
             ) = 1
           """
        .formatted(plan.decoded(cell.type()).name().sql(), cell.day());
  }
}
