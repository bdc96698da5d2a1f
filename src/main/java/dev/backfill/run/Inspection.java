package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.CountsSql;
import dev.backfill.check.TypeDays;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.Progress;
import dev.backfill.fact.CountFact.ErrorsGrouped.Group;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Looks closer at one cell when the operator asks; changes nothing and is not part of the run.
 * Every method throws {@link dev.backfill.cloud.CloudException}.
 */
public final class Inspection {
  private final Plan plan;
  private final Cloud cloud;
  private final Progress progress;

  public Inspection(Plan plan, Cloud cloud, Progress progress) {
    this.plan = plan;
    this.cloud = cloud;
    this.progress = progress;
  }

  /** Rows and distinct ids of one part of a day. */
  public record Part(long rows, long distinct) {}

  /**
   * A day in parts.
   *
   * @param parts for each part, by its name, what each table holds of it, by the table's role: pbd,
   *     live, stable, backfill; a table that is absent is left out
   * @param sql the queries, by role
   */
  public record Breakdown(Map<String, Map<String, Part>> parts, Map<String, String> sql) {}

  /** A day by hour, {@code 00} to {@code 23}, UTC. */
  public Breakdown hours(Cell cell) {
    return breakdown(cell, CountsSql::hours);
  }

  /** A day by release channel; {@code none} where a document has none. */
  public Breakdown channels(Cell cell) {
    return breakdown(cell, CountsSql::channels);
  }

  /** A cell's error rows by type and message, the most frequent first; at most 100 groups. */
  public List<Group> errors(Cell cell) {
    return groups(query("group error rows", CountsSql.errorMessages(plan, TypeDays.of(cell))));
  }

  /** The rows of the query that groups a cell's error rows. */
  public static List<Group> groups(List<JsonNode> rows) {
    return rows.stream()
        .map(
            row ->
                new Group(
                    row.path("error_type").asText(),
                    row.path("message").asText(),
                    row.path("n_errors").asLong()))
        .toList();
  }

  private Breakdown breakdown(Cell cell, BiFunction<TableName, Cell, String> form) {
    var tables = new LinkedHashMap<String, TableName>();
    tables.put("pbd", plan.decoded(cell.type()).name());
    tables.put("live", plan.live(cell.type()).name());
    tables.put("stable", plan.stable(cell.type()).name());
    tables.put("backfill", plan.backfill(cell.type()).name());
    var parts = new TreeMap<String, Map<String, Part>>();
    var sql = new LinkedHashMap<String, String>();
    tables.forEach(
        (role, table) -> {
          if (cloud.warehouse().table(table).isPresent()) {
            sql.put(role, form.apply(table, cell));
            for (var row : query("break down " + role, sql.get(role))) {
              parts
                  .computeIfAbsent(name(row.path("part")), part -> new LinkedHashMap<>())
                  .put(
                      role, new Part(row.path("n_rows").asLong(), row.path("n_distinct").asLong()));
            }
          }
        });
    return new Breakdown(parts, sql);
  }

  private static String name(JsonNode part) {
    if (part.isNull() || part.isMissingNode()) {
      return "none";
    }
    return part.isNumber() ? "%02d".formatted(part.asInt()) : part.asText();
  }

  private List<JsonNode> query(String purpose, String sql) {
    return new CostedQueries(cloud.warehouse(), progress)
        .query(purpose, plan.targetProject(), sql, 1);
  }
}
