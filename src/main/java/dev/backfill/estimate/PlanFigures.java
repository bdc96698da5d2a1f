package dev.backfill.estimate;

import dev.backfill.plan.Plan;
import java.util.List;

/**
 * What is known of a plan's cells before its run.
 *
 * @param cells those that the run works on
 * @param restsOn where the figures come from, a sentence each
 * @param asked whether a cloud was asked; otherwise they are assumed
 */
public record PlanFigures(Plan plan, List<CellFigures> cells, List<String> restsOn, boolean asked) {
  public PlanFigures {
    cells = List.copyOf(cells);
    restsOn = List.copyOf(restsOn);
  }
}
