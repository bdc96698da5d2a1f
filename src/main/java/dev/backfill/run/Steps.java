package dev.backfill.run;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.DriftedException;
import dev.backfill.cloud.Patience;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.Stop;
import dev.backfill.cloud.StoppedException;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.Holder;
import dev.backfill.confirm.Operator;
import dev.backfill.confirm.StaleConfirmation;
import dev.backfill.fact.Fact;
import dev.backfill.fact.LeaseHeld;
import dev.backfill.fact.ProductionFact;
import dev.backfill.journal.Entry;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.problem.Problem;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.text.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a stage works with: its plan and cloud, and steps that are written down before they act. */
public final class Steps {
  private final Run of;
  private final StageKind stage;
  private final boolean anew;
  private final LeaseLook lease = new LeaseLook();

  /**
   * What the steps of all stages share.
   *
   * @param mark who this run is
   * @param stop whether the operator asked to stop
   * @param patience how long a cloud that does not answer is waited for
   */
  record Run(
      Holder mark,
      Plan plan,
      Cloud cloud,
      RunLog log,
      Stop stop,
      ConfirmationDesk desk,
      Engine.Surroundings around,
      Patience patience) {}

  /**
   * Makes the steps of a stage.
   *
   * @param anew whether the operator asked for all of it once more
   */
  Steps(Run of, StageKind stage, boolean anew) {
    this.of = of;
    this.stage = stage;
    this.anew = anew;
  }

  public String run() {
    return of.mark().run();
  }

  /** Who this run is, since when it has held its target: what it labels as its own says so. */
  public Holder mark() {
    return Lease.noted(view())
        .filter(noted -> !noted.returned() && noted.holder().isSame(of.mark()))
        .map(LeaseHeld::holder)
        .orElse(of.mark());
  }

  /** Where the run keeps its files. */
  public Path folder() {
    return of.log().folder();
  }

  public Plan plan() {
    return of.plan();
  }

  public Cloud cloud() {
    return of.cloud();
  }

  /** Where what will be destroyed is confirmed. */
  public ConfirmationDesk desk() {
    return of.desk();
  }

  public Operator operator() {
    return of.around().operator();
  }

  /** What there is besides the cloud: clock, operator, rules. */
  public Engine.Surroundings around() {
    return of.around();
  }

  public RunView view() {
    return of.log().view();
  }

  /** Whether the stage was through, and runs once more for the sake of some cells alone. */
  public boolean isReopened() {
    return of.log().isReopened(stage);
  }

  /** Whether the operator asked for all of the stage once more. */
  public boolean isAnew() {
    return anew;
  }

  public Instant now() {
    return of.log().now();
  }

  /** Whether the operator asked to stop. */
  public boolean stopped() {
    return of.stop().isAsked();
  }

  /** A step that only looks; looked at anew whenever its stage runs. */
  public StepResult look(String subject, Supplier<StepResult> action) {
    return attempt(new Step(stage, subject), null, action);
  }

  /**
   * A step that makes something unless it is there. When it turns out to be there after all, made
   * by a call whose answer was lost or by someone else, the action looks once more.
   */
  public StepResult make(String subject, Supplier<StepResult> action) {
    return look(
        subject,
        () -> {
          try {
            return action.get();
          } catch (CloudException e) {
            if (e.kind() != CloudException.Kind.CONFLICT) {
              throw e;
            }
            return action.get();
          }
        });
  }

  /** A step that acts once: when a former try succeeded, that result is returned. */
  public StepResult once(String subject, Supplier<StepResult> action) {
    return once(subject, step -> null, job -> action.get());
  }

  /** A step that makes one BigQuery job of a deterministic id. */
  public StepResult onceAsJob(String subject, Function<String, StepResult> action) {
    return once(subject, step -> jobOf(subject), action);
  }

  /** The id that a step's next job would have. */
  public String jobOf(String subject) {
    var step = new Step(stage, subject);
    return JobIds.bigQuery(run(), step, number(step));
  }

