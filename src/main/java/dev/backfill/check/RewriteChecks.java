package dev.backfill.check;

import dev.backfill.check.Counts.Rewritten;
import dev.backfill.plan.Rewrite.Mode;
import java.util.Optional;

/**
 * The checks of a cell that a query rewrote: exact where the plan says by a predicate which rows
 * are affected and what must become of them.
 */
final class RewriteChecks {
  private static final String UNREAD = "a side could not be read";

  private final Counts counts;

  RewriteChecks(Counts counts) {
    this.counts = counts;
  }

  private Optional<Mode> mode() {
    return counts.rewritten().map(Rewritten::mode);
  }

  private Optional<Long> affected() {
    return counts.rewritten().flatMap(Rewritten::affected);
  }

  /** As many rows as production has, less those that must go. */
  CheckResult rewritten() {
    var kind = CheckKind.REWRITTEN;
    if (mode().isEmpty() || counts.stable().isEmpty() || counts.backfill().isEmpty()) {
      return unknown(kind, UNREAD);
    }
    var before = counts.stable().get().rows();
    var after = counts.backfill().get().rows();
    return switch (mode().get()) {
      case DROP ->
          affected()
              .map(
                  rows ->
                      result(
                          kind,
                          after == before - rows,
                          before
                              + " rows in stable - "
                              + rows
                              + " affected = "
                              + (before - rows)
                              + "; "
                              + after
                              + " rewritten"))
              .orElseGet(() -> unknown(kind, "the affected rows were not counted"));
      case REPLACE ->
          result(kind, after == before, before + " rows in stable; " + after + " rewritten");
      // What it comes to the operator judges, by the ids too.
      case ANY -> result(kind, true, before + " rows in stable; " + after + " rewritten");
    };
  }

  /** No row is affected any more. */
  CheckResult left() {
    var kind = CheckKind.AFFECTED_LEFT;
    var left = counts.rewritten().flatMap(Rewritten::left);
    if (mode().isEmpty()) {
      return unknown(kind, UNREAD);
    }
    return switch (mode().get()) {
      case DROP, REPLACE ->
          left.map(rows -> result(kind, rows == 0, rows + " of the rewritten rows are affected"))
              .orElseGet(() -> unknown(kind, "the affected rows were not counted"));
      case ANY ->
          result(
              kind,
              true,
              left.map(rows -> rows + " of the rewritten rows are affected; mode any allows it")
                  .orElse("the plan does not say which rows are affected"));
    };
  }

  /** The ids that must stay, each as often as in production, and no other. */
  CheckResult ids() {
    var kind = CheckKind.SAME_IDS;
    return counts
        .sets()
        .filter(sets -> mode().isPresent())
        .map(
            sets ->
                result(
                    kind,
                    sets.missing() == 0 && sets.extra() == 0,
                    sets.missing()
                        + " ids are not there as often as they must be, "
                        + sets.extra()
                        + " more often or not at all in production"))
        .orElseGet(() -> unknown(kind, UNREAD));
  }

  private static CheckResult unknown(CheckKind kind, String why) {
    return new CheckResult(kind, Verdict.UNKNOWN, why);
  }

  private static CheckResult result(CheckKind kind, boolean passes, String detail) {
    return new CheckResult(kind, passes ? Verdict.PASS : Verdict.FAIL, detail);
  }
}
