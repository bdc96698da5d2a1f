package dev.backfill.cloud;

import java.time.Instant;

/** One partition as it stands: rows, logical bytes, time of the last change. */
public record PartitionState(long rows, long bytes, Instant modified) {}
