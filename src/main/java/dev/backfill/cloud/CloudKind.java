package dev.backfill.cloud;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of clouds there are, each with the words that journals and packets keep. */
public enum CloudKind {
  GOOGLE("Google Cloud"),
  // The same each time, though a sandbox's port changes.
  SANDBOX("a sandbox");

  private final String description;

  CloudKind(String description) {
    this.description = description;
  }

  /** What to show of it. */
  public String description() {
    return description;
  }

  /** The kind that a journal or packet tells of; empty when it is none of these to the letter. */
  public static Optional<CloudKind> of(String description) {
    return Arrays.stream(values()).filter(one -> one.description.equals(description)).findFirst();
  }

  /** Whether these words tell of a sandbox: whatever else they tell of is taken for Google. */
  public static boolean isSandbox(String description) {
    return of(description).filter(one -> one == SANDBOX).isPresent();
  }
}
