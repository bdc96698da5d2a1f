package dev.backfill.ui.model;

import dev.backfill.check.CheckResult;
import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Rewritten;
import dev.backfill.check.Verdict;
import dev.backfill.plan.Cell;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.Acceptance;
import dev.backfill.run.Choices;
import dev.backfill.run.Playbook;
import dev.backfill.run.Standing;
import java.util.List;
import java.util.Optional;

/**
 * A cell's counts with their checks; an unknown number is empty.
 *
 * @param stableThen distinct documents of stable at the other count: after finalize for one of
 *     before it, and the other way round
 * @param reason why the operator accepted what does not pass, where it still is what was accepted,
 *     or left the cell out
 */
public record CountsRow(
    Counts counts,
    List<CheckResult> checks,
    Standing standing,
    Optional<Long> stableThen,
    Optional<String> reason) {

  /** A row of counts; where there is nothing to do, or nothing is known, no check is shown. */
  public static CountsRow of(Playbook playbook, Counts counts) {
    var shows = !counts.isVoid() && !counts.equals(Counts.unknown(counts.cell()));
    var checks = shows ? playbook.check(counts) : List.<CheckResult>of();
    return new CountsRow(
        counts, checks, Standing.of(counts, checks), Optional.empty(), Optional.empty());
  }

  /** The row of a cell that was never counted. */
  static CountsRow unknown(Cell cell) {
    return new CountsRow(
        Counts.unknown(cell), List.of(), Standing.UNKNOWN, Optional.empty(), Optional.empty());
  }

  /**
   * The row as an acceptance leaves it: another deviation than the accepted one stays open.
   *
   * @param before whether it was counted before production was written
   */
  CountsRow with(Acceptance accepted, boolean before) {
    var covers = before ? accepted.covers(counts) : accepted.coversAfterCopy(counts);
    return isOpen() && covers
        ? new CountsRow(
            counts, checks, Standing.ACCEPTED, stableThen, Optional.of(accepted.reason()))
        : this;
  }

  /** Whether its counts keep the cell from being copied. */
  boolean isOpen() {
    return switch (standing) {
      case FAIL, UNKNOWN -> true;
      case PASS, ACCEPTED, SKIPPED, LEFT_OUT, AGAIN, UNDONE -> false;
    };
  }

  /** The row as its counts and these acceptances alone leave it. */
  CountsRow anew(List<Acceptance> accepted, boolean before) {
    var row =
        new CountsRow(counts, checks, Standing.of(counts, checks), stableThen, Optional.empty());
    for (var one : accepted) {
      row = one.cell().equals(counts.cell().key()) ? row.with(one, before) : row;
    }
    return row;
  }

  /** The row as what the operator chose leaves it. */
  CountsRow with(Choices choices) {
    var key = counts.cell().key();
    if (choices.out().containsKey(key)) {
      var why = Optional.of(choices.out().get(key));
      return new CountsRow(counts, checks, Standing.LEFT_OUT, stableThen, why);
    }
    return choices.uncounted().contains(key)
        ? new CountsRow(counts, checks, Standing.AGAIN, stableThen, Optional.empty())
        : this;
  }

  /** The row as the undo of its cell's copy leaves it. */
  CountsRow undone() {
    return new CountsRow(counts, checks, Standing.UNDONE, stableThen, Optional.empty());
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
      case N_AFFECTED -> counts.rewritten().flatMap(Rewritten::affected).map(Long::doubleValue);
      case N_LEFT -> counts.rewritten().flatMap(Rewritten::left).map(Long::doubleValue);
      case N_MISSING -> counts.sets().map(sets -> (double) sets.missing());
      case N_CAUGHT -> counts.rejected().map(one -> (double) one.caught());
      case N_STAGED -> counts.staged().map(side -> (double) side.rows());
      case N_DECODED -> counts.rejected().map(one -> (double) one.decoded().rows());
      case N_EXTRA -> counts.sets().map(sets -> (double) sets.extra());
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
    RATIO,
    /** Production's rows that a rewrite is for. */
    N_AFFECTED,
    /** Rewritten rows that still are. */
    N_LEFT,
    N_MISSING,
    N_EXTRA,
    /** Rejected rows that the filter catches. */
    N_CAUGHT,
    N_STAGED,
    /** What of these became rows, with duplicates. */
    N_DECODED;

    /** Those that a playbook counts, in order. */
    public static List<Column> of(PlaybookId playbook) {
      return switch (playbook) {
        case REPLAY ->
            List.of(N_PBD, N_LIVE, N_STABLE, N_STABLE_THEN, N_BACKFILL, DISTINCT, N_ERRORS, RATIO);
        case REWRITE ->
            List.of(N_STABLE, N_AFFECTED, N_STABLE_THEN, N_BACKFILL, N_LEFT, N_MISSING, N_EXTRA);
        case REPROCESS ->
            List.of(N_CAUGHT, N_STAGED, N_DECODED, N_ERRORS, N_STABLE, N_STABLE_THEN, N_BACKFILL);
      };
    }
  }

  private static Optional<Double> distinct(Optional<Counts.Side> side) {
    return side.map(s -> (double) s.distinct());
  }
}
