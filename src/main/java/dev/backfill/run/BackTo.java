package dev.backfill.run;

import dev.backfill.problem.Action;
import dev.backfill.stage.StageKind;

/** The stages that a remedy's sentence sends its reader back to, as what to do. */
final class BackTo {
  static final Action PREFLIGHT = Action.from(StageKind.PREFLIGHT.id());
  static final Action MIRROR = Action.from(StageKind.MIRROR.id());
  static final Action VALIDATE = Action.from(StageKind.VALIDATE.id());
  static final Action CLEANUP = Action.from(StageKind.CLEANUP.id());

  private BackTo() {}
}
