package dev.backfill.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How often a column is null in the rows that are to be added, beside production's of the same day:
 * a decoder that lost a field shows here, and in no count of rows.
 *
 * @param column by its path, with dots
 * @param nulls of {@code rows} rows of the backfill
 * @param stableNulls of {@code stableRows} rows that stable holds
 */
public record NullShare(String column, long nulls, long rows, long stableNulls, long stableRows) {
  private static final String STABLE = "stable";

  /** What counts them; gives two rows a day: {@code counted_day, side, n_rows, null_0, …}. */
  public static DailyQuery query(Plan plan, DocumentType type) {
    return new DailyQuery(
        "nulls",
        "count nulls",
        2,
        false,
        days ->
            side(plan, plan.backfill(type).name(), days, "backfill")
                + "UNION ALL\n"
                + side(plan, plan.stable(type).name(), days, STABLE));
  }

  private static String side(Plan plan, TableName table, TypeDays days, String side) {
    var counts = new StringBuilder();
    var columns = columns(plan);
    for (var i = 0; i < columns.size(); i++) {
      counts.append(",\n  COUNTIF(").append(columns.get(i)).append(" IS NULL) AS null_").append(i);
    }
    return """
           SELECT
             DATE(submission_timestamp) AS counted_day,
             '%s' AS side,
             COUNT(*) AS n_rows%s
           FROM
             %s
           WHERE
             %s
           GROUP BY
             counted_day
           """
        .formatted(side, counts, table.sql(), days.on());
  }

  /** The columns that the plan names. */
  public static List<String> columns(Plan plan) {
    return plan.reprocess().map(told -> told.nullShares()).orElse(List.of());
  }

  /** Reads a day's rows; a side without any has none. */
  public static List<NullShare> read(Plan plan, List<JsonNode> rows) {
    var columns = columns(plan);
    var shares = new ArrayList<NullShare>();
    for (var i = 0; i < columns.size(); i++) {
      shares.add(
          new NullShare(
              columns.get(i),
              sum(rows, false, "null_" + i),
              sum(rows, false, "n_rows"),
              sum(rows, true, "null_" + i),
              sum(rows, true, "n_rows")));
    }
    return shares;
  }

  private static long sum(List<JsonNode> rows, boolean stable, String column) {
    return rows.stream()
        .filter(row -> row.path("side").asText().equals(STABLE) == stable)
        .mapToLong(row -> row.path(column).asLong())
        .sum();
  }

  /**
   * In words: {@code metadata.geo.country null in 12 of 200 (6.0 %), in stable 39 of 650 (6.0 %)}.
   */
  @Override
  public String toString() {
    return column
        + " null in "
        + part(nulls, rows)
        + ", in stable "
        + part(stableNulls, stableRows);
  }

  private static String part(long some, long all) {
    var share = all == 0 ? "" : String.format(Locale.ROOT, " (%.1f %%)", 100.0 * some / all);
    return some + " of " + all + share;
  }
}
