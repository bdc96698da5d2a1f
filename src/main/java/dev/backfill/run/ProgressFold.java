package dev.backfill.run;

import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Folds a journal's entries into how far one stage is, measured against what it declares. A step
 * that is looked at anew counts meanwhile as it did, so that going on with a run takes nothing
 * back; a stage that was through and is gone through again begins anew.
 */
final class ProgressFold {
  private List<PlannedStep> declared = List.of();
  private final Set<Step> wanted = new HashSet<>();
  private final Set<Step> through = new HashSet<>();
  private int done;

  /** The stage begins with these steps; whether it had come to its end before. */
  void begin(List<PlannedStep> steps, boolean again) {
    if (again) {
      declared.stream()
          .filter(step -> !step.kind().isOnce())
          .map(PlannedStep::step)
          .forEach(through::remove);
    }
    declared = steps;
    wanted.clear();
    steps.forEach(step -> wanted.add(step.step()));
    done = (int) wanted.stream().filter(through::contains).count();
  }

  /** A try of one of its steps ended. */
  void end(Step made, StepResult result) {
    var step = made.planned();
    var changed = result.succeeded() ? through.add(step) : through.remove(step);
    if (changed && wanted.contains(step)) {
      done += result.succeeded() ? 1 : -1;
    }
  }

  StepCount now() {
    return new StepCount(done, wanted.size());
  }
}
