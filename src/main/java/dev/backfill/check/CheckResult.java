package dev.backfill.check;

/**
 * A check's verdict on one cell.
 *
 * @param detail the numbers behind it
 */
public record CheckResult(CheckKind kind, Verdict verdict, String detail) {

  /** The line that a report prints. */
  @Override
  public String toString() {
    return switch (verdict) {
      case PASS -> kind + ": " + detail;
      case FAIL -> kind.message() + " " + detail;
      case UNKNOWN -> kind + " is unknown: " + detail;
    };
  }
}
