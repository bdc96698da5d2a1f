package dev.backfill.ui.model;

import dev.backfill.check.CheckResult;
import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.check.Verdict;
import java.util.List;
import java.util.Optional;

/** A cell's counts with their checks; an unknown number is empty. */
public record CountsRow(Counts counts, List<CheckResult> checks, Verdict verdict) {

  public static CountsRow of(Counts counts) {
    var checks = Checks.of(counts);
    return new CountsRow(counts, checks, Checks.verdict(checks));
  }

  public String table() {
    return counts.cell().type().stableDataset() + "." + counts.cell().type().table();
  }

  public String day() {
    return counts.cell().day().toString();
  }

  /** A number of the table, by the column's name as the operators know it. */
  public Optional<Double> number(Column column) {
    return switch (column) {
      case N_PBD -> distinct(counts.pbd());
      case N_LIVE -> distinct(counts.live());
      case N_STABLE -> distinct(counts.stable());
      case N_BACKFILL -> counts.backfill().map(side -> (double) side.rows());
      case DISTINCT -> distinct(counts.backfill());
      case N_ERRORS -> counts.errors().map(Long::doubleValue);
      case RATIO ->
          counts.ratio().isPresent() ? Optional.of(counts.ratio().getAsDouble()) : Optional.empty();
    };
  }

  /** The table's columns of numbers, in order. */
  public enum Column {
    N_PBD,
    N_LIVE,
    N_STABLE,
    N_BACKFILL,
    DISTINCT,
    N_ERRORS,
    RATIO
  }

  private static Optional<Double> distinct(Optional<Counts.Side> side) {
    return side.map(s -> (double) s.distinct());
  }
}
