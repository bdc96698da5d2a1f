package dev.backfill.cloud;

import dev.backfill.plan.DatasetName;
import java.time.Duration;
import java.util.Optional;

/**
 * A dataset as it stands, with the expirations that its new tables would inherit.
 *
 * @param timeTravel how long former rows of its tables can be read; empty for the service's default
 */
public record DatasetState(
    DatasetName name,
    String location,
    String etag,
    Optional<Duration> tableExpiration,
    Optional<Duration> partitionExpiration,
    Optional<Duration> timeTravel) {}
