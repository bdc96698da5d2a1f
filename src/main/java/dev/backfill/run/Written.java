package dev.backfill.run;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.stage.StageKind;

/** To which tables of its target a run has written, as its journal tells it. */
record Written(Plan plan, RunView view) {

  /** Whether anything was begun, and not taken back, that writes to a table. */
  boolean isTo(StagingTable table) {
    return plan.cells().stream().anyMatch(cell -> staged(table, cell))
        || plan.documents().stream()
                .anyMatch(
                    type -> plan.backfill(type).equals(table) || plan.errors(type).equals(table))
            && view.stage(StageKind.DECODE).lines().stream()
                .anyMatch(line -> line.job().isPresent() && line.state() != State.UNDONE);
  }

  private boolean staged(StagingTable table, Cell cell) {
    return plan.staged(cell.type()).equals(table)
        && view.stage(StageKind.STAGE).lines().stream()
            .anyMatch(
                line -> line.step().subject().equals(cell.key()) && line.state() != State.UNDONE);
  }
}
