package dev.backfill.cloud;

import java.time.Instant;

/** One generation of an object of a bucket, and when it was written. */
public record ObjectState(String name, long generation, long bytes, Instant updated) {}
