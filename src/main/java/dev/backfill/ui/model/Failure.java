package dev.backfill.ui.model;

/**
 * What the operator asked for and did not get, outside of any stage: a run that another console has
 * open, a cloud that cannot be opened, a file that cannot be read.
 *
 * @param text what is wrong and what to do
 * @param code the log's mark; empty where the log has no more to tell
 */
public record Failure(String text, String code) {
  public static final Failure NONE = new Failure("", "");

  public boolean isNone() {
    return text.isEmpty();
  }
}
