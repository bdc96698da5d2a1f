package dev.backfill.estimate;

/** For how many bytes BigQuery bills a query on demand. */
public final class Billing {
  // Billing rounds up to the next MiB, and takes at least 10 MiB for each table that is read.
  private static final long MIB = 1L << 20;
  private static final long LEAST_A_TABLE = 10 * MIB;

  private Billing() {}

  /** What a query is billed for at least, by what it reads and of how many tables. */
  public static long billed(long bytes, int tables) {
    return Math.max((bytes + MIB - 1) / MIB * MIB, tables * LEAST_A_TABLE);
  }

  /** What it may be billed for at most: each table may be rounded up by itself. */
  public static long most(long bytes, int tables) {
    return (bytes + MIB - 1) / MIB * MIB + tables * LEAST_A_TABLE;
  }

  /** The range of what a query is billed for. */
  public static Range billed(Range bytes, int tables) {
    return bytes.map(one -> billed(Math.round(one), tables));
  }
}
