package dev.backfill.run;

import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.stage.StepResult;
import java.util.ArrayList;
import java.util.List;

/** Gathers the results of a stage's steps, from any thread, into the stage's own. */
public final class StepResults {
  private final List<StepResult> results = new ArrayList<>();
  private boolean succeeded = true;
  private boolean broken;

  public synchronized StepResults add(StepResult result) {
    results.add(result);
    succeeded &= result.succeeded();
    broken |= !result.succeeded() && !(result instanceof StepResult.Refused);
    return this;
  }

  public synchronized boolean isEmpty() {
    return results.isEmpty();
  }

  public synchronized boolean succeeded() {
    return succeeded;
  }

  /** Whether going on with the stage's other steps makes no sense. */
  public synchronized boolean broken() {
    return broken;
  }

  /** The worst of all; refusals are listed together, a success says the given text. */
  public synchronized StepResult whole(String success) {
    var refused = new ArrayList<Problem>();
    for (var result : results) {
      if (result instanceof StepResult.Refused refusal) {
        refused.addAll(refusal.problems());
      } else if (!result.succeeded()) {
        return result;
      }
    }
    return refused.isEmpty() ? new StepResult.Done(success) : new StepResult.Refused(refused);
  }

  /** The same for steps that change things: a refusal says that the stage changed nothing. */
  public synchronized StepResult wholeOfChanges(String success) {
    var whole = whole(success);
    var changed = results.stream().anyMatch(StepResult.Done.class::isInstance);
    return whole instanceof StepResult.Refused && changed ? partly(whole.problems()) : whole;
  }

  private static StepResult partly(List<Problem> problems) {
    return StepResult.Failed.of(
        "",
        Problem.of("Some were done, these were not.", "Fix what the details name, then resume.")
            .under(problems.stream().map(Problem::text).toList())
            .with(problems.stream().flatMap(one -> one.actions().stream()).toArray(Action[]::new)));
  }
}
