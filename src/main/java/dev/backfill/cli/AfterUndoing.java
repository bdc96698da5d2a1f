package dev.backfill.cli;

import dev.backfill.confirm.AppendPartition;
import dev.backfill.plan.Plan.Mode;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.State;
import java.util.List;

/** What can be done with a run after its undo, as command lines. */
final class AfterUndoing {
  private AfterUndoing() {}

  static List<String> acts(RunView view) {
    var run = "run --resume " + view.opened().run();
    var target = view.plan().targetProject();
    if (view.closed().isPresent() || view.state(Role.CLEANS) == State.DONE) {
      return List.of(
          "Production holds what it held before. What the run decoded is deleted: to go on, begin"
              + " another run of its plan.");
    }
    var to = view.production().writes().size();
    var those = to == 1 ? partition(view) : view.plan().sourceProject() + ": " + to + " partitions";
    var phrase = view.plan().finish().mode() == Mode.APPEND ? AppendPartition.adding(those) : those;
    return List.of(
        "Production holds what it held before. From here:",
        "- copy again, if what was validated is still the same: "
            + run
            + " --confirm='"
            + phrase
            + "'",
        "- validate again: " + run + from(view, Role.VALIDATES),
        "- clean up: " + run + from(view, Role.CLEANS) + " --confirm=" + target,
        "- end here, and leave what lies in " + target + ": " + run + " --end");
  }

  private static String from(RunView view, Role role) {
    return view.playbook().one(role).map(stage -> " --from " + stage).orElse("");
  }

  private static String partition(RunView view) {
    return view.plan().cells().stream()
        .filter(cell -> view.production().writes().containsKey(cell.key()))
        .map(cell -> view.plan().stable(cell.type()).partition(cell.day()).toString())
        .findFirst()
        .orElseThrow();
  }
}
