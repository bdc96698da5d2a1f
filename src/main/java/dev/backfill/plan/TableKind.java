package dev.backfill.plan;

/** What a dataset of BigQuery can hold. */
public enum TableKind {
  TABLE,
  VIEW,
  MATERIALIZED_VIEW,
  SNAPSHOT,
  EXTERNAL,
  MODEL,
  ROUTINE,
  /** A kind that this version does not know. */
  OTHER;

  /** As a person reads it, in lower case. */
  public String word() {
    return switch (this) {
      case EXTERNAL -> "external table";
      case MATERIALIZED_VIEW -> "materialized view";
      case TABLE, VIEW, SNAPSHOT, MODEL, ROUTINE -> name().toLowerCase(java.util.Locale.ROOT);
      case OTHER -> "of an unknown kind";
    };
  }

  /** What it is, as the end of a sentence: {@code a view}. */
  public String named() {
    return switch (this) {
      case EXTERNAL -> "an " + word();
      case TABLE, VIEW, MATERIALIZED_VIEW, SNAPSHOT, MODEL, ROUTINE -> "a " + word();
      case OTHER -> word();
    };
  }
}
