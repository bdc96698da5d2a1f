package dev.backfill.survey;

import dev.backfill.problem.Explained;
import dev.backfill.problem.Problem;

/** The user's own file of prices cannot be taken. */
public final class UnusablePrices extends RuntimeException implements Explained {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  UnusablePrices(Problem problem, Throwable cause) {
    super(problem.line(), cause);
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
