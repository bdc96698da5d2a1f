package dev.backfill.ui.model;

import dev.backfill.check.CheckResult;
import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.check.Verdict;
import dev.backfill.journal.Entry;
import java.util.List;
import java.util.Optional;

/**
 * A cell's counts with their checks; an unknown number is empty.
 *
 * @param stableThen distinct documents of stable at the other count: after finalize for one of
 *     before it, and the other way round
 * @param reason why the operator accepted what does not pass, where it still is what was accepted
 */
public record CountsRow(
    Counts counts,
    List<CheckResult> checks,
    Standing standing,
    Optional<Long> stableThen,
    Optional<String> reason) {

  /** What a cell's checks come to. */
  public enum Standing {
    PASS,
    FAIL,
    UNKNOWN,
    /** Not every check passes, and the operator accepted exactly that, with a reason. */
    ACCEPTED
  }

  public static CountsRow of(Counts counts) {
    var checks = Checks.of(counts);
    return new CountsRow(
        counts, checks, standing(Checks.verdict(checks)), Optional.empty(), Optional.empty());
  }

  private static Standing standing(Verdict verdict) {
    return switch (verdict) {
      case PASS -> Standing.PASS;
      case FAIL -> Standing.FAIL;
      case UNKNOWN -> Standing.UNKNOWN;
    };
  }

  /** The row as an acceptance leaves it: another deviation than the accepted one stays open. */
  CountsRow with(Entry.Accepted accepted) {
    return standing != Standing.PASS && accepted.deviations().equals(deviations())
        ? new CountsRow(
            counts, checks, Standing.ACCEPTED, stableThen, Optional.of(accepted.reason()))
        : this;
  }

  /** The row beside the other count of its stable partition. */
  CountsRow beside(long stable) {
    return new CountsRow(counts, checks, standing, Optional.of(stable), reason);
  }

  /** A line for each check that does not pass. */
  public List<String> deviations() {
    return checks.stream()
        .filter(check -> check.verdict() != Verdict.PASS)
        .map(CheckResult::toString)
        .toList();
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
      case N_STABLE_THEN -> stableThen.map(Long::doubleValue);
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
    /** Stable at the other count, before or after finalize. */
    N_STABLE_THEN,
    N_BACKFILL,
    DISTINCT,
    N_ERRORS,
    RATIO
  }

  private static Optional<Double> distinct(Optional<Counts.Side> side) {
    return side.map(s -> (double) s.distinct());
  }
}
