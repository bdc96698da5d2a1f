package dev.backfill.check;

import dev.backfill.check.Counts.Side;
import dev.backfill.plan.Cell;
import java.util.List;
import java.util.Optional;

/** Counts of a cell whose every table has the same rows, each a document of its own. */
public final class EvenCounts {
  private EvenCounts() {}

  public static Counts of(Cell cell, long rows) {
    var side = Optional.of(new Side(rows, rows, 0));
    return new Counts(
        cell,
        side,
        side,
        side,
        side,
        side,
        Optional.of(0L),
        Optional.empty(),
        Optional.of(0L),
        Optional.of(List.of()));
  }
}
