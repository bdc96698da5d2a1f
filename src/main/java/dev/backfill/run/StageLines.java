package dev.backfill.run;

import dev.backfill.stage.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The newest try of each of a stage's steps, in the order they were first tried. A step put or
 * changed costs the logarithm of how many there are, and lists given away before stay as they were.
 */
final class StageLines {
  private final Map<Step, Integer> places = new HashMap<>();
  private final Map<Step, StageLine> whole = new HashMap<>();
  private PVector<StageLine> lines = TreePVector.empty();
  private PVector<StageLine> shown = TreePVector.empty();

  /** The newest try of a step. */
  Optional<StageLine> of(Step step) {
    return step.subject().equals(RunView.WHOLE)
        ? Optional.ofNullable(whole.get(step))
        : Optional.ofNullable(places.get(step)).map(lines::get);
  }

  /** Puts a step's newest try, which is shown as it is. */
  void put(StageLine line) {
    if (line.step().subject().equals(RunView.WHOLE)) {
      whole.put(line.step(), line);
      return;
    }
    var place = places.putIfAbsent(line.step(), lines.size());
    lines = place == null ? lines.plus(line) : lines.with(place, line);
    shown = place == null ? shown.plus(line) : shown.with(place, line);
  }

  /** Sets how a step's newest try is shown. */
  void show(Step step, UnaryOperator<StageLine> how) {
    Optional.ofNullable(places.get(step))
        .ifPresent(place -> shown = shown.with(place, how.apply(lines.get(place))));
  }

  /** The steps' newest tries as they are shown, without the stage's own. */
  PVector<StageLine> shown() {
    return shown;
  }
}
