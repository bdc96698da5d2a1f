package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.StoppedException;
import dev.backfill.confirm.StaleConfirmation;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.text.ErrorCode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a stage works with: its plan and cloud, and steps that are written down before they act. */
final class Steps {
  private final String run;
  private final Plan plan;
  private final Cloud cloud;
  private final Journal journal;
  private final Clock clock;
  private final RunListener listener;
  private final AtomicBoolean stop;
  private final StageKind stage;

  Steps(
      String run,
      Plan plan,
      Cloud cloud,
      Journal journal,
      Clock clock,
      RunListener listener,
      AtomicBoolean stop,
      StageKind stage) {
    this.run = run;
    this.plan = plan;
    this.cloud = cloud;
    this.journal = journal;
    this.clock = clock;
    this.listener = listener;
    this.stop = stop;
    this.stage = stage;
  }

  String run() {
    return run;
  }

  Plan plan() {
    return plan;
  }

  Cloud cloud() {
    return cloud;
  }

  Clock clock() {
    return clock;
  }

  RunView view() {
    return RunView.of(plan, journal.entries());
  }

  /** Whether the operator asked to stop. */
  boolean stopped() {
    return stop.get();
  }

  /** A step that only looks; looked at anew whenever its stage runs. */
  StepResult look(String subject, Supplier<StepResult> action) {
    return attempt(new Step(stage, subject), null, action);
  }

  /** A step that acts once: when a former try succeeded, that result is returned. */
  StepResult once(String subject, Supplier<StepResult> action) {
    return once(subject, step -> null, job -> action.get());
  }

  /** A step that makes one BigQuery job of a deterministic id. */
  StepResult onceAsJob(String subject, Function<String, StepResult> action) {
    return once(subject, step -> JobIds.bigQuery(run, step, number(step)), action);
  }

  /** A step with an id of the caller's making. */
  StepResult once(String subject, Function<Step, String> job, Function<String, StepResult> action) {
    var step = new Step(stage, subject);
    var former = newest(step).flatMap(this::result).filter(StepResult::succeeded);
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
  int number(Step step) {
    var newest = newest(step);
    if (newest.isEmpty()) {
      return 1;
    }
    var ended = result(newest.get());
    var goesOn = ended.isEmpty() || isOpen(ended.get());
    return goesOn ? newest.get().attempt() : newest.get().attempt() + 1;
  }

  void observe(String topic, JsonNode value) {
    append(new Entry.Observed(clock.instant(), stage, topic, value));
  }

  void agreed(String phrase, List<String> items) {
    append(new Entry.Agreed(clock.instant(), stage, phrase, items));
  }

  Progress progress() {
    return new Progress() {
      @Override
      public void say(String text) {
        listener.said(stage, text);
      }

      @Override
      public boolean stopped() {
        return stop.get();
      }
    };
  }

  private StepResult attempt(Step step, String job, Supplier<StepResult> action) {
    var number = number(step);
    append(new Entry.Started(clock.instant(), step, number, job));
    var result = guarded(step, action);
    append(new Entry.Ended(clock.instant(), step, number, result));
    return result;
  }

  StepResult guarded(Step step, Supplier<StepResult> action) {
    try {
      if (stop.get()) {
        return new StepResult.Stopped("Stopped before it began.");
      }
      return action.get();
    } catch (StoppedException e) {
      return new StepResult.Stopped(e.getMessage());
    } catch (StaleConfirmation e) {
      return new StepResult.Refused(List.of(e.getMessage()));
    } catch (CloudException e) {
      var code = ErrorCode.log(step.toString(), e);
      return e.kind() == CloudException.Kind.UNAVAILABLE
          ? new StepResult.Unknown(code, e.getMessage())
          : new StepResult.Failed(code, e.getMessage());
    } catch (JournalException e) {
      throw e;
    } catch (RuntimeException e) {
      var code = ErrorCode.log(step.toString(), e);
      return new StepResult.Failed(
          code, "An unexpected error. Look for " + code + " in the log, and resume the run.");
    }
  }

  // Stopped and Unknown leave a job behind that may still run: the next try attaches to it.
  private static boolean isOpen(StepResult result) {
    return result instanceof StepResult.Stopped || result instanceof StepResult.Unknown;
  }

  private Optional<Entry.Started> newest(Step step) {
    return journal.entries().stream()
        .filter(Entry.Started.class::isInstance)
        .map(Entry.Started.class::cast)
        .filter(started -> started.step().equals(step))
        .reduce((first, second) -> second);
  }

  /** The end that follows a start; an end before it belongs to a former try of that number. */
  private Optional<StepResult> result(Entry.Started started) {
    var entries = journal.entries();
    return entries.subList(entries.lastIndexOf(started), entries.size()).stream()
        .filter(Entry.Ended.class::isInstance)
        .map(Entry.Ended.class::cast)
        .filter(ended -> ended.step().equals(started.step()))
        .reduce((first, second) -> second)
        .map(Entry.Ended::result);
  }

  private void append(Entry entry) {
    journal.append(entry);
    listener.changed(view());
  }
}
