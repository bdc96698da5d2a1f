package dev.backfill.estimate;

/** What a constant rests on. */
public enum Basis {
  /** Measured by this project's benchmarks. */
  MEASURED,
  /** Measured on this machine, by runs that went before. */
  MEASURED_HERE,
  /** Published by whoever makes the thing. */
  PUBLISHED,
  /** Taken from a backfill on record. */
  RECORDED,
  /** Nobody measured it: what seems likely. */
  ASSUMED;

  /** In a word or two, for tables. */
  public String words() {
    return switch (this) {
      case MEASURED -> "measured";
      case MEASURED_HERE -> "measured here";
      case PUBLISHED -> "published";
      case RECORDED -> "recorded";
      case ASSUMED -> "assumed";
    };
  }
}
