package dev.backfill.ui.model;

import dev.backfill.run.CellValidation;
import dev.backfill.run.RunView;
import dev.backfill.run.Standing;
import java.util.EnumMap;
import java.util.Map;

/**
 * What holds a validated run after what the operator decided since, which its stage hears of when
 * it is resumed.
 *
 * @param cells that neither pass nor are accepted
 * @param accepted cells that do not pass
 * @param left out by the operator
 * @param again to be decoded once more
 */
public record StillOpen(int cells, int accepted, int left, int again) {

  /** Counts a run's cells; takes a while for thousands. */
  public static StillOpen of(RunView view) {
    var validated = CellValidation.of(view);
    Map<Standing, Integer> many = new EnumMap<>(Standing.class);
    view.cells().stream()
        .filter(validated::containsKey)
        .forEach(cell -> many.merge(validated.get(cell).standing(), 1, Integer::sum));
    return new StillOpen(
        many.getOrDefault(Standing.FAIL, 0) + many.getOrDefault(Standing.UNKNOWN, 0),
        many.getOrDefault(Standing.ACCEPTED, 0),
        view.choices().out().size(),
        view.choices().uncounted().size());
  }

  /** Whether the operator decided about any cell. */
  public boolean isDecided() {
    return accepted + left + again > 0;
  }
}
