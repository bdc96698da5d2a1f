package dev.backfill.ui.model;

import dev.backfill.run.Standing;
import dev.backfill.ui.model.CountsRow.Column;
import java.util.Arrays;

/** Sums of many rows, kept row by row: a new count costs one row, not five thousand. */
final class CountsSums {
  // Whole numbers: exact up to 2^53 rows.
  private final double[] totals = new double[Column.values().length];
  // The largest that there were: none is forgotten when its row is counted anew.
  private final double[] most = new double[Column.values().length];
  private final int[] standings = new int[Standing.values().length];

  void clear() {
    clearTotals();
    Arrays.fill(most, 0);
    Arrays.fill(standings, 0);
  }

  void clearTotals() {
    Arrays.fill(totals, 0);
  }

  /** Counts a row's standing, {@code times} 1 or -1. */
  void count(CountsRow row, int times) {
    standings[row.standing().ordinal()] += times;
  }

  /** Adds a row's numbers, {@code times} 1 or -1; unknown ones are left out. */
  void add(CountsRow row, int times) {
    for (var column : Column.values()) {
      if (column != Column.RATIO) {
        var number = row.number(column).orElse(0.0);
        totals[column.ordinal()] += times * number;
        most[column.ordinal()] = Math.max(most[column.ordinal()], number);
      }
    }
  }

  double total(Column column) {
    return totals[column.ordinal()];
  }

  double most(Column column) {
    return most[column.ordinal()];
  }

  int having(Standing standing) {
    return standings[standing.ordinal()];
  }
}
