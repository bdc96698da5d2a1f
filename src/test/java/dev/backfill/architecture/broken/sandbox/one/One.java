package dev.backfill.architecture.broken.sandbox.one;

import dev.backfill.architecture.broken.sandbox.two.Two;

/** Half of a circle. */
public record One(Two other) {}
