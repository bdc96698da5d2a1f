package dev.backfill.run;

import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.text.Secrets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * A run's journal as the engine uses it: each entry is on the disk, then folded, then told. Steps
 * that run side by side may add at once.
 */
final class RunLog {
  private final Journal journal;
  private final Clock clock;
  private final RunListener listener;
  private final RunFold fold;
  private RunView view;

  /** Takes a journal that was opened with an {@link Entry.Opened} of the same plan. */
  RunLog(Plan plan, Journal journal, Clock clock, RunListener listener) {
    this.journal = journal;
    this.clock = clock;
    this.listener = listener;
    var entries = journal.entries();
    this.fold = new RunFold(RunView.opened(entries), plan);
    entries.forEach(fold::add);
    this.view = fold.view();
  }

  Instant now() {
    return clock.instant();
  }

  Path folder() {
    return journal.folder();
  }

  synchronized void append(Entry entry) {
    view = fold.add(journal.append(entry)).view();
    listener.changed(view);
  }

  synchronized RunView view() {
    return view;
  }

  synchronized Optional<StageLine> line(Step step) {
    return fold.line(step);
  }

  synchronized Optional<StepResult> result(Step step) {
    return fold.result(step);
  }

  /** Whether lines of the journal were lost, so that a step may have begun that has no start. */
  synchronized boolean hasLostLines() {
    return fold.hasLostLines();
  }

  /** Whether a stage was through, and runs once more for the sake of some cells alone. */
  synchronized boolean isReopened(StageKind stage) {
    return fold.isReopened(stage);
  }

  synchronized void answered(StageKind stage, boolean yes) {
    listener.answered(stage, yes);
  }

  synchronized void warned(StageKind stage, String text) {
    listener.warned(stage, Secrets.removed(text));
  }

  synchronized void waits(StageKind stage, String text) {
    listener.waits(stage, Secrets.removed(text));
  }

  synchronized void goesOn(StageKind stage) {
    listener.goesOn(stage);
  }

  synchronized void said(StageKind stage, String text) {
    listener.said(stage, Secrets.removed(text));
  }
}
