package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.check.CountsSql;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.Warehouse;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import java.util.Optional;

/** Counts a cell in the warehouse; a table that is absent leaves its side empty. */
final class Counter {
  private final Plan plan;
  private final Warehouse warehouse;
  private final Progress progress;

  Counter(Plan plan, Warehouse warehouse, Progress progress) {
    this.plan = plan;
    this.warehouse = warehouse;
    this.progress = progress;
  }

  Counts count(Cell cell) {
    var type = cell.type();
    progress.say("Counting " + cell);
    var pbd = side(plan.decoded(type).name(), cell);
    var backfill = side(plan.backfill(type).name(), cell);
    return new Counts(
        cell,
        pbd,
        side(plan.live(type).name(), cell),
        side(plan.stable(type).name(), cell),
        backfill,
        side(plan.staged(type).name(), cell),
        errors(cell),
        pbd.isPresent() && backfill.isPresent() ? Optional.of(sets(cell)) : Optional.empty());
  }

  private Optional<Side> side(TableName table, Cell cell) {
    if (warehouse.table(table).isEmpty()) {
      return Optional.empty();
    }
    return query(CountsSql.side(table, cell)).map(CountsSql::readSide);
  }

  private Optional<Long> errors(Cell cell) {
    if (warehouse.table(plan.errors(cell.type()).name()).isEmpty()) {
      return Optional.empty();
    }
    return query(CountsSql.errors(plan, cell)).map(row -> row.path("n_errors").asLong());
  }

  private Sets sets(Cell cell) {
    var pbd = plan.decoded(cell.type()).name();
    var backfill = plan.backfill(cell.type()).name();
    var missing = query(CountsSql.countedDifference(pbd, backfill, cell)).orElseThrow();
    var extra = query(CountsSql.countedDifference(backfill, pbd, cell)).orElseThrow();
    return new Sets(
        missing.path("n").asLong(),
        extra.path("n").asLong(),
        CountsSql.readSamples(missing),
        CountsSql.readSamples(extra));
  }

  private Optional<JsonNode> query(String sql) {
    return warehouse.query(plan.targetProject(), sql, 0, progress).stream().findFirst();
  }
}
