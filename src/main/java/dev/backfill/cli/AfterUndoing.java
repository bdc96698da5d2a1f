package dev.backfill.cli;

import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.util.List;

/** What can be done with a run after its undo, as command lines. */
final class AfterUndoing {
  private AfterUndoing() {}

  static List<String> acts(RunView view) {
    var run = "run --resume " + view.opened().run();
    var target = view.plan().targetProject();
    if (view.closed().isPresent() || view.stage(StageKind.CLEANUP).state() == State.DONE) {
      return List.of(
          "Production holds what it held before. What the run decoded is deleted: to go on, begin"
              + " another run of its plan.");
    }
    return List.of(
        "Production holds what it held before. From here:",
        "  copy again:      " + run + " --confirm=… (what was validated, if it is still the same)",
        "  validate again:  " + run + " --from validate",
        "  clean up:        " + run + " --from cleanup --confirm=" + target,
        "  end here:        " + run + " --end (what lies in " + target + " stays)");
  }
}
