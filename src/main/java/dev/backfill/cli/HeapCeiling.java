package dev.backfill.cli;

import java.util.function.LongSupplier;

/**
 * Keeps a heap near what lives on it. G1 makes a heap larger whenever pauses take 8 % of the time,
 * as they do on a busy machine, and smaller only when it happens to mark: 925 MB were seen around
 * 47 MB that lived.
 */
final class HeapCeiling {
  private static final long LEAST = 256L << 20;

  private final LongSupplier held;
  private final Runnable collect;
  private long ceiling = LEAST;

  /**
   * Makes a ceiling.
   *
   * @param held bytes that the heap has of the system
   * @param collect collects all garbage, and gives back what it was in
   */
  HeapCeiling(LongSupplier held, Runnable collect) {
    this.held = held;
    this.collect = collect;
  }

  /** Collects when the heap has grown beyond; what lives then raises the ceiling. */
  void look() {
    if (held.getAsLong() > ceiling) {
      collect.run();
      ceiling = Math.max(LEAST, 2 * held.getAsLong());
    }
  }
}
