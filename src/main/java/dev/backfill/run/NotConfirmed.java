package dev.backfill.run;

import dev.backfill.confirm.Operator;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.stage.StepResult;
import java.util.List;

/**
 * What comes of a question that was not agreed to: whoever sat there and declined has stopped the
 * run, and a command line that names no phrase is refused, with the phrase it lacks.
 */
public record NotConfirmed(Operator operator) {

  /** How a phrase is asked for. */
  public static Problem wanting(String what, String phrase) {
    return Problem.of("Not confirmed.", what + ", name: " + phrase).with(Action.confirm(phrase));
  }

  /**
   * What the step comes to.
   *
   * @param changed what it changed until then, a sentence
   * @param problems what a command line is told
   */
  public StepResult result(String changed, List<Problem> problems) {
    return operator.isPresent() ? cancelled(changed, problems) : new StepResult.Refused(problems);
  }

  /** What was asked about is still so: it stands below, with what can be done about it. */
  private static StepResult cancelled(String changed, List<Problem> problems) {
    var about = problems.stream().filter(one -> !isPhrase(one)).toList();
    return StepResult.Stopped.of(
        Problem.of("Cancelled by you. " + changed, "Resume to be asked again.")
            .under(about.stream().map(Problem::line).toList())
            .with(about.stream().flatMap(one -> one.actions().stream()).toArray(Action[]::new))
            .with(Action.resume()));
  }

  private static boolean isPhrase(Problem problem) {
    return problem.actions().stream().anyMatch(one -> one.kind() == Action.Kind.CONFIRM);
  }

  /** What a step comes to that the operator stopped before it did anything. */
  static StepResult stopped() {
    return StepResult.Stopped.of(
        Problem.of("Stopped by you before it began. Nothing was changed.", "Resume to go on.")
            .with(Action.resume()));
  }
}
