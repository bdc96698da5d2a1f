package dev.backfill.estimate;

/** Which end of the assumptions a calculation takes. */
public enum Scenario {
  /** Every constant at the end that makes a run short and cheap. */
  BEST,
  /** Every constant at the value that is thought most likely. */
  LIKELY,
  /** Every constant at the end that makes a run long and dear. */
  WORST
}
