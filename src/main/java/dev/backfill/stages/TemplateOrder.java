package dev.backfill.stages;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.cloud.TemplateJob;
import dev.backfill.confirm.Holder;
import dev.backfill.fact.JobFact;
import dev.backfill.plan.DecoderTemplate;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.run.AtOnce;
import dev.backfill.run.BackTo;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.JobIds;
import dev.backfill.run.SideBySide;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Some cells of a run as a job of an organisation's own decoder, launched from its template. */
final class TemplateOrder implements JobOrder {
  private final Plan plan;
  private final DecoderTemplate template;
  private final String run;
  private final TemplateInput input;

  TemplateOrder(Plan plan, DecoderTemplate template, String run, TemplateInput input) {
    this.plan = plan;
    this.template = template;
    this.run = run;
    this.input = input;
  }

  @Override
  public List<StagingTable> outputs() {
    return DecodeOrder.outputs(plan, input.cells());
  }

  @Override
  public void prepare(Steps steps, StepResults results) {
    if (!input.isGathered()) {
      return;
    }
    results.add(steps.make(input.tableStep(), () -> table(steps)));
    if (results.succeeded()) {
      var work = new ArrayList<Supplier<StepResult>>();
      for (var day : input.days()) {
        work.add(() -> steps.onceAsJob(input.dayStep(day), job -> gather(steps, day, job)));
      }
      results.add(new SideBySide(steps, AtOnce.QUERIES).run(work).whole("gathered"));
    }
  }

  private StepResult table(Steps steps) {
    var warehouse = steps.cloud().warehouse();
    if (warehouse.table(input.table().name()).isPresent()) {
      return new AlreadyDone("was there");
    }
    var spec =
        warehouse
            .table(input.like().name())
            .orElseThrow(
                () -> CloudException.gone(input.like(), "Run mirror again.", BackTo.MIRROR))
            .spec();
    var labels = Map.of(Holder.RUN, Holder.clean(run));
    steps.cloud().staging().createTable(input.table(), spec, labels);
    return new Done(input.table() + " made like " + input.like());
  }

  private StepResult gather(Steps steps, LocalDate day, String job) {
    var sql = input.sql(day);
    var asked = new CostedQueries(steps);
    var most = asked.dryRun("gather", plan.targetProject(), sql, input.tables(day));
    asked.keep(TemplateInput.planned(day));
    var to = input.table().partition(day);
    var done = steps.cloud().staging().queryInto(job, sql, to, most, steps.progress());
    return new Done(String.format(Locale.ROOT, "%,d rows", done.rows()));
  }

  @Override
  public JobKey start(Steps steps, String name) {
    return steps.cloud().jobs().launch(job(name));
  }

  /** The job under Dataflow's name for it. */
  TemplateJob job(String name) {
    var bucket = JobIds.bucket(plan.targetProject(), run);
    var days = input.days();
    var labels = new HashMap<>(plan.dataflow().setup().labels());
    labels.put("backfill-run", run);
    return new TemplateJob(
        name,
        plan.targetProject(),
        template.spec(),
        template.filled(
            plan,
            new DecoderTemplate.Launch(
                input.table().toString(),
                plan.errors(input.cells().get(0).type()).toString(),
                "gs://" + bucket + "/temp",
                days.get(0),
                days.get(days.size() - 1))),
        bucket,
        plan.dataflow(),
        labels);
  }

  /** What it leaves out of rows, it alone knows. */
  @Override
  public Optional<JobFact> ended(JobKey job, Map<String, Long> counters) {
    return Optional.empty();
  }
}
