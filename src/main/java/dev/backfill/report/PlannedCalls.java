package dev.backfill.report;

import dev.backfill.check.CountsSql;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.Plan;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingTable;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StagingSql;
import dev.backfill.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Everything that a plan will do, in order, with the texts that are sent. */
public final class PlannedCalls {
  private final Plan plan;
  private final BiPredicate<StageKind, String> wanted;
  private final List<PlannedCall> calls = new ArrayList<>();

  private PlannedCalls(Plan plan, BiPredicate<StageKind, String> wanted) {
    this.plan = plan;
    this.wanted = wanted;
  }

  /** Every call of a plan. */
  public static List<PlannedCall> of(Plan plan) {
    return new PlannedCalls(plan, (stage, subject) -> true).all();
  }

  /** The call of one step; empty for steps that the plan alone does not tell. */
  public static Optional<PlannedCall> of(Plan plan, StageKind stage, String subject) {
    return new PlannedCalls(plan, (s, name) -> s == stage && name.equals(subject))
        .all().stream().findFirst();
  }

  private List<PlannedCall> all() {
    preflight();
    mirror();
    plan.cells().forEach(this::stage);
    decode();
    plan.cells().forEach(cell -> count(StageKind.VALIDATE, cell));
    plan.cells().forEach(this::copy);
    plan.cells().forEach(cell -> count(StageKind.VERIFY, cell));
    cleanup();
    return List.copyOf(calls);
  }

  private void preflight() {
    if (wanted.test(StageKind.PREFLIGHT, plan.sourceProject())) {
      add(
          StageKind.PREFLIGHT,
          plan.sourceProject(),
          "bigquery.tables.get, storage.objects.get, projects.testIamPermissions",
          "",
          null,
          "bq ls --project_id=" + Shell.quoted(plan.sourceProject()));
    }
  }

  private void mirror() {
    var tables = new TreeMap<String, String>();
    for (var type : plan.documents()) {
      like(tables, plan.staged(type), plan.decoded(type));
      like(tables, plan.backfill(type), plan.stable(type));
      like(tables, plan.errors(type), plan.productionErrors(type));
    }
    claim();
    datasets().forEach(this::dataset);
    tables.forEach(this::table);
  }

  private void claim() {
    if (wanted.test(StageKind.MIRROR, "target")) {
      var labels =
          datasets().stream()
              .map(d -> "bq show --format=prettyjson " + Shell.quoted(d.toString()))
              .toList();
      add(
          StageKind.MIRROR,
          "target",
          "bigquery.tables.get, bigquery.datasets.patch (labels, If-Match)",
          "labels the datasets of " + plan.targetProject() + " as this run's",
          null,
          String.join("\n", labels));
    }
  }

  private void like(TreeMap<String, String> tables, StagingTable made, ProductionTable model) {
    tables.put(
        made.toString(), "CREATE TABLE " + made.name().sql() + " LIKE " + model.name().sql());
  }

  private List<DatasetName> datasets() {
    return plan.documents().stream()
        .flatMap(type -> Stream.of(plan.staged(type), plan.backfill(type), plan.errors(type)))
        .map(table -> table.name().datasetName())
        .distinct()
        .sorted()
        .toList();
  }

  private void dataset(DatasetName name) {
    if (wanted.test(StageKind.MIRROR, name.toString())) {
      add(
          StageKind.MIRROR,
          name.toString(),
          "bigquery.datasets.insert",
          "makes " + name,
          null,
          "bq mk --dataset --location="
              + Shell.quoted(plan.location())
              + " "
              + Shell.quoted(name.toString()));
    }
  }

  private void table(String name, String like) {
    if (wanted.test(StageKind.MIRROR, name)) {
      add(StageKind.MIRROR, name, "bigquery.tables.insert", "makes " + name, null, query(like));
    }
  }

  private void stage(Cell cell) {
    if (!wanted.test(StageKind.STAGE, cell.key())) {
      return;
    }
    var to = plan.staged(cell.type()).partition(cell.day());
    var sql = StagingSql.deduplicate(plan, cell);
    add(
        StageKind.STAGE,
        cell.key(),
        "bigquery.jobs.insert (query, WRITE_TRUNCATE)",
        "replaces " + to,
        sql,
        "bq query --project_id="
            + Shell.quoted(plan.targetProject())
            + " --use_legacy_sql=false --replace --destination_table="
            + Shell.quoted(to.toString())
            + " "
            + Shell.quoted(sql));
  }

  private void decode() {
    if (!wanted.test(StageKind.DECODE, "job")) {
      return;
    }
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
            + Shell.quoted(plan.targetProject())
            + " --region="
            + Shell.quoted(flow.region()));
  }

  private void count(StageKind stage, Cell cell) {
    if (wanted.test(stage, cell.key())) {
      var sql = counts(cell);
      add(stage, cell.key(), "bigquery.jobs.query", "", sql, query(sql));
    }
  }

  private String counts(Cell cell) {
    var type = cell.type();
    var pbd = plan.decoded(type).name();
    var backfill = plan.backfill(type).name();
    var texts =
        Stream.of(
            CountsSql.side(pbd, cell),
            CountsSql.side(plan.live(type).name(), cell),
            CountsSql.side(plan.stable(type).name(), cell),
            CountsSql.side(backfill, cell),
            CountsSql.side(plan.staged(type).name(), cell),
            CountsSql.errors(plan, cell),
            CountsSql.countedDifference(pbd, backfill, cell),
            CountsSql.countedDifference(backfill, pbd, cell));
    return String.join(";\n\n", texts.map(String::stripTrailing).toList()) + "\n";
  }

  private void copy(Cell cell) {
    var to = plan.stable(cell.type()).partition(cell.day());
    if (wanted.test(StageKind.FINALIZE, to.toString())) {
      var from = plan.backfill(cell.type()).partition(cell.day());
      add(
          StageKind.FINALIZE,
          to.toString(),
          "bigquery.jobs.insert (copy, WRITE_TRUNCATE, CREATE_NEVER)",
          "overwrites " + to + " in production, once its name is typed",
          null,
          "bq cp -f " + Shell.quoted(from.toString()) + " " + Shell.quoted(to.toString()));
    }
  }

  private void cleanup() {
    var project = plan.targetProject();
    if (wanted.test(StageKind.CLEANUP, project)) {
      var commands =
          datasets().stream()
              .map(d -> "bq rm -r -f --dataset " + Shell.quoted(d.toString()))
              .toList();
      add(
          StageKind.CLEANUP,
          project,
          "bigquery.datasets.delete, storage.objects.delete, storage.buckets.delete",
          "deletes what this run made in " + project + ", as listed then, once its name is typed",
          null,
          String.join("\n", commands));
    }
  }

  private String query(String sql) {
    return "bq query --project_id="
        + Shell.quoted(plan.targetProject())
        + " --use_legacy_sql=false "
        + Shell.quoted(sql);
  }

  private void add(
      StageKind stage, String subject, String call, String touches, String sql, String command) {
    calls.add(new PlannedCall(stage, subject, call, touches, Optional.ofNullable(sql), command));
  }
}
