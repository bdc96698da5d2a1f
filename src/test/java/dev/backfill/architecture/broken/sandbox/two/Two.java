package dev.backfill.architecture.broken.sandbox.two;

import dev.backfill.architecture.broken.sandbox.one.One;

/** The other half. */
public record Two(One other) {}
