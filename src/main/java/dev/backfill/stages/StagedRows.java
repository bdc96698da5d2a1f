package dev.backfill.stages;

import dev.backfill.fact.Staged;
import dev.backfill.plan.Cell;
import dev.backfill.run.RunView;
import java.util.HashMap;
import java.util.Map;

/** What was staged of each cell when the staging began, found at the same cost for any of them. */
final class StagedRows {
  private final StagedSlices slices;
  private final Map<String, Long> rows = new HashMap<>();

  StagedRows(RunView view) {
    this.slices = StagedSlices.of(view);
    view.each(StagingStage.KIND, Staged.class)
        .forEach(staged -> rows.put(staged.cell(), staged.rows()));
  }

  /** By which steps the cells were staged. */
  StagedSlices slices() {
    return slices;
  }

  /** The rows that the newest query staged of a cell; -1 when none did. */
  long of(Cell cell) {
    return rows.getOrDefault(cell.key(), -1L);
  }
}
