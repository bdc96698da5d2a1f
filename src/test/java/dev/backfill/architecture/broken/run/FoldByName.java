package dev.backfill.architecture.broken.run;

import dev.backfill.stage.StageKind;

/** A fold that asks for a stage by its name. */
record FoldByName() {
  boolean isLast(StageKind stage) {
    return stage == StageKind.REPORT;
  }
}
