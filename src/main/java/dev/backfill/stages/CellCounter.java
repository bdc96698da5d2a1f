package dev.backfill.stages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.CountQuery;
import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Rewritten;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.check.CountsSql;
import dev.backfill.check.RejectedCounts;
import dev.backfill.check.RewriteSql;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.TableName;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.RunView;
import dev.backfill.run.Steps;
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
      case REPROCESS -> reprocessed(cell);
    };
  }

  private Counts rewritten(Cell cell) {
    var type = cell.type();
    var stable = row(CountQuery.REWRITE_STABLE, plan.stable(type).name(), cell);
    var backfill = row(CountQuery.REWRITE_BACKFILL, plan.backfill(type).name(), cell);
    var counts =
        Counts.ofRewrite(
            cell,
            stable.map(CountsSql::readSide),
            backfill.map(CountsSql::readSide),
            Optional.empty(),
            backfill.map(side -> outside(plan.backfill(type))),
            new Rewritten(
                plan.rewrite().orElseThrow().mode(),
                stable.flatMap(RewriteSql::readAffected),
                backfill.flatMap(RewriteSql::readAffected)));
    // A day that is left as it is has no ids to compare.
    return counts.isVoid() || stable.isEmpty() || backfill.isEmpty()
        ? counts
        : counts.comparing(sets(CountQuery.REWRITE_MISSING, CountQuery.REWRITE_EXTRA, cell));
  }

  private Counts reprocessed(Cell cell) {
    var type = cell.type();
    var backfill = side(CountQuery.BACKFILL, plan.backfill(type).name(), cell);
    return new Counts(
        cell,
        Optional.empty(),
        Optional.empty(),
        side(CountQuery.STABLE, plan.stable(type).name(), cell),
        backfill,
        rows(CountQuery.STAGED_ERRORS, plan.staged(type).name(), cell).map(n -> new Side(n, n, 0)),
        errors(cell),
        Optional.empty(),
        backfill.map(side -> outside(plan.backfill(type)) + outside(plan.written(type))),
        leftovers(plan.written(type)),
        // What a decoder of an organisation's own leaves out of a row, it alone knows.
        isByTemplate() ? Optional.empty() : Optional.of(ValuesOutside.of(view, cell)),
        Optional.empty(),
        backfill.flatMap(side -> rejected(cell)));
  }

  private Optional<Counts.Rejected> rejected(Cell cell) {
    var type = cell.type();
    var caught = ask(CountQuery.CAUGHT, plan.rejected(type).name(), cell);
    var written = side(CountQuery.WRITTEN, plan.written(type).name(), cell);
    var named = rows(CountQuery.NAMED_ERRORS, plan.errors(type).name(), cell);
    if (caught.isEmpty()
        || written.isEmpty()
        || named.isEmpty()
        || warehouse.table(plan.stable(type).name()).isEmpty()) {
      return Optional.empty();
    }
    var present = ask(CountQuery.PRESENT, cell).orElseThrow();
    return Optional.of(
        new Counts.Rejected(
            caught.get().path("n_rows").asLong(),
            caught.get().path("n_kinds").asLong(),
            Math.max(1, plan.reprocess().orElseThrow().messages().size()),
            written.get(),
            number(CountQuery.FRESH, "n", cell),
            RejectedCounts.side(present),
            present.path("n_later").asLong(),
            number(CountQuery.STRANGE, "n", cell),
            named.get(),
            hasMore(type)
                ? Optional.of(number(CountQuery.ADDITIONAL, "n_rows", cell))
                : Optional.empty(),
            Optional.empty(),
            isByTemplate()));
  }

  private boolean isByTemplate() {
    return plan.template().isPresent();
  }

  private boolean hasMore(DocumentType type) {
    return warehouse.table(plan.backfill(type).name()).stream()
        .flatMap(table -> table.spec().columns().stream())
        .anyMatch(column -> column.name().equals("additional_properties"));
  }

  private long number(CountQuery query, String column, Cell cell) {
    return ask(query, cell).orElseThrow().path(column).asLong();
  }

  private Optional<JsonNode> ask(CountQuery query, TableName table, Cell cell) {
    return warehouse.table(table).isEmpty() ? Optional.empty() : ask(query, cell);
  }

  private Optional<Long> rows(CountQuery query, TableName table, Cell cell) {
    return ask(query, table, cell).map(row -> row.path("n_rows").asLong());
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
        pbd.isPresent() && backfill.isPresent()
            ? Optional.of(sets(CountQuery.MISSING_IDS, CountQuery.EXTRA_IDS, cell))
            : Optional.empty(),
        backfill.map(side -> outside(plan.backfill(type))),
        leftovers(plan.backfill(type)),
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
  private long outside(StagingTable table) {
    var days = new HashSet<String>();
    plan.days().list().forEach(day -> days.add(day.format(DateTimeFormatter.BASIC_ISO_DATE)));
    return warehouse.partitions(table.name()).entrySet().stream()
        .filter(partition -> !days.contains(partition.getKey()))
        .map(Map.Entry::getValue)
        .mapToLong(PartitionState::rows)
        .sum();
  }

  private Optional<List<String>> leftovers(StagingTable into) {
    var dataset = into.name().datasetName();
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
