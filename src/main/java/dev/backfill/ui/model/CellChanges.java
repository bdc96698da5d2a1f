package dev.backfill.ui.model;

import dev.backfill.plan.Cell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers how a run's cells stood, so that of thousands only those that stand otherwise are drawn
 * again. Not for several threads: it is asked where views are read, in their order.
 */
public final class CellChanges {
  private String run = "";
  private final Map<Cell, Enum<?>> known = new HashMap<>();

  /** A cell that stands otherwise than it did, or that nothing was known of. */
  public record Change(Cell cell, Enum<?> standing) {}

  /**
   * What is new since the last call; all of it in another run than the last one.
   *
   * @param run whose cells these are
   * @param now how they stand
   */
  public List<Change> since(String run, Map<Cell, ? extends Enum<?>> now) {
    if (!run.equals(this.run)) {
      this.run = run;
      known.clear();
    }
    var changes = new ArrayList<Change>();
    now.forEach(
        (cell, standing) -> {
          if (known.put(cell, standing) != standing) {
            changes.add(new Change(cell, standing));
          }
        });
    return changes;
  }
}
