package dev.backfill.plan;

import dev.backfill.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A plan that cannot be run, with every problem found in it. */
public final class InvalidPlan extends Exception {
  private static final long serialVersionUID = 1;
  private final transient List<Problem> problems;

  public InvalidPlan(List<Problem> problems) {
    super(problems.stream().map(Problem::line).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
