package dev.backfill.cloud;

import dev.backfill.problem.Action;
import dev.backfill.problem.Explained;
import dev.backfill.problem.Problem;

/** A call that ended early because the operator asked to stop; the cloud may go on with it. */
public final class StoppedException extends RuntimeException implements Explained {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  /**
   * A call that ended early.
   *
   * @param what what was stopped, and what goes on all the same
   * @param remedy how it is taken up again
   */
  public StoppedException(String what, String remedy) {
    super(what + " " + remedy);
    this.problem = Problem.of(what, remedy).with(Action.resume());
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
