package dev.backfill.confirm;

import dev.backfill.problem.Action;
import dev.backfill.problem.Explained;
import dev.backfill.problem.Problem;

/** A confirmation that no longer counts. */
public final class StaleConfirmation extends RuntimeException implements Explained {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  StaleConfirmation(String what) {
    super(told(what).line());
    this.problem = told(what);
  }

  private static Problem told(String what) {
    return Problem.of(what, "Resume to confirm it again.").with(Action.resume());
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