  /** A step that makes a BigQuery job each time it is asked for; an open try goes on as it was. */
  public StepResult againAsJob(String subject, Function<String, StepResult> action) {
    var id = jobOf(subject);
    return attempt(new Step(stage, subject), id, () -> action.apply(id));
  }

  /**
   * Settles a try that was started and whose end is not known, by asking the cloud about its job.
   * When there is no such job the try stays open, and {@link #onceAsJob} goes on with it. In a
   * journal that lost lines, a step without any try is asked about too.
   *
   * @return what it came to; empty when nothing was open, or stays so
   */
  public Optional<StepResult> settle(String subject, Function<String, Optional<StepResult>> ask) {
    var step = new Step(stage, subject);
    var line = of.log().line(step);
    var job =
        line.isEmpty() ? lost(step) : line.filter(l -> isOpen(subject)).flatMap(StageLine::job);
    return job.flatMap(id -> settle(step, id, ask));
  }

  /** A start that may stand in lines that were lost: its job's id is the one it would get now. */
  private Optional<String> lost(Step step) {
    return of.log().hasLostLines()
        ? Optional.of(JobIds.bigQuery(run(), step, 1))
        : Optional.empty();
  }

  private Optional<StepResult> settle(
      Step step, String job, Function<String, Optional<StepResult>> ask) {
    var found = new AtomicReference<StepResult>();
    var result =
        guarded(
            step,
            () -> {
              ask.apply(job).ifPresent(found::set);
              return found.get() == null ? new StepResult.Skipped("") : found.get();
            });
    if (found.get() == null && result.succeeded()) {
      return Optional.empty();
    }
    var attempt = of.log().line(step).map(StageLine::attempt);
    if (attempt.isEmpty()) {
      of.log().append(new Entry.Started(of.log().now(), step, 1, job));
    }
    of.log().append(new Entry.Ended(of.log().now(), step, attempt.orElse(1), result));
    return Optional.of(result);
  }

  /** Notes that a step's success was taken back. */
  void undone(Step step, String text) {
    var line = of.log().line(step).orElseThrow();
    of.log()
        .append(new Entry.Ended(of.log().now(), step, line.attempt(), new StepResult.Undone(text)));
  }

  /**
   * Notes that a cell is to be decoded once more, unless it is copied, or waits for that anyway.
   */
  void again(Cell cell) {
    var judge = new Decisions(of.log());
    var again = new Decision.Again(cell);
    if (judge.problems(again).isEmpty()) {
      judge.entry(again, of.log().now()).ifPresent(of.log()::append);
    }
  }

  /** Whether a step was started and has no end, or none that tells. */
  public boolean isOpen(String subject) {
    var step = new Step(stage, subject);
    return of.log().line(step).isPresent()
        && of.log().result(step).map(StepResult::leavesOpen).orElse(true);
  }

  /** Whether a step is open that was begun with a job, and not one that only looks. */
  public boolean isJobOpen(String subject) {
    var line = of.log().line(new Step(stage, subject));
    return line.flatMap(StageLine::job).isPresent() && isOpen(subject);
  }

  /** The number of a step's newest try; 0 when it was never tried. */
  public int tries(String subject) {
    return of.log().line(new Step(stage, subject)).map(StageLine::attempt).orElse(0);
  }

  /** When the newest try of a step began. */
  public Optional<Instant> started(String subject) {
    return of.log().line(new Step(stage, subject)).map(StageLine::started);
  }

  /** How the newest try of a step ended; empty when it was never tried, or has no end. */
  public Optional<StepResult> result(String subject) {
    return of.log().result(new Step(stage, subject));
  }

  /** How the newest try of any stage's step ended. */
  public Optional<StepResult> resultOf(Step step) {
    return of.log().result(step);
  }

  /** A step with an id of the caller's making. */
  public StepResult once(
      String subject, Function<Step, String> job, Function<String, StepResult> action) {
    var step = new Step(stage, subject);
    var former = of.log().result(step).filter(StepResult::succeeded);
    if (former.isPresent()) {
      return former.get();
    }
    var id = job.apply(step);
    return attempt(step, id, () -> action.apply(id));
  }

