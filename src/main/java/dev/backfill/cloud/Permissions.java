package dev.backfill.cloud;

import dev.backfill.plan.TableName;
import java.util.Optional;
import java.util.Set;

/**
 * Asks what the credentials may do. An empty answer means that the question itself was not
 * answered.
 */
public interface Permissions {
  /** Who acts; throws {@link CloudException} when the credentials are refused. */
  default Identity identity() {
    return Identity.NOBODY;
  }

  /**
   * The permissions of a list that are granted on a project. A missing one can still be granted
   * lower down, so "no" is a hint, never a proof.
   */
  Optional<Set<String>> granted(String project, Set<String> asked);

  /** The permissions of a list that are granted on a table, wherever they come from. */
  default Optional<Set<String>> onTable(TableName table, Set<String> asked) {
    return Optional.empty();
  }

  /** The permissions of a list that are granted on a bucket, wherever they come from. */
  default Optional<Set<String>> onBucket(String bucket, Set<String> asked) {
    return Optional.empty();
  }
}
