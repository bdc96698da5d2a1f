package dev.backfill.cloud;

import dev.backfill.plan.DatasetName;
import java.time.Duration;
import java.util.Optional;

/** A dataset as it stands, with the expirations that its new tables would inherit. */
public record DatasetState(
    DatasetName name,
    String location,
    String etag,
    Optional<Duration> tableExpiration,
    Optional<Duration> partitionExpiration) {}
