package dev.backfill.cloud;

/** What a copy job copied, as the service counted it. */
public record CopyDone(String jobId, long rows) {}
