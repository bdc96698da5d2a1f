package dev.backfill.stages;

import dev.backfill.cloud.TemplateJob;
import dev.backfill.plan.DecoderTemplate;
import dev.backfill.plan.Plan;
import dev.backfill.run.ByHand;
import dev.backfill.run.JobIds;
import dev.backfill.run.PlannedRun;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The steps of a template's job, beside those that every decode job has. */
final class TemplatePlan {
  private final PlannedRun run;
  private final Plan plan;
  private final DecoderTemplate template;
  private final String subject;
  private final TemplateInput input;

  /**
   * Makes the steps of a run's next job.
   *
   * @param subject the job's own step
   */
  TemplatePlan(PlannedRun run, DecoderTemplate template, String subject) {
    this.run = run;
    this.plan = run.plan();
    this.template = template;
    this.subject = subject;
    this.input = new TemplateInput(plan, run.decoded(), subject, 1);
  }

  List<PlannedStep> steps() {
    var steps = new ArrayList<PlannedStep>();
    if (input.isGathered()) {
      steps.add(table());
      input.days().forEach(day -> steps.add(gather(day)));
    }
    steps.add(job());
    return steps;
  }

  private PlannedStep table() {
    return PlannedStep.of(StageKind.DECODE, TemplateInput.TABLE, Kind.MAKES)
        .calling("bigquery.tables.get", "bigquery.tables.insert")
        .touching("creates " + input.table() + " like " + input.like() + ", unless it exists")
        .needing(plan.targetProject(), "bigquery.tables.get", "bigquery.tables.create")
        .byHand(
            () ->
                ByHand.query(
                    plan,
                    "CREATE TABLE "
                        + input.table().name().sql()
                        + " LIKE "
                        + input.like().name().sql()));
  }

  private PlannedStep gather(LocalDate day) {
    var to = input.table().partition(day);
    var job = JobIds.bigQuery(run.id(), new Step(StageKind.DECODE, input.dayStep(day)), 1);
    return PlannedStep.of(StageKind.DECODE, TemplateInput.planned(day), Kind.WRITES)
        .calling("bigquery.jobs.insert (dry run)", "bigquery.jobs.insert (query, WRITE_TRUNCATE)")
        .touching("replaces " + to + " by the staged rows that the job is for")
        .needing(
            plan.targetProject(),
            "bigquery.jobs.create",
            "bigquery.tables.get",
            "bigquery.tables.getData",
            "bigquery.tables.updateData")
        .sending(() -> input.sql(day))
        .byHand(() -> ByHand.queryInto(plan, job, to, input.sql(day)));
  }

  private PlannedStep job() {
    return PlannedStep.of(StageKind.DECODE, subject, Kind.WRITES)
        .calling(
            "dataflow.projects.locations.jobs.list",
            "dataflow.projects.locations.flexTemplates.launch",
            "dataflow.projects.locations.jobs.get",
            "dataflow.projects.locations.jobs.messages.list",
            "dataflow.projects.locations.jobs.getMetrics",
            "bigquery.jobs.list")
        .touching(touches())
        .needing(
            plan.targetProject(),
            "dataflow.jobs.create",
            "dataflow.jobs.get",
            "dataflow.jobs.list",
            "dataflow.jobs.cancel",
            "dataflow.messages.list",
            "dataflow.metrics.get",
            "iam.serviceAccounts.actAs",
            "resourcemanager.projects.get",
            "storage.buckets.get")
        .byHand(() -> TemplateCommand.of(launched()));
  }

  private TemplateJob launched() {
    return new TemplateOrder(plan, template, run.id(), input)
        .job(JobIds.dataflow(run.id(), subject, 1));
  }

  private String touches() {
    return "has "
        + template.spec()
        + " write the rows of "
        + plan.documents().size()
        + " tables of "
        + plan.targetProject()
        + DecodePlan.workers(plan.dataflow());
  }
}
