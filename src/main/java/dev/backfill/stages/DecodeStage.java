package dev.backfill.stages;

import dev.backfill.cloud.JobService;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.cloud.JobService.JobState;
import dev.backfill.cloud.TableState;
import dev.backfill.estimate.Effort;
import dev.backfill.fact.JobFact;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.JobIds;
import dev.backfill.run.JobSubject;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage;
import dev.backfill.run.StageLine;
import dev.backfill.run.State;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Failed;
import dev.backfill.text.Sentence;
import dev.backfill.text.Visible;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Submits one Dataflow job for the cells that are due, and watches it to its end. */
public final class DecodeStage extends Stage {
  /** The step that gives the workers the tables' structures. */
  static final String SCHEMAS = "schemas";

  @Override
  public StageKind kind() {
    return StageKind.DECODE;
  }

  @Override
  public Role role() {
    return Role.MAKES_ROWS;
  }

  @Override
  public Page page() {
    return Page.JOB;
  }

  @Override
  public Effort effort() {
    return Effort.DECODES;
  }

  @Override
  public String heading() {
    return "Run a Dataflow job to populate temporary stable tables";
  }

  @Override
  public Hold hold() {
    return Hold.UNBROKEN;
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    return new DecodePlan(run, JobSubject.after(run.jobs())).steps();
  }

  @Override
  public StepResult run(Steps steps) {
    if (steps.view().cells().isEmpty()) {
      return NothingDue.refused(steps.view());
    }
    var cells = steps.view().toDecode();
    return cells.isEmpty()
        ? new AlreadyDone("Every cell is decoded")
        : decode(steps, JobSubject.after(steps.view().choices().jobs()), cells);
  }

  @Override
  public boolean isJob(Step step) {
    return JobSubject.isOne(step.subject());
  }

  @Override
  public Set<StagingTable> written(Plan plan, StageLine line) {
    return line.job().isPresent() ? Set.copyOf(DecodeOrder.outputs(plan, plan.cells())) : Set.of();
  }

  @Override
  public List<String> done(RunView view) {
    return view.stage(kind()).lines().stream()
        .filter(line -> line.state() == State.DONE && isJob(line.step()))
        .flatMap(line -> line.job().stream())
        .distinct()
        .map(job -> "decoded by job " + job)
        .toList();
  }

  /**
   * Decodes cells by one job of their own. What their tables hold of these cells is deleted before;
   * no other cell's rows are touched.
   *
   * @param subject the job's step in the journal: one that succeeded under it is not made again, so
   *     cells that are to be decoded once more come under another
   */
  StepResult decode(Steps steps, String subject, List<Cell> cells) {
    var results = new StepResults();
    var attempt = steps.number(new Step(StageKind.DECODE, subject));
    var order = JobOrder.of(steps, cells, subject, attempt);
    results.add(steps.make(RunBucket.STEP, () -> RunBucket.make(steps)));
    steps
        .plan()
        .dataflow()
        .setup()
        .stagingBucket()
        .ifPresent(
            bucket ->
                results.add(steps.look(StagingPlace.STEP, () -> StagingPlace.look(steps, bucket))));
    // A console killed between the job's end and the stage's: what the job wrote stays.
    var decoded = steps.result(subject).filter(StepResult::succeeded).isPresent();
    // Nor is anything deleted under a job that was started and may run still.
    if (results.succeeded() && !decoded && !steps.isOpen(subject)) {
      for (var table : order.outputs()) {
        if (results.succeeded()) {
          results.add(
              steps.onceAsJob(
                  emptying(table, subject, attempt),
                  job -> {
                    if (attempt > 1 || !subject.equals(JobSubject.FIRST)) {
                      new FormerLoads(steps).awaitEnd();
                    }
                    return empty(steps, table, cells, job);
                  }));
        }
      }
    }
    if (results.succeeded() && !decoded) {
      order.prepare(steps, results);
    }
    if (results.succeeded()) {
      results.add(
          steps.once(
              subject,
              step -> JobIds.dataflow(steps.run(), subject, attempt),
              name -> decode(steps, order, name)));
    }
    return results.whole("Decoded");
  }

