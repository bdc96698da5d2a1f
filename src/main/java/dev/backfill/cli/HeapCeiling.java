package dev.backfill.cli;

import java.util.function.LongSupplier;

/**
 * Keeps a heap near what lives on it. G1 makes a heap larger whenever pauses take 8 % of the time,
 * as they do on a busy machine, and smaller only when it happens to mark: 925 MB were seen around
 * 47 MB that lived.
 */
final class HeapCeiling {
  /** What a command without a window stays below while little lives. */
  static final long LEAST = 256L << 20;

  private final LongSupplier held;
  private final Runnable collect;
  private final long least;
  private long ceiling;

  /**
   * Makes a ceiling.
   *
   * @param least bytes that it may have whatever lives
   * @param held bytes that the heap has of the system
   * @param collect collects all garbage, and gives back what it was in
   */
  HeapCeiling(long least, LongSupplier held, Runnable collect) {
    this.least = least;
    this.ceiling = least;
    this.held = held;
    this.collect = collect;
  }

  /** Collects when the heap has grown beyond; what lives then raises the ceiling. */
  void look() {
    if (held.getAsLong() > ceiling) {
      collect.run();
      ceiling = Math.max(least, 2 * held.getAsLong());
    }
  }
}
