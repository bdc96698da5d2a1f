package dev.backfill.cloud;

import java.time.Duration;

/**
 * A query's job that came to a good end.
 *
 * @param job its id
 * @param bytes that it processed
 * @param slotTime of its slots together
 * @param took from its begin to its end
 */
public record QueryRan(String job, long bytes, Duration slotTime, Duration took) {}
