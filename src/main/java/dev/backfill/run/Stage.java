package dev.backfill.run;

import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import java.util.List;

/** A stage of a playbook: one class, which knows everything that the program knows of it. */
public abstract class Stage {
  /** Whether a stage needs its run to hold the target, and what becomes of a lease that broke. */
  enum Hold {
    /** It writes to nothing that could be another's. */
    NONE,
    /** It runs once the target is held, and takes it again when that was lost. */
    TARGET,
    /** It needs what the run wrote in the target: a lease that was broken is not mended by it. */
    UNBROKEN
  }

  /** Its id. */
  public abstract StageKind kind();

  /**
   * The steps that it makes, in order, as far as they follow from the plan and the operator's
   * choices: every one of a run that meets no trouble, and none that such a run does not make.
   */
  public abstract List<PlannedStep> steps(PlannedRun run);

  /** What of the target its run must hold meanwhile. */
  Hold hold() {
    return Hold.NONE;
  }

  /** Does its work by steps; returns what the stage as a whole came to. */
  abstract StepResult run(Steps steps);
}
