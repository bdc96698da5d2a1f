package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.CountQuery;
import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Rewritten;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.check.CountsSql;
import dev.backfill.check.RewriteSql;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts a cell in the warehouse; a table that is absent leaves its side empty. */
final class CellCounter {
  // Beam's loads: beam_bq_job_TEMP_TABLE_… and the older beam_load_….
  private static final String TEMPORARY = "beam_";

  private final Plan plan;
  private final Warehouse warehouse;
  private final CostedQueries asked;
  private final RunView view;

  CellCounter(Steps steps, CostedQueries asked) {
    this.plan = steps.plan();
    this.warehouse = steps.cloud().warehouse();
    this.view = steps.view();
    this.asked = asked;
  }

  Counts count(Cell cell) {
    return switch (plan.playbook()) {
      case REPLAY -> decoded(cell);
      case REWRITE -> rewritten(cell);
    };
  }

  private Counts rewritten(Cell cell) {
    var type = cell.type();
    var stable = row(CountQuery.REWRITE_STABLE, plan.stable(type).name(), cell);
    var backfill = row(CountQuery.REWRITE_BACKFILL, plan.backfill(type).name(), cell);
    return Counts.ofRewrite(
        cell,
        stable.map(CountsSql::readSide),
        backfill.map(CountsSql::readSide),
        stable.isPresent() && backfill.isPresent()
            ? Optional.of(sets(CountQuery.REWRITE_MISSING, CountQuery.REWRITE_EXTRA, cell))
            : Optional.empty(),
        backfill.map(side -> outside(type)),
        new Rewritten(
            plan.rewrite().orElseThrow().mode(),
            stable.flatMap(RewriteSql::readAffected),
            backfill.flatMap(RewriteSql::readAffected)));
  }

  private Counts decoded(Cell cell) {
    var type = cell.type();
    var pbd = side(CountQuery.PAYLOAD_BYTES_DECODED, plan.decoded(type).name(), cell);
    var backfill = side(CountQuery.BACKFILL, plan.backfill(type).name(), cell);
    return new Counts(
        cell,
        pbd,
        side(CountQuery.LIVE, plan.live(type).name(), cell),
        side(CountQuery.STABLE, plan.stable(type).name(), cell),
        backfill,
        side(CountQuery.STAGED, plan.staged(type).name(), cell),
        errors(cell),
        pbd.isPresent() && backfill.isPresent() ? Optional.of(sets(CountQuery.MISSING_IDS, CountQuery.EXTRA_IDS, cell)) : Optional.empty(),
        backfill.map(side -> outside(type)),
        leftovers(type),
        Optional.of(ValuesOutside.of(view, cell)));
  }

  private Optional<Side> side(CountQuery query, TableName table, Cell cell) {
    return row(query, table, cell).map(CountsSql::readSide);
  }

  private Optional<JsonNode> row(CountQuery query, TableName table, Cell cell) {
    return warehouse.table(table).isEmpty() ? Optional.empty() : ask(query, cell);
  }

  private Optional<Long> errors(Cell cell) {
    if (warehouse.table(plan.errors(cell.type()).name()).isEmpty()) {
      return Optional.empty();
    }
    return ask(CountQuery.ERROR_ROWS, cell).map(row -> row.path("n_errors").asLong());
  }

  private Sets sets(CountQuery ofMissing, CountQuery ofExtra, Cell cell) {
    var missing = ask(ofMissing, cell).orElseThrow();
    var extra = ask(ofExtra, cell).orElseThrow();
    return new Sets(
        missing.path("n").asLong(),
        extra.path("n").asLong(),
        CountsSql.readSamples(missing),
        CountsSql.readSamples(extra));
  }

  /** Rows in partitions of no day of the plan, those without a time among them. */
  private long outside(DocumentType type) {
    var days = new HashSet<String>();
    plan.days().list().forEach(day -> days.add(day.format(DateTimeFormatter.BASIC_ISO_DATE)));
    return warehouse.partitions(plan.backfill(type).name()).entrySet().stream()
        .filter(partition -> !days.contains(partition.getKey()))
        .map(Map.Entry::getValue)
        .mapToLong(PartitionState::rows)
        .sum();
  }

  private Optional<List<String>> leftovers(DocumentType type) {
    var dataset = plan.backfill(type).name().datasetName();
    return warehouse.dataset(dataset).isEmpty()
        ? Optional.empty()
        : Optional.of(
            warehouse.tables(dataset).stream()
                .map(TableName::table)
                .filter(table -> table.startsWith(TEMPORARY))
                .toList());
  }

  private Optional<JsonNode> ask(CountQuery query, Cell cell) {
    return asked
        .query(query.purpose(), plan.targetProject(), query.sql(plan, cell), query.tables())
        .stream()
        .findFirst();
  }
}
