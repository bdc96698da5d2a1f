package dev.backfill.cloud;

import dev.backfill.plan.DatasetName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A dataset as it stands, with the expirations that its new tables would inherit.
 *
 * @param etag moves with every change to the dataset's settings, labels among them
 * @param created when it was made, UTC; empty when the service does not say
 * @param timeTravel how long former rows of its tables can be read; empty for the service's default
 * @param defaultKey the Cloud KMS key that its new tables are encrypted by; empty for Google's own
 */
public record DatasetState(
    DatasetName name,
    String location,
    String etag,
    Map<String, String> labels,
    Optional<Instant> created,
    Optional<Duration> tableExpiration,
    Optional<Duration> partitionExpiration,
    Optional<Duration> timeTravel,
    Optional<String> defaultKey) {

  public DatasetState {
    labels = Map.copyOf(labels);
  }
}
