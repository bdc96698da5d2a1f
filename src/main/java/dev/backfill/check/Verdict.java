package dev.backfill.check;

/** What a check says. A missing side is never a pass. */
public enum Verdict {
  PASS,
  FAIL,
  UNKNOWN;

  /** The worse of two: FAIL, then UNKNOWN, then PASS. */
  public Verdict and(Verdict other) {
    if (this == FAIL || other == FAIL) {
      return FAIL;
    }
    return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : PASS;
  }
}
