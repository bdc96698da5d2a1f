package dev.backfill.plan;

import dev.backfill.text.Visible;

/** One thing wrong with a plan: the field, what is wrong, and what to do. */
public record Problem(String field, String what, String remedy) {

  /** The line that {@code plan --check} prints. */
  @Override
  public String toString() {
    return Visible.line(field + ": " + what + "; " + remedy);
  }
}
