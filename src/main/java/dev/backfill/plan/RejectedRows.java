package dev.backfill.plan;

/** Which rows of production a plan of rejected documents is about, as GoogleSQL conditions. */
public final class RejectedRows {
  private RejectedRows() {}

  /** From which rows, and of these which ones, the filter catches; ends with a line's end. */
  public static String caught(Plan plan, Cell cell) {
    return """
        FROM
          %s
        WHERE
          %s
        """
        .formatted(plan.rejected(cell.type()).name().sql(), isCaught(plan, cell));
  }

  /** Which rows the filter catches, as a condition on those of production's error table. */
  public static String isCaught(Plan plan, Cell cell) {
    return "DATE(submission_timestamp) = '%s'\n  AND %s\n  AND %s"
        .formatted(cell.day(), of(cell.type()), plan.reprocess().orElseThrow().filter());
  }

  /**
   * The same, but for documents that are rejected still: their error rows hold the payload that was
   * sent. One without a payload was never decoded.
   *
   * @param someLeft whether any may be
   */
  public static String isReprocessed(Plan plan, Cell cell, boolean someLeft) {
    return !someLeft
        ? isCaught(plan, cell)
        : isCaught(plan, cell)
            + """

              AND payload IS NOT NULL
              AND payload NOT IN (
                SELECT
                  payload
                FROM
                  %s
                WHERE
                  DATE(submission_timestamp) = '%s'
                  AND %s
                  AND payload IS NOT NULL
              )"""
                .formatted(plan.errors(cell.type()).name().sql(), cell.day(), of(cell.type()));
  }

  /** Whether a row of an error table is of a type. */
  public static String of(DocumentType type) {
    return "document_namespace = '%s' AND document_type = '%s' AND document_version = '%s'"
        .formatted(type.namespace(), type.type(), type.version());
  }

  /**
   * The days of stable in which a document of a cell is looked for.
   *
   * @param table what stands before the column's name: nothing, or an alias and a dot
   */
  public static String inStable(Plan plan, Cell cell, String table) {
    var later = plan.reprocess().orElseThrow().laterDays();
    return later == 0
        ? "DATE(%ssubmission_timestamp) = '%s'".formatted(table, cell.day())
        : "DATE(%ssubmission_timestamp) BETWEEN '%s' AND '%s'"
            .formatted(table, cell.day(), cell.day().plusDays(later));
  }
}
