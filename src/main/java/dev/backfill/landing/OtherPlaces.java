package dev.backfill.landing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.RewriteSql;
import dev.backfill.cloud.CloudException;
import dev.backfill.fact.CountFact.Elsewhere;
import dev.backfill.fact.CountFact.Elsewhere.Place;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.ProductionTable;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.Steps;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Counts where else production holds what a rewrite takes out of a day. What cannot be asked is
 * told as such: it keeps nobody from rewriting.
 */
public final class OtherPlaces {
  static final String LIVE = "live";

  private static final String DECODED = "payload_bytes_decoded";
  private static final String ERRORS = "payload_bytes_error";

  private final Steps steps;
  private final CostedQueries asked;

  public OtherPlaces(Steps steps, CostedQueries asked) {
    this.steps = steps;
    this.asked = asked;
  }

  /** A table of production, and the query that counts a day of it. */
  private record Look(String role, ProductionTable table, int tables, String sql) {}

  private static List<Look> looks(Plan plan, Cell cell) {
    var type = cell.type();
    return Stream.of(
            new Look(
                LIVE, plan.live(type), 2, RewriteSql.elsewhere(plan, cell, plan.live(type).name())),
            new Look(
                DECODED,
                plan.decoded(type),
                2,
                RewriteSql.elsewhere(plan, cell, plan.decoded(type).name())),
            new Look(ERRORS, plan.productionErrors(type), 1, RewriteSql.errors(plan, cell)))
        .toList();
  }

  /** The queries that are sent for a cell. */
  public static List<String> sql(Plan plan, Cell cell) {
    return looks(plan, cell).stream().map(Look::sql).toList();
  }

  public Elsewhere of(Cell cell) {
    return new Elsewhere(cell.key(), looks(steps.plan(), cell).stream().map(this::place).toList());
  }

  private Place place(Look look) {
    try {
      return steps.cloud().warehouse().table(look.table().name()).isEmpty()
          ? unasked(look, "there is no such table")
          : counted(look);
    } catch (CloudException e) {
      if (e.leavesUnknown()) {
        throw e;
      }
      return unasked(look, e.getMessage());
    }
  }

  private Place counted(Look look) {
    var project = steps.plan().targetProject();
    var row = asked.query("count " + look.role(), project, look.sql(), look.tables()).get(0);
    return new Place(
        look.role(),
        look.table().toString(),
        Optional.of(row.path("n_rows").asLong()),
        Optional.of(row.path("n_same")).filter(JsonNode::isNumber).map(JsonNode::asLong),
        Optional.empty());
  }

  private static Place unasked(Look look, String why) {
    return new Place(
        look.role(), look.table().toString(), Optional.empty(), Optional.empty(), Optional.of(why));
  }
}