  /**
   * The number of the next attempt. One that was started and has no end goes on under its own
   * number, and so under its own job id.
   */
  public int number(Step step) {
    var newest = of.log().line(step);
    if (newest.isEmpty()) {
      return 1;
    }
    var goesOn = of.log().result(step).map(StepResult::leavesOpen).orElse(true);
    return goesOn ? newest.get().attempt() : newest.get().attempt() + 1;
  }

  public void note(Fact fact) {
    note(stage, fact);
  }

  /** Notes what belongs to another stage than the one that runs. */
  public void note(StageKind under, Fact fact) {
    of.log().append(new Entry.Observed(of.log().now(), under, fact));
  }

  public void agreed(String phrase, List<String> items) {
    of.log().append(new Entry.Agreed(of.log().now(), stage, phrase, items));
  }

  /** Tells whether the newest question about a job under way was answered. */
  public void answered(boolean yes) {
    of.log().answered(stage, yes);
  }

  /** Waits before the next look at something; an operator who asks to stop ends it. */
  public void pause(Duration time) throws InterruptedException {
    of.stop().during(() -> of.around().sleeper().sleep(time));
  }

  /** How long a cloud that does not answer is waited for. */
  public Patience patience() {
    return of.patience();
  }

  public Progress progress() {
    return new Progress() {
      @Override
      public void say(String text) {
        of.log().said(stage, text);
      }

      @Override
      public void warn(String text) {
        of.log().warned(stage, text);
      }

      @Override
      public void waits(String text) {
        of.log().waits(stage, text);
      }

      @Override
      public void goesOn() {
        of.log().goesOn(stage);
      }

      @Override
      public boolean stopped() {
        return of.stop().isAsked();
      }

      @Override
      public void pause(Stop.Waiting how) throws InterruptedException {
        of.stop().during(how);
      }
    };
  }

  private StepResult attempt(Step step, String job, Supplier<StepResult> action) {
    var number = number(step);
    of.log().append(new Entry.Started(of.log().now(), step, number, job));
    var result = guarded(step, () -> lost(job).<StepResult>map(r -> r).orElseGet(action));
    of.log().append(new Entry.Ended(of.log().now(), step, number, result));
    return result;
  }

  /** Each job writes: whoever took the target over meanwhile finds nothing of this run's in it. */
  private Optional<StepResult.Refused> lost(String job) {
    var lost = job == null ? List.<TargetResource>of() : lease.lostToOthers(this);
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(new StepResult.Refused(new Holders(this).held(lost)));
  }

  /** What an action came to, whatever it throws; what went wrong stands in the of.log(). */
  public StepResult guarded(Step step, Supplier<StepResult> action) {
    var result = caught(step, action);
    if (result instanceof StepResult.Refused) {
      ErrorCode.refused(step.toString(), result.text());
    }
    return result;
  }

  private StepResult caught(Step step, Supplier<StepResult> action) {
    try {
      if (of.stop().isAsked()) {
        return NotConfirmed.stopped();
      }
      return of.patience().during(progress(), action);
    } catch (StoppedException e) {
      return StepResult.Stopped.of(e.problem());
    } catch (StaleConfirmation e) {
      return StepResult.Refused.of(e.problem());
    } catch (DriftedException e) {
      note(new ProductionFact.Drifted(e.seen(), e.now()));
      return StepResult.Refused.of(e.problem());
    } catch (CloudException e) {
      var code = ErrorCode.log(step.toString(), e);
      if (e.kind() == CloudException.Kind.PRECONDITION) {
        return StepResult.Refused.of(e.problem());
      }
      return e.leavesUnknown()
          ? StepResult.Unknown.of(code, e.problem())
          : StepResult.Failed.of(code, e.problem());
    } catch (JournalException e) {
      throw e;
    } catch (RuntimeException e) {
      var code = ErrorCode.log(step.toString(), e);
      return StepResult.Failed.of(
          code,
          Problem.of(
              "An unexpected error occurred.",
              "Find " + code + " in the log, then resume the run."));
    }
  }
}
