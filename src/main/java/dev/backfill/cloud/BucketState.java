package dev.backfill.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A bucket as it stands; its objects are listed on their own.
 *
 * @param metageneration moves with every change to the bucket's settings, labels among them
 * @param projectNumber the number of the project that it belongs to; empty when the service does
 *     not say
 * @param created when it was made, UTC; empty when the service does not say
 * @param softDelete how long deleted objects can be restored; zero for not at all
 */
public record BucketState(
    String name,
    String location,
    long metageneration,
    Map<String, String> labels,
    Optional<Long> projectNumber,
    Optional<Instant> created,
    Duration softDelete) {

  public BucketState {
    labels = Map.copyOf(labels);
  }
}
