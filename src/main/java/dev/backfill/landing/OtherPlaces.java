package dev.backfill.landing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.DailyQuery;
import dev.backfill.check.RewriteSql;
import dev.backfill.cloud.CloudException;
import dev.backfill.fact.CountFact.Elsewhere;
import dev.backfill.fact.CountFact.Elsewhere.Place;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.TableName;
import dev.backfill.run.DailyQueries;
import dev.backfill.run.Once;
import dev.backfill.run.Steps;
import java.util.List;
import java.util.Optional;

/**
 * Counts where else production holds what a rewrite takes out of a day. What cannot be asked is
 * told as such: it keeps nobody from rewriting.
 */
public final class OtherPlaces {
  static final String LIVE = "live";

  private static final String DECODED = "payload_bytes_decoded";
  private static final String ERRORS = "payload_bytes_error";

  private final Steps steps;
  private final DailyQueries asked;
  private final Once<TableName, Boolean> there = new Once<>();

  public OtherPlaces(Steps steps, DailyQueries asked) {
    this.steps = steps;
    this.asked = asked;
  }

  /** A table of production, and the query that counts it. */
  private record Look(String role, ProductionTable table, DailyQuery query) {}

  private static List<Look> looks(Plan plan, DocumentType type) {
    return List.of(
        elsewhere(plan, LIVE, plan.live(type)),
        elsewhere(plan, DECODED, plan.decoded(type)),
        new Look(
            ERRORS,
            plan.productionErrors(type),
            RewriteSql.errors(plan, ERRORS, plan.productionErrors(type).name())));
  }

  private static Look elsewhere(Plan plan, String role, ProductionTable table) {
    return new Look(role, table, RewriteSql.elsewhere(plan, role, table.name()));
  }

  /** The queries that are sent for a type's cells. */
  public static List<DailyQuery> queries(Plan plan, DocumentType type) {
    return looks(plan, type).stream().map(Look::query).toList();
  }

  public Elsewhere of(Cell cell) {
    return new Elsewhere(
        cell.key(),
        looks(steps.plan(), cell.type()).stream().map(look -> place(look, cell)).toList());
  }

  private Place place(Look look, Cell cell) {
    try {
      return isThere(look.table().name())
          ? counted(look, cell)
          : unasked(look, "there is no such table");
    } catch (CloudException e) {
      if (e.leavesUnknown()) {
        throw e;
      }
      return unasked(look, e.getMessage());
    }
  }

  private boolean isThere(TableName table) {
    return there.get(table, () -> steps.cloud().warehouse().table(table).isPresent());
  }

  private Place counted(Look look, Cell cell) {
    var rows = asked.rows(look.query(), cell.day());
    var same =
        steps.plan().rewrite().orElseThrow().affected().isPresent() && !look.role().equals(ERRORS);
    return new Place(
        look.role(),
        look.table().toString(),
        Optional.of(sum(rows, "n_rows")),
        same ? Optional.of(sum(rows, "n_same")) : Optional.empty(),
        Optional.empty());
  }

  // One row, or none where the table holds nothing of the day.
  private static long sum(List<JsonNode> rows, String column) {
    return rows.stream().mapToLong(row -> row.path(column).asLong()).sum();
  }

  private static Place unasked(Look look, String why) {
    return new Place(
        look.role(), look.table().toString(), Optional.empty(), Optional.empty(), Optional.of(why));
  }
}
