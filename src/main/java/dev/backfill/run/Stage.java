package dev.backfill.run;

import dev.backfill.stage.StepResult;

/** Runs one stage by steps; returns what the stage as a whole came to. */
interface Stage {
  StepResult run(Steps steps);
}
