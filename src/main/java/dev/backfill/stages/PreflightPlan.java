package dev.backfill.stages;

import static java.util.stream.Collectors.joining;

import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.run.ByHand;
import dev.backfill.run.Lease;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbooks;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.survey.Survey;
import dev.backfill.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What preflight asks ahead, step by step. */
final class PreflightPlan {
  private final PlannedRun run;
  private final Plan plan;

  PreflightPlan(PlannedRun run) {
    this.run = run;
    this.plan = run.plan();
  }

  List<PlannedStep> steps() {
    var steps = new ArrayList<>(List.of(target(), endpoint(), held()));
    run.types().forEach(type -> steps.add(tables(type)));
    if (plan.decodes()) {
      steps.add(schemas());
      run.types().forEach(type -> steps.add(schema(type)));
    }
    plan.template().ifPresent(template -> steps.add(template(template.spec())));
    StagingPlace.step(StageKind.PREFLIGHT, plan).ifPresent(steps::add);
    steps.add(quotas());
    steps.add(permissions(plan.sourceProject()));
    steps.add(permissions(plan.targetProject()));
    plan.schemas().ifPresent(uri -> steps.add(onBucket(PreflightStage.ARCHIVE, uri)));
    plan.template().ifPresent(one -> steps.add(onBucket(PreflightStage.THE_TEMPLATE, one.spec())));
    steps.add(estimate());
    return steps;
  }

  private static PlannedStep reads(String subject) {
    return PlannedStep.of(StageKind.PREFLIGHT, subject, Kind.READS);
  }

  private PlannedStep target() {
    return reads(PreflightStage.TARGET)
        .calling("cloudresourcemanager.projects.get")
        .byHand(
            () ->
                Stream.of(plan.targetProject(), plan.sourceProject())
                    .map(project -> "gcloud projects describe " + Shell.quoted(project))
                    .collect(joining("\n")));
  }

  private PlannedStep endpoint() {
    var step =
        reads(PreflightStage.ENDPOINT).needing(plan.sourceProject(), "bigquery.datasets.get");
    if (!plan.decodes()) {
      return step.calling("oauth2.tokeninfo", "bigquery.datasets.get").byHand(this::datasets);
    }
    return step.calling(
            "oauth2.tokeninfo", "bigquery.datasets.get", "dataflow.projects.locations.jobs.list")
        .needing(plan.targetProject(), "dataflow.jobs.list")
        .byHand(
            () ->
                datasets()
                    + "\ngcloud dataflow jobs list --limit=1 "
                    + Shell.option("project", plan.targetProject())
                    + " "
                    + Shell.option("region", plan.dataflow().region()));
  }

  private String datasets() {
    return PreflightStage.datasets(plan).stream().map(ByHand::show).collect(joining("\n"));
  }

  private PlannedStep held() {
    var target = plan.targetProject();
    var step =
        reads(PreflightStage.HELD).needing(target, "bigquery.datasets.get", "bigquery.tables.get");
    return (plan.decodes()
            ? step.calling("bigquery.datasets.get", "bigquery.tables.get", "storage.buckets.get")
                .needing(target, "storage.buckets.get")
            : step.calling("bigquery.datasets.get", "bigquery.tables.get"))
        .byHand(() -> Lease.datasets(plan).stream().map(ByHand::show).collect(joining("\n")));
  }

  private PlannedStep tables(DocumentType type) {
    return reads(PreflightStage.tablesOf(type))
        .calling("bigquery.tables.get", "bigquery.rowAccessPolicies.list")
        .needing(plan.sourceProject(), "bigquery.tables.get", "bigquery.rowAccessPolicies.list")
        .byHand(
            () ->
                plan.needed(type).stream().map(ByHand::show).collect(joining("\n"))
                    + "\nbq ls --row_access_policies "
                    + Shell.quoted(plan.stable(type).toString()));
  }

  private PlannedStep schemas() {
    var step = reads(PreflightStage.SCHEMAS);
    return plan.schemas()
        .map(
            archive ->
                step.calling("storage.objects.get")
                    .needing("gs://" + PermissionCheck.bucket(archive), "storage.objects.get")
                    .byHand(() -> "gcloud storage cp " + Shell.quoted(archive) + " ."))
        .orElse(step);
  }

  private PlannedStep schema(DocumentType type) {
    return reads(PreflightStage.schemaOf(type))
        .calling("bigquery.tables.get")
        .needing(plan.sourceProject(), "bigquery.tables.get")
        .byHand(
            () ->
                Stream.of(plan.productionErrors(type), plan.stable(type))
                    .map(table -> "bq show --schema " + Shell.quoted(table.toString()))
                    .collect(joining("\n")));
  }

  private PlannedStep quotas() {
    var step = reads(PreflightStage.QUOTAS);
    return plan.decodes()
        ? step.calling("compute.regions.get")
            .needing(plan.targetProject(), "compute.regions.get")
            .byHand(
                () ->
                    "gcloud compute regions describe "
                        + Shell.quoted(plan.dataflow().region())
                        + " "
                        + Shell.option("project", plan.targetProject()))
        : step;
  }

  private PlannedStep estimate() {
    return reads(PreflightStage.ESTIMATE)
        .calling("bigquery.jobs.query (INFORMATION_SCHEMA)", "bigquery.jobs.insert (dry run)")
        .needing(plan.sourceProject(), "bigquery.tables.get", "bigquery.tables.getData")
        .needing(plan.targetProject(), "bigquery.jobs.create")
        .byHand(
            () ->
                run.types().stream()
                    .map(type -> new Cell(type, plan.days().first()))
                    .map(cell -> ByHand.dryRun(plan, Survey.sql(plan, cell)))
                    .collect(joining("\n")));
  }

  private PlannedStep permissions(String project) {
    return reads(PreflightStage.permissionsOn(project))
        .calling("cloudresourcemanager.projects.testIamPermissions")
        .byHand(
            () ->
                ByHand.testPermissions(
                    project,
                    List.copyOf(
                        new TreeSet<>(Playbooks.of(plan).permissions(run, project).keySet()))));
  }

  private static PlannedStep template(String spec) {
    return reads(PreflightStage.TEMPLATE)
        .calling("storage.objects.get")
        .needing("gs://" + PermissionCheck.bucket(spec), "storage.objects.get")
        .byHand(() -> "gcloud storage cat " + Shell.quoted(spec));
  }

  private static PlannedStep onBucket(String what, String uri) {
    var bucket = "gs://" + PermissionCheck.bucket(uri);
    return reads(PreflightStage.permissionsOn(what))
        .calling("storage.buckets.testIamPermissions")
        .byHand(() -> "gcloud storage buckets get-iam-policy " + Shell.quoted(bucket));
  }
}
