package dev.backfill.stages;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.ExceedBudget;
import dev.backfill.estimate.Estimate;
import dev.backfill.estimate.Quantities;
import dev.backfill.estimate.Range;
import dev.backfill.fact.Estimated;
import dev.backfill.problem.Problem;
import dev.backfill.run.NotConfirmed;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import dev.backfill.survey.Estimates;
import dev.backfill.survey.UnusablePrices;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Estimates what the run will take, notes it, and holds it against the plan's budget: more at least
 * is refused, more at most is asked about, once a run.
 */
final class EstimateCheck {
  private static final double HOUR = 3600;

  private final Steps steps;

  EstimateCheck(Steps steps) {
    this.steps = steps;
  }

  StepResult look() {
    var view = steps.view();
    Estimate estimate;
    try {
      estimate =
          new Estimates(steps.around().rates(), !view.isOnGoogle())
              .of(steps.plan(), view.cells(), view.playbook().efforts(), steps.cloud().warehouse());
    } catch (UnusablePrices e) {
      return Refused.of(e.problem());
    }
    steps.note(new Estimated(estimate));
    var over = over(estimate, true);
    if (!over.isEmpty()) {
      return new Refused(over);
    }
    var may = over(estimate, false);
    return may.isEmpty() || isAgreed() ? new Done(estimate.brief()) : asked(estimate, may);
  }

  /**
   * What of the budget an estimate exceeds.
   *
   * @param atLeast whether all that it may come to is more; otherwise, whether some of it is
   */
  private List<Problem> over(Estimate estimate, boolean atLeast) {
    var budget = steps.plan().budget();
    var found = new ArrayList<Problem>();
    var cost = Quantities.usd(estimate.usd());
    over("usd", cost, estimate.usd(), budget.usd(), " USD", atLeast).ifPresent(found::add);
    var hours = estimate.seconds().times(1 / HOUR);
    var spans = Quantities.spans(estimate.seconds());
    over("hours", spans, hours, budget.hours(), " hours", atLeast).ifPresent(found::add);
    return found;
  }

  private static Optional<Problem> over(
      String key, String words, Range range, Optional<BigDecimal> most, String unit, boolean low) {
    return most.filter(n -> (low ? range.low() : range.high()) > n.doubleValue())
        .map(
            n ->
                Problem.of(
                    "The run is estimated to take "
                        + words
                        + (low ? ", more than" : ", which may exceed")
                        + " the plan's budget of "
                        + n.toPlainString()
                        + unit
                        + ".",
                    "Raise budget." + key + " in the plan, or plan fewer days or types."));
  }

  private ExceedBudget question(String estimate) {
    var plan = steps.plan();
    return new ExceedBudget(plan.targetProject(), plan.budget().words(), estimate);
  }

  private boolean isAgreed() {
    return steps.view().hasAgreed(question("").phrase());
  }

  private StepResult asked(Estimate estimate, List<Problem> may) {
    var what = question(estimate.brief());
    var request = new ConfirmationRequest<>(steps.plan().targetProject(), List.of(what));
    var proof = steps.desk().confirm(request, steps.operator().typed(request));
    if (proof.isEmpty()) {
      var problems = new ArrayList<>(may);
      problems.add(NotConfirmed.wanting("To run it all the same", what.phrase()));
      return new NotConfirmed(steps.operator()).result("Nothing was changed.", problems);
    }
    steps.agreed(what.phrase(), what.names());
    return new Done(estimate.brief() + ", which may exceed the budget");
  }
}
