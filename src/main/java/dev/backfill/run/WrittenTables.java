package dev.backfill.run;

import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;

/** To which tables of its target a run has written, as its journal tells it. */
public record WrittenTables(Plan plan, RunView view) {

  /** Whether anything was begun, and not taken back, that writes to a table. */
  public boolean isTo(StagingTable table) {
    return view.playbook().stages().stream()
        .anyMatch(
            stage ->
                view.stage(stage.kind()).lines().stream()
                    .filter(line -> line.state() != State.UNDONE)
                    .anyMatch(line -> stage.written(plan, line).contains(table)));
  }
}
