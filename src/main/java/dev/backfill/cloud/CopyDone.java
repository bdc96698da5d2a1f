package dev.backfill.cloud;

import java.util.Optional;

/**
 * A copy job that came to a good end.
 *
 * @param rows what it copied, as the service counted; empty when the service does not say, and then
 *     nothing is known of them
 */
public record CopyDone(String jobId, Optional<Long> rows) {
  public CopyDone(String jobId, long rows) {
    this(jobId, Optional.of(rows));
  }
}
