package dev.backfill.run;

import dev.backfill.plan.Plan;
import dev.backfill.problem.Problem;
import dev.backfill.run.Production.Footprint;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the stage that lands, and the one that proves it, stand once something was undone after they
 * ended: what was taken back is not done, and what was counted before that proves nothing.
 *
 * @param landed the lines of the stage that lands, by step
 * @param order the place of a step's newest start among all starts
 */
record AfterUndo(
    Plan plan,
    ProductionFold production,
    StageKind landing,
    Map<Step, StageLine> landed,
    Map<Step, Integer> order) {
  private static final String PAST = "Counted before the copies were undone";

  StageView landing(StageView stage) {
    var undone = undone(stage);
    if (undone.isEmpty()) {
      return stage;
    }
    // A try that was cut off, or failed: production is in between.
    var open = undone.stream().filter(line -> production.isOpen(line.step().subject())).findFirst();
    if (open.isPresent()) {
      return with(
          stage,
          open.get().state(),
          open.get().text().isEmpty() ? "An undo is under way" : open.get().text(),
          open.get().problems());
    }
    var restored = production.now().count(Footprint.RESTORED);
    return restored == 0
        ? stage
        : with(
            stage,
            State.UNDONE,
            "%d of %d partitions hold what they held before the copy"
                .formatted(restored, plan.cells().size()),
            List.of());
  }

  StageView proving(StageView stage) {
    if (undoing().isEmpty()) {
      return stage;
    }
    var after = stage.lines().stream().map(line -> isPast(line) ? line(line) : line).toList();
    var lined =
        new StageView(
            stage.kind(),
            stage.state(),
            stage.text(),
            stage.code(),
            stage.problems(),
            after,
            stage.steps());
    return undone(stage).isEmpty() ? lined : with(lined, State.UNDONE, PAST, List.of());
  }

  /** The undoing steps that began after a stage was tried last. */
  private List<StageLine> undone(StageView stage) {
    var whole = order.getOrDefault(new Step(stage.kind(), RunView.WHOLE), 0);
    return stage.state() == State.WAITING || stage.state() == State.RUNNING
        ? List.of()
        : undoing().stream()
            .filter(line -> order.getOrDefault(line.step(), 0) > whole && changed(line))
            .toList();
  }

  private List<StageLine> undoing() {
    return landed.values().stream()
        .filter(line -> line.step().subject().startsWith(ProductionFold.UNDO))
        .toList();
  }

  /** Whether an undoing step changed production, or may have. */
  private boolean changed(StageLine line) {
    return line.state() == State.DONE || production.isOpen(line.step().subject());
  }

  /** Whether a cell was counted before its copy was undone. */
  private boolean isPast(StageLine counted) {
    return production
        .undoingOf(counted.step().subject())
        .map(subject -> landed.get(new Step(landing, subject)))
        .filter(
            line ->
                changed(line)
                    && order.getOrDefault(line.step(), 0) > order.getOrDefault(counted.step(), 0))
        .isPresent();
  }

  private static StageView with(StageView stage, State state, String text, List<Problem> problems) {
    return new StageView(
        stage.kind(), state, text, Optional.empty(), problems, stage.lines(), stage.steps());
  }

  private static StageLine line(StageLine line) {
    return new StageLine(
        line.step(),
        State.UNDONE,
        line.attempt(),
        line.job(),
        line.started(),
        line.ended(),
        PAST + ": " + line.text(),
        Optional.empty(),
        List.of());
  }
}
