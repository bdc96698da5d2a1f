package dev.backfill.stages;

import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.check.CountQuery;
import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Rewritten;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.check.CountsSql;
import dev.backfill.check.NullShare;
import dev.backfill.check.RejectedCounts;
import dev.backfill.check.TypeDays;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.TableState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.fact.CountFact;
import dev.backfill.landing.OtherPlaces;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.TableName;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.DailyQueries;
import dev.backfill.run.Inspection;
import dev.backfill.run.Once;
import dev.backfill.run.RunView;
import dev.backfill.run.Steps;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts cells of one document type in the warehouse; a table that is absent leaves its side empty.
 * What is asked is asked about all of the cells at once, when the first of them is counted: a
 * statement that fails has failed for each of them. For one thread.
 */
final class TableCounter {
  // Beam's loads: beam_bq_job_TEMP_TABLE_… and the older beam_load_….
  private static final String TEMPORARY = "beam_";

  private final Plan plan;
  private final Warehouse warehouse;
  private final RunView view;
  private final List<Cell> cells;
  private final CostedQueries sent;
  private final DailyQueries asked;
  private final OtherPlaces others;
  private final Once<TableName, Optional<TableState>> tables = new Once<>();
  private final Once<TableName, Map<String, PartitionState>> partitions = new Once<>();
  private final Once<DatasetName, Optional<List<String>>> leftovers = new Once<>();

  /**
   * Makes a counter.
   *
   * @param cells of one type, at least one
   */
  TableCounter(Steps steps, List<Cell> cells) {
    this.plan = steps.plan();
    this.warehouse = steps.cloud().warehouse();
    this.view = steps.view();
    this.cells = cells;
    this.sent = new CostedQueries(steps);
    var days = TypeDays.of(cells.get(0).type(), cells.stream().map(Cell::day).toList());
    this.asked = new DailyQueries(sent, plan.targetProject(), days);
    this.others = new OtherPlaces(steps, asked);
  }

  /**
   * A cell's partitions as they are before anything is counted: a change meanwhile is noticed by
   * whoever looks at them later.
   */
  CountFact.Fingerprinted prints(Cell cell) {
    var staging = plan.backfill(cell.type()).name();
    var production = plan.stable(cell.type()).name();
    return new CountFact.Fingerprinted(cell.key(), print(staging, cell), print(production, cell));
  }

  private Optional<Fingerprint> print(TableName name, Cell cell) {
    return table(name)
        .map(
            table ->
                Fingerprints.of(
                    table,
                    cell.day(),
                    Optional.ofNullable(partitions(name).get(cell.day().format(BASIC_ISO_DATE)))));
  }

  private Optional<TableState> table(TableName name) {
    return tables.get(name, () -> warehouse.table(name));
  }

  private Map<String, PartitionState> partitions(TableName name) {
    return partitions.get(name, () -> warehouse.partitions(name));
  }

  /** A cell's error rows by message. */
  CountFact.ErrorsGrouped errorRows(Cell cell) {
    var rows = asked.rows(CountQuery.errorMessages(plan), cell.day());
    return new CountFact.ErrorsGrouped(cell.key(), Inspection.groups(rows));
  }

  /** Where else production holds what a rewrite takes out of a cell. */
  CountFact.Elsewhere elsewhere(Cell cell) {
    return others.of(cell);
  }

  /** Keeps in the journal what was asked. */
  void keep() {
    sent.keep(cells);
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
    var stable = ask(CountQuery.REWRITE_STABLE, plan.stable(type).name(), cell);
    var backfill = ask(CountQuery.REWRITE_BACKFILL, plan.backfill(type).name(), cell);
    var counts =
        Counts.ofRewrite(
            cell,
            stable.map(CountsSql::readSide),
            backfill.map(CountsSql::readSide),
            Optional.empty(),
            backfill.map(side -> outside(plan.backfill(type))),
            new Rewritten(
                plan.rewrite().orElseThrow().mode(),
                stable.flatMap(this::affected),
                backfill.flatMap(this::affected)));
    // A day that is left as it is has no ids to compare.
    return counts.isVoid() || stable.isEmpty() || backfill.isEmpty()
        ? counts
        : counts.comparing(sets(CountQuery.REWRITE_MISSING, CountQuery.REWRITE_EXTRA, cell));
  }

  private Optional<Long> affected(JsonNode row) {
    return plan.rewrite().orElseThrow().affected().map(any -> row.path("n_affected").asLong());
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
        || table(plan.stable(type).name()).isEmpty()) {
      return Optional.empty();
    }
    var present = ask(CountQuery.PRESENT, cell);
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
            List.of(),
            isByTemplate()));
  }

  /** How often the columns that the plan names are null in a cell. */
  List<NullShare> nulls(Cell cell) {
    return NullShare.read(plan, asked.rows(NullShare.query(plan, cell.type()), cell.day()));
  }

  private boolean isByTemplate() {
    return plan.template().isPresent();
  }

  private boolean hasMore(DocumentType type) {
    return table(plan.backfill(type).name()).stream()
        .flatMap(table -> table.spec().columns().stream())
        .anyMatch(column -> column.name().equals("additional_properties"));
  }

  private long number(CountQuery query, String column, Cell cell) {
    return ask(query, cell).path(column).asLong();
  }

  private Optional<JsonNode> ask(CountQuery query, TableName table, Cell cell) {
    return table(table).isEmpty() ? Optional.empty() : Optional.of(ask(query, cell));
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
    return ask(query, table, cell).map(CountsSql::readSide);
  }

  private Optional<Long> errors(Cell cell) {
    return ask(CountQuery.ERROR_ROWS, plan.errors(cell.type()).name(), cell)
        .map(row -> row.path("n_errors").asLong());
  }

  private Sets sets(CountQuery ofMissing, CountQuery ofExtra, Cell cell) {
    var missing = ask(ofMissing, cell);
    var extra = ask(ofExtra, cell);
    return new Sets(
        missing.path("n").asLong(),
        extra.path("n").asLong(),
        CountsSql.readSamples(missing),
        CountsSql.readSamples(extra));
  }

  /** Rows in partitions of no day of the plan, those without a time among them. */
  private long outside(StagingTable table) {
    var days = new HashSet<String>();
    plan.days().list().forEach(day -> days.add(day.format(BASIC_ISO_DATE)));
    return partitions(table.name()).entrySet().stream()
        .filter(partition -> !days.contains(partition.getKey()))
        .map(Map.Entry::getValue)
        .mapToLong(PartitionState::rows)
        .sum();
  }

  private Optional<List<String>> leftovers(StagingTable into) {
    return leftovers.get(into.name().datasetName(), () -> leftovers(into.name().datasetName()));
  }

  private Optional<List<String>> leftovers(DatasetName dataset) {
    return warehouse.dataset(dataset).isEmpty()
        ? Optional.empty()
        : Optional.of(
            warehouse.tables(dataset).stream()
                .map(TableName::table)
                .filter(table -> table.startsWith(TEMPORARY))
                .toList());
  }

  /** What a query gives of a cell; a row of nothing where it has none of that day. */
  private JsonNode ask(CountQuery query, Cell cell) {
    return asked.rows(query.of(plan, cell.type()), cell.day()).stream()
        .findFirst()
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }
}
