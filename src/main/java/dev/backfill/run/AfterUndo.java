package dev.backfill.run;

import dev.backfill.problem.Problem;
import dev.backfill.run.Production.Footprint;
import dev.backfill.stage.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the stage that lands, and the one that proves it, stand once something was undone after they
 * ended: what was taken back is not done, and what was counted before that proves nothing. Each
 * undoing step is looked at when it or its partition changes, and then alone.
 */
final class AfterUndo {
  private static final String PAST = "Counted before the copies were undone";

  private final ProductionFold production;
  private final int cells;

  // The place of a step's newest start among all starts, and undoing steps by it.
  private final Map<Step, Integer> order = new HashMap<>();
  private final TreeMap<Integer, StageLine> changed = new TreeMap<>();
  private final TreeMap<Integer, StageLine> open = new TreeMap<>();
  private int starts;

  AfterUndo(ProductionFold production, int cells) {
    this.production = production;
    this.cells = cells;
  }

  /** A step was started. */
  void started(Step step) {
    var former = order.put(step, ++starts);
    if (former != null) {
      changed.remove(former);
      open.remove(former);
    }
  }

  /** An undoing step as it stands now, or as its partition does. */
  void look(StageLine undoing) {
    var place = order.getOrDefault(undoing.step(), 0);
    var isOpen = production.isOpen(undoing.step().subject());
    put(open, place, undoing, isOpen);
    put(changed, place, undoing, isOpen || undoing.state() == State.DONE);
  }

  private static void put(TreeMap<Integer, StageLine> to, int place, StageLine line, boolean in) {
    if (in) {
      to.put(place, line);
    } else {
      to.remove(place);
    }
  }

  /** The stage that lands. */
  StageView landing(StageView stage) {
    if (!isUndone(stage)) {
      return stage;
    }
    // A try that was cut off, or failed: production is in between.
    var between = open.higherEntry(begun(stage));
    if (between != null) {
      var line = between.getValue();
      var text = line.text().isEmpty() ? "An undo is under way" : line.text();
      return with(stage, line.state(), text, line.problems());
    }
    var restored = production.count(Footprint.RESTORED);
    return restored == 0
        ? stage
        : with(
            stage,
            State.UNDONE,
            "%d of %d partitions hold what they held before the copy".formatted(restored, cells),
            List.of());
  }

  /** The stage that proves. */
  StageView proving(StageView stage) {
    return isUndone(stage) ? with(stage, State.UNDONE, PAST, List.of()) : stage;
  }

  /** How a cell's count is shown, beside the step that took its copy back. */
  StageLine counted(StageLine count, Optional<StageLine> undoing) {
    var begun = order.getOrDefault(count.step(), 0);
    return undoing
            .map(line -> order.getOrDefault(line.step(), 0))
            .filter(place -> place > begun && changed.containsKey(place))
            .isPresent()
        ? past(count)
        : count;
  }

  /** Whether a stage ended, and something was undone since it began. */
  private boolean isUndone(StageView stage) {
    return stage.state() != State.WAITING
        && stage.state() != State.RUNNING
        && changed.higherKey(begun(stage)) != null;
  }

  private int begun(StageView stage) {
    return order.getOrDefault(new Step(stage.kind(), RunView.WHOLE), 0);
  }

  private static StageView with(StageView stage, State state, String text, List<Problem> problems) {
    return new StageView(
        stage.kind(),
        state,
        text,
        Optional.empty(),
        problems,
        stage.lines(),
        stage.steps(),
        stage.busy());
  }

  private static StageLine past(StageLine line) {
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
