package dev.backfill.report;

import dev.backfill.check.CountsSql;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.Plan;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingTable;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StagingSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Everything that a plan will do, in order, with the texts that are sent. */
public final class PlannedCalls {
  private final Plan plan;
  private final List<PlannedCall> calls = new ArrayList<>();

  private PlannedCalls(Plan plan) {
    this.plan = plan;
  }

  public static List<PlannedCall> of(Plan plan) {
    var all = new PlannedCalls(plan);
    all.preflight();
    all.mirror();
    plan.cells().forEach(all::stage);
    all.decode();
    plan.cells().forEach(cell -> all.count(StageKind.VALIDATE, cell));
    plan.cells().forEach(all::copy);
    plan.cells().forEach(cell -> all.count(StageKind.VERIFY, cell));
    all.cleanup();
    return List.copyOf(all.calls);
  }

  private void preflight() {
    read(
        StageKind.PREFLIGHT,
        plan.sourceProject(),
        "bigquery.tables.get, storage.objects.get, projects.testIamPermissions",
        "bq ls --project_id=" + quoted(plan.sourceProject()));
  }

  private void mirror() {
    var tables = new TreeMap<String, String>();
    for (var type : plan.documents()) {
      like(tables, plan.staged(type), plan.decoded(type));
      like(tables, plan.backfill(type), plan.stable(type));
      like(tables, plan.errors(type), plan.productionErrors(type));
    }
    datasets().forEach(this::dataset);
    tables.forEach(
        (table, sql) ->
            add(
                StageKind.MIRROR,
                table,
                "bigquery.tables.insert",
                "makes " + table,
                null,
                query(sql)));
  }

  private void like(TreeMap<String, String> tables, StagingTable made, ProductionTable model) {
    tables.put(
        made.toString(), "CREATE TABLE " + made.name().sql() + " LIKE " + model.name().sql());
  }

  private List<DatasetName> datasets() {
    return plan.documents().stream()
        .flatMap(
            type ->
                java.util.stream.Stream.of(
                    plan.staged(type), plan.backfill(type), plan.errors(type)))
        .map(table -> table.name().datasetName())
        .distinct()
        .sorted()
        .toList();
  }

  private void dataset(DatasetName name) {
    add(
        StageKind.MIRROR,
        name.toString(),
        "bigquery.datasets.insert",
        "makes " + name,
        null,
        "bq mk --dataset --location=" + quoted(plan.location()) + " " + quoted(name.toString()));
  }

  private void stage(Cell cell) {
    var to = plan.staged(cell.type()).partition(cell.day());
    var sql = StagingSql.deduplicate(plan, cell);
    add(
        StageKind.STAGE,
        cell.key(),
        "bigquery.jobs.insert (query, WRITE_TRUNCATE)",
        "replaces " + to,
        sql,
        "bq query --project_id="
            + quoted(plan.targetProject())
            + " --use_legacy_sql=false --replace --destination_table="
            + quoted(to.toString())
            + " "
            + quoted(sql));
  }

  private void decode() {
    var flow = plan.dataflow();
    add(
        StageKind.DECODE,
        "job",
        "dataflow.projects.locations.jobs.create",
        "writes the rows of "
            + plan.documents().size()
            + " tables of "
            + plan.targetProject()
            + ", with "
            + flow.initialWorkers()
            + " to "
            + flow.maxWorkers()
            + " workers of "
            + flow.machine(),
        null,
        "gcloud dataflow jobs list --status=active --project="
            + quoted(plan.targetProject())
            + " --region="
            + quoted(flow.region()));
  }

  private void count(StageKind stage, Cell cell) {
    var type = cell.type();
    var pbd = plan.decoded(type).name();
    var backfill = plan.backfill(type).name();
    var texts =
        List.of(
            CountsSql.side(pbd, cell),
            CountsSql.side(plan.live(type).name(), cell),
            CountsSql.side(plan.stable(type).name(), cell),
            CountsSql.side(backfill, cell),
            CountsSql.side(plan.staged(type).name(), cell),
            CountsSql.errors(plan, cell),
            CountsSql.countedDifference(pbd, backfill, cell),
            CountsSql.countedDifference(backfill, pbd, cell));
    var sql = String.join(";\n\n", texts.stream().map(String::stripTrailing).toList()) + "\n";
    add(stage, cell.key(), "bigquery.jobs.query", "", sql, query(sql));
  }

  private void copy(Cell cell) {
    var from = plan.backfill(cell.type()).partition(cell.day());
    var to = plan.stable(cell.type()).partition(cell.day());
    add(
        StageKind.FINALIZE,
        to.toString(),
        "bigquery.jobs.insert (copy, WRITE_TRUNCATE, CREATE_NEVER)",
        "overwrites " + to + " in production, once its name is typed",
        null,
        "bq cp -f " + quoted(from.toString()) + " " + quoted(to.toString()));
  }

  private void cleanup() {
    var project = plan.targetProject();
    var command = new StringBuilder();
    datasets()
        .forEach(
            d ->
                command.append("bq rm -r -f --dataset ").append(quoted(d.toString())).append('\n'));
    add(
        StageKind.CLEANUP,
        project,
        "bigquery.datasets.delete, storage.objects.delete, storage.buckets.delete",
        "deletes everything listed then in " + project + ", once its name is typed",
        null,
        command.toString());
  }

  private String query(String sql) {
    return "bq query --project_id="
        + quoted(plan.targetProject())
        + " --use_legacy_sql=false "
        + quoted(sql);
  }

  private void read(StageKind stage, String subject, String call, String command) {
    add(stage, subject, call, "", null, command);
  }

  private void add(
      StageKind stage, String subject, String call, String touches, String sql, String command) {
    calls.add(new PlannedCall(stage, subject, call, touches, Optional.ofNullable(sql), command));
  }

  /** A word for a POSIX shell, in single quotes: {@code $2020…} would be eaten otherwise. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
