package dev.backfill.check;

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

  // A predicate that names the day is asked about one day at a time.
  private static Optional<String> affected(Plan plan, TableName table, TypeDays days) {
    return rewrite(plan)
        .affected(table, days.days().first())
        .map(text -> "(\n" + text.indent(6) + "    )");
  }

  /**
   * Counts production by day; gives rows {@code counted_day, n_rows, n_distinct, n_null}, and
   * {@code n_affected} where the plan has a predicate.
   */
  public static String stable(Plan plan, TypeDays days) {
    return side(plan, plan.stable(days.type()).name(), days);
  }

  /** The same of the rows that the query wrote. */
  static String rewritten(Plan plan, TypeDays days) {
    return side(plan, plan.backfill(days.type()).name(), days);
  }

  private static String side(Plan plan, TableName table, TypeDays days) {
    var more =
        affected(plan, table, days)
            .map(predicate -> ",\n  COUNTIF" + predicate + " AS n_affected")
            .orElse("");
    return CountsSql.side(table, days, more);
  }

  /**
   * The ids that must stay and that were not written as often as production has them, each counted
   * once; gives rows as {@link CountsSql#countedDifference}.
   */
  static String missing(Plan plan, TypeDays days) {
    return difference(staying(plan, days), written(plan, days));
  }

  /** The ids that were written otherwise than production has them. */
  static String extra(Plan plan, TypeDays days) {
    return difference(written(plan, days), staying(plan, days));
  }

  private static String staying(Plan plan, TypeDays days) {
    var stable = plan.stable(days.type()).name();
    var goes =
        rewrite(plan).mode() == Mode.DROP ? affected(plan, stable, days) : Optional.<String>empty();
    return copies(stable, days, goes.map(text -> "\n  AND NOT IFNULL(" + text + ", FALSE)"));
  }

  private static String written(Plan plan, TypeDays days) {
    return copies(plan.backfill(days.type()).name(), days, Optional.empty());
  }

  /** How often each id stands on a day; a row without one is counted under a word for it. */
  private static String copies(TableName table, TypeDays days, Optional<String> and) {
    return """
           SELECT
             DATE(submission_timestamp) AS counted_day,
             IFNULL(document_id, 'no id') AS rewritten_id,
             COUNT(*) AS copies
           FROM
             %s
           WHERE
             %s%s
           GROUP BY
             counted_day,
             rewritten_id
           """
        .formatted(table.sql(), days.on(), and.orElse(""));
  }

  private static String difference(String in, String notIn) {
    return CountsSql.counted(in + "EXCEPT DISTINCT\n" + notIn, "rewritten_id");
  }

  /**
   * Counts another table of production that holds documents by their ids, by day; gives rows {@code
   * counted_day, n_rows}, and {@code n_same}, those of documents that are affected on that day,
   * where the plan has a predicate.
   */
  private static String elsewhere(Plan plan, TypeDays days, TableName table) {
    var stable = plan.stable(days.type()).name();
    return affected(plan, stable, days)
        .map(
            predicate ->
                """
                WITH affected AS (
                  SELECT DISTINCT
                    DATE(submission_timestamp) AS affected_day,
                    document_id
                  FROM
                    %1$s
                  WHERE
                    %3$s
                    AND document_id IS NOT NULL
                    AND %5$s
                )
                SELECT
                  DATE(other.submission_timestamp) AS counted_day,
                  COUNT(*) AS n_rows,
                  COUNTIF(affected.document_id IS NOT NULL) AS n_same
                FROM
                  %2$s AS other
                LEFT JOIN
                  affected
                ON
                  other.document_id = affected.document_id
                  AND DATE(other.submission_timestamp) = affected.affected_day
                WHERE
                  %4$s
                GROUP BY
                  counted_day
                """
                    .formatted(
                        stable.sql(), table.sql(), days.on(), days.on("other.", 0), predicate))
        .orElseGet(() -> rows("FROM\n  " + table.sql() + "\nWHERE\n  " + days.on() + "\n"));
  }

  private static String rows(String from) {
    return "SELECT\n  DATE(submission_timestamp) AS counted_day,\n  COUNT(*) AS n_rows\n"
        + from
        + "GROUP BY\n  counted_day\n";
  }

  /**
   * Counts another table of production by day, as {@code n_rows} and, where that can be asked,
   * {@code n_same}.
   *
   * @param role the table's role, which tells the query from those about the other tables
   */
  public static DailyQuery elsewhere(Plan plan, String role, TableName table) {
    var isByPredicate = rewrite(plan).affected().isPresent();
    return new DailyQuery(
        role,
        "count " + role,
        isByPredicate ? 2 : 1,
        rewrite(plan).isAffectedByDay(),
        days -> elsewhere(plan, days, table));
  }

  /** Counts a type's error rows in production by day, as {@code n_rows}. */
  public static DailyQuery errors(Plan plan, String role, TableName table) {
    return new DailyQuery(
        role, "count " + role, 1, false, days -> rows(CountsSql.errorsOf(table, days)));
  }
}
