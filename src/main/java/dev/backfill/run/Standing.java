package dev.backfill.run;

import dev.backfill.check.CheckResult;
import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.plan.Plan;
import java.util.List;

/**
 * What a cell's counts and the operator's word about it come to. Nothing to do is not a pass: no
 * check was made good.
 */
public enum Standing {
  PASS,
  FAIL,
  UNKNOWN,
  /** Not every check passes, and the operator accepted exactly that, with a reason. */
  ACCEPTED,
  /** No side holds a row: nothing to do. */
  SKIPPED,
  /** The operator left the cell out, with a reason. */
  LEFT_OUT,
  /** The operator wants it decoded once more; its counts are of before that. */
  AGAIN,
  /** Its copy was undone; what was counted after the copy is of before that. */
  UNDONE;

  private static final String NOT_AFFECTED = "Skipped: no row of the day is affected";

  private static final String NOTHING =
      "Nothing to do, skipped: no document in payload_bytes_decoded, no row in live, stable or"
          + " backfill";

  /** The same in the words of a plan's playbook. */
  public static String nothing(Plan plan) {
    return switch (plan.playbook()) {
      case REPLAY -> NOTHING;
      case REWRITE -> NOT_AFFECTED;
      case REPROCESS ->
          "Nothing to do, skipped: the filter catches no rejected document of this type and day";
    };
  }

  /**
   * What the counts alone come to.
   *
   * @param checks what they were checked by; without any nothing is known
   */
  public static Standing of(Counts counts, List<CheckResult> checks) {
    if (counts.isVoid()) {
      return SKIPPED;
    }
    if (checks.isEmpty()) {
      return UNKNOWN;
    }
    return switch (Checks.verdict(checks)) {
      case PASS -> PASS;
      case FAIL -> FAIL;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
