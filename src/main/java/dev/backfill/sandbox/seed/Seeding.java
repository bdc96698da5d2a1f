package dev.backfill.sandbox.seed;

/** As what a sandbox's production project is filled. */
public enum Seeding {
  /** A day failed on the way from live to stable: {@link Seed}. */
  FAILED_DAY,
  /** A schema rejected good documents: {@link RejectedSeed}. */
  REJECTED,
  /**
   * Stable tables are whole, and a share of the rows holds what it must not, in stable and live:
   * see {@link Leak}.
   */
  LEAKED
}
