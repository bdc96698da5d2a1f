package dev.backfill.run;

import dev.backfill.problem.Action;
import dev.backfill.stage.StageKind;

/** The stages that a remedy's sentence sends its reader back to, as what to do. */
public final class BackTo {
  public static final Action PREFLIGHT = Action.from(StageKind.PREFLIGHT.id());
  public static final Action MIRROR = Action.from(StageKind.MIRROR.id());
  public static final Action VALIDATE = Action.from(StageKind.VALIDATE.id());
  public static final Action CLEANUP = Action.from(StageKind.CLEANUP.id());

  private BackTo() {}
}