  /** The step that deletes what a table holds of the cells, but for which try it is. */
  static String emptying(StagingTable table) {
    return "empty " + table;
  }

  private static String emptying(StagingTable table, String subject, int attempt) {
    var which = subject.equals(JobSubject.FIRST) ? "" : subject + ", ";
    return Step.forTry(emptying(table), which + "try " + attempt);
  }

  /** What was there would be there twice, be it of a former try or of something else. */
  private StepResult empty(Steps steps, StagingTable table, List<Cell> cells, String job) {
    var found = steps.cloud().warehouse().table(table.name());
    if (found.map(TableState::rows).orElse(0L) == 0) {
      return new AlreadyDone("holds no rows");
    }
    var staging = steps.cloud().staging();
    var errors = cells.stream().filter(c -> steps.plan().errors(c.type()).equals(table)).toList();
    if (errors.isEmpty()) {
      var rows = cells.stream().filter(c -> steps.plan().written(c.type()).equals(table));
      staging.empty(job, table, rows.map(Cell::day).sorted().toList(), steps.progress());
    } else {
      staging.emptyErrors(job, table, errors, steps.progress());
    }
    return new Done("emptied of what is decoded now");
  }

  private static StepResult decode(Steps steps, JobOrder order, String name) {
    // Race: a console killed between starting and noting the answer; so look for the name first.
    var key = named(steps, name).map(JobState::key).orElseGet(() -> order.start(steps, name));
    while (true) {
      var watch = new JobWatch(steps, key);
      var ended = watch.untilEnd();
      if (ended.state() == JobService.State.DONE) {
        order.ended(key, watch.counters()).ifPresent(steps::note);
        return result(steps, key, ended, watch.counters());
      }
      // Race: a launcher that lost to another of its name fails, and the other's job runs.
      var other = named(steps, name).filter(job -> !job.state().ended()).map(JobState::key);
      if (other.isEmpty() || other.get().equals(key)) {
        return result(steps, key, ended, watch.counters());
      }
      key = other.get();
    }
  }

  private static Optional<JobState> named(Steps steps, String name) {
    var plan = steps.plan();
    return steps.cloud().jobs().find(plan.targetProject(), plan.dataflow().region(), name);
  }

  private static StepResult result(
      Steps steps, JobKey key, JobState ended, Map<String, Long> counters) {
    return switch (ended.state()) {
      case DONE -> new Done("Job " + key.id() + " is done: " + counted(counters));
      case CANCELLED ->
          Failed.of(
              "",
              Problem.of("Job " + key.id() + " was cancelled.", "Resume to start another.")
                  .with(Action.resume()));
      case FAILED, DRAINED, UPDATED -> Failed.of("", failure(steps, key, ended));
      case UNKNOWN,
              QUEUED,
              PENDING,
              RUNNING,
              CANCELLING,
              DRAINING,
              PAUSING,
              PAUSED,
              RESOURCE_CLEANING_UP,
              STOPPED ->
          throw new IllegalStateException("Job " + key.id() + " has not ended.");
    };
  }

  private static Problem failure(Steps steps, JobKey key, JobState ended) {
    var errors =
        steps.view().each(StageKind.DECODE, JobFact.Said.class).stream()
            .filter(JobFact.Said::isError)
            .map(said -> Visible.line(said.text()))
            .toList();
    var first = errors.isEmpty() ? "no message" : errors.get(0);
    var advice = errors.stream().flatMap(text -> JobAdvice.of(text).stream()).findFirst();
    return Problem.of(
            "Job " + key.id() + " ended " + ended.state() + ": " + Sentence.of(first),
            advice.orElse("Fix the cause.")
                + " Then resume: the tables are emptied and another job starts.")
        .with(Action.resume());
  }

  private static String counted(Map<String, Long> counters) {
    return counters.isEmpty()
        ? "no counters"
        : counters.entrySet().stream()
            .filter(c -> c.getKey().startsWith("backfill/"))
            .sorted(Map.Entry.comparingByKey())
            .map(c -> c.getValue() + " " + c.getKey().substring("backfill/".length()))
            .reduce((a, b) -> a + ", " + b)
            .orElse(counters.size() + " counters");
  }
}
