package dev.backfill.plan;

/** One thing wrong with a plan: the field, what is wrong, and what to do. */
public record Problem(String field, String what, String remedy) {

  /** The line that {@code plan --check} prints. */
  @Override
  public String toString() {
    return field + ": " + what + "; " + remedy;
  }
}
