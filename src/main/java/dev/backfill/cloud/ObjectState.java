package dev.backfill.cloud;

/** One generation of an object of a bucket. */
public record ObjectState(String name, long generation, long bytes) {}
