package dev.backfill.sandbox.seed;

/**
 * What leaked into rows that production has: a path of the user's own machine, in one document of
 * {@link #EACH}, as far as it became a row, of every day but the last of several.
 */
public final class Leak {
  /** Of so many documents of a day one has leaked. */
  public static final int EACH = 20;

  /** The column that the path stands in. */
  public static final String COLUMN = "normalized_app_name";

  /** What the path begins with. */
  public static final String PREFIX = "/home/";

  // Neither the first nor the last of a batch.
  private static final int AT = 7;

  private Leak() {}

  /** Whether a day's document has leaked, by its number from 0. */
  static boolean is(int number) {
    return number % EACH == AT;
  }

  static String path(int number) {
    return PREFIX + "user" + number + "/firefox";
  }
}
