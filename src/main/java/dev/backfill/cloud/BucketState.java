package dev.backfill.cloud;

import java.time.Duration;

/** A bucket as it stands, with its objects counted (bytes in all). */
public record BucketState(
    String name,
    String location,
    long metageneration,
    long objects,
    long bytes,
    Duration softDelete) {}
