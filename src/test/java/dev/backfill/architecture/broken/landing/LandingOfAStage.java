package dev.backfill.architecture.broken.landing;

import dev.backfill.stages.FinalizeStage;

/** A way of landing that knows the stage which lands. */
record LandingOfAStage(FinalizeStage stage) {}
