package dev.backfill.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.Rewrite;
import dev.backfill.plan.Rewrite.Mode;
import dev.backfill.plan.TableName;
import java.util.Optional;

/**
 * The GoogleSQL by which a rewrite is scoped and counted. The operator's predicate stands in
 * brackets, on lines of its own: what it ends with, a comment too, ends there.
 */
public final class RewriteSql {
  private RewriteSql() {}

  private static Rewrite rewrite(Plan plan) {
    return plan.rewrite().orElseThrow();
  }

  private static Optional<String> affected(Plan plan, TableName table, Cell cell) {
    return rewrite(plan).affected(table, cell.day()).map(text -> "(\n" + text.indent(6) + "    )");
  }

  /**
   * Counts a day of production; gives one row: {@code n_rows, n_distinct, n_null}, and {@code
   * n_affected} where the plan has a predicate.
   */
  public static String stable(Plan plan, Cell cell) {
    return side(plan, plan.stable(cell.type()).name(), cell);
  }

  /** The same of the rows that the query wrote. */
  public static String rewritten(Plan plan, Cell cell) {
    return side(plan, plan.backfill(cell.type()).name(), cell);
  }

  private static String side(Plan plan, TableName table, Cell cell) {
    return affected(plan, table, cell)
        .map(
            predicate ->
                CountsSql.side(table, cell)
                    .replaceFirst(
                        "AS n_null\n",
                        java.util.regex.Matcher.quoteReplacement(
                            "AS n_null,\n  COUNTIF" + predicate + " AS n_affected\n")))
        .orElseGet(() -> CountsSql.side(table, cell));
  }

  /**
   * The ids that must stay and that were not written as often as production has them, each counted
   * once; gives one row as {@link CountsSql#countedDifference}.
   */
  public static String missing(Plan plan, Cell cell) {
    return difference(staying(plan, cell), written(plan, cell));
  }

  /** The ids that were written otherwise than production has them. */
  public static String extra(Plan plan, Cell cell) {
    return difference(written(plan, cell), staying(plan, cell));
  }

  private static String staying(Plan plan, Cell cell) {
    var stable = plan.stable(cell.type()).name();
    var goes =
        rewrite(plan).mode() == Mode.DROP ? affected(plan, stable, cell) : Optional.<String>empty();
    return copies(stable, cell, goes.map(text -> "\n  AND NOT IFNULL(" + text + ", FALSE)"));
  }

  private static String written(Plan plan, Cell cell) {
    return copies(plan.backfill(cell.type()).name(), cell, Optional.empty());
  }

  /** How often each id stands on a day; a row without one is counted under a word for it. */
  private static String copies(TableName table, Cell cell, Optional<String> and) {
    return """
           SELECT
             IFNULL(document_id, 'no id') AS rewritten_id,
             COUNT(*) AS copies
           FROM
             %s
           WHERE
             DATE(submission_timestamp) = '%s'%s
           GROUP BY
             rewritten_id
           """
        .formatted(table.sql(), cell.day(), and.orElse(""));
  }

  private static String difference(String in, String notIn) {
    return "WITH difference AS (\n"
        + in.indent(2)
        + "  EXCEPT DISTINCT\n"
        + notIn.indent(2)
        + ")\nSELECT\n  COUNT(*) AS n,\n  ARRAY_AGG(rewritten_id ORDER BY rewritten_id LIMIT "
        + CountsSql.SAMPLES
        + ") AS samples\nFROM\n  difference\n";
  }

  /**
   * Counts a day of another table of production that holds documents by their ids; gives one row:
   * {@code n_rows}, and {@code n_same}, those of affected documents, where the plan has a
   * predicate.
   */
  public static String elsewhere(Plan plan, Cell cell, TableName table) {
    var stable = plan.stable(cell.type()).name();
    return affected(plan, stable, cell)
        .map(
            predicate ->
                """
                WITH affected AS (
                  SELECT DISTINCT
                    document_id
                  FROM
                    %1$s
                  WHERE
                    DATE(submission_timestamp) = '%3$s'
                    AND document_id IS NOT NULL
                    AND %4$s
                )
                SELECT
                  COUNT(*) AS n_rows,
                  COUNTIF(affected.document_id IS NOT NULL) AS n_same
                FROM
                  %2$s AS other
                LEFT JOIN
                  affected
                ON
                  other.document_id = affected.document_id
                WHERE
                  DATE(other.submission_timestamp) = '%3$s'
                """
                    .formatted(stable.sql(), table.sql(), cell.day(), predicate))
        .orElseGet(
            () ->
                """
                SELECT
                  COUNT(*) AS n_rows
                FROM
                  %s
                WHERE
                  DATE(submission_timestamp) = '%s'
                """
                    .formatted(table.sql(), cell.day()));
  }

  /** Counts a day's error rows of a type in production; gives one row: {@code n_rows}. */
  public static String errors(Plan plan, Cell cell) {
    return "SELECT\n  COUNT(*) AS n_rows\n"
        + CountsSql.errorsOf(plan.productionErrors(cell.type()).name(), cell);
  }

  /** Reads how many rows are affected from a row of {@link #stable} or {@link #rewritten}. */
  public static Optional<Long> readAffected(JsonNode row) {
    return row.has("n_affected") ? Optional.of(row.get("n_affected").asLong()) : Optional.empty();
  }
}
