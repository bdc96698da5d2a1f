package dev.backfill.cloud;

import java.util.Optional;
import java.util.Set;

/** Asks what the credentials may do. */
public interface Permissions {
  /**
   * The permissions of a list that are granted on a project; empty when the question itself is not
   * answered. A missing one can still be granted lower down, so "no" is a hint, never a proof.
   */
  Optional<Set<String>> granted(String project, Set<String> asked);
}
