package dev.backfill.confirm;

import java.util.List;

/**
 * A run that may take more than its plan's budget: nothing is destroyed by it, but what was spent
 * is not had back.
 *
 * @param project the run's target
 * @param budget in words
 * @param estimate what it may take, in words
 */
public record ExceedBudget(String project, String budget, String estimate) implements Destruction {

  /** Names the budget, which the plan holds, and no estimate: the next one may be another. */
  @Override
  public String phrase() {
    return "exceed " + budget + " in " + project;
  }

  @Override
  public List<String> names() {
    return List.of(estimate);
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.exceedBudget(this);
  }
}
