package dev.backfill.run;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.TakeOver;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A piece of work that runs only while its run holds the target, as far as it needs that. */
record LeasedWork(Stage.Hold hold, Function<Steps, StepResult> work) {

  StepResult run(Steps steps) {
    var refusal =
        switch (hold) {
          case NONE, TAKES -> Optional.<StepResult>empty();
          case TARGET, UNBROKEN -> refusal(steps);
        };
    return refusal.isPresent() ? refusal.get() : work.apply(steps);
  }

  private Optional<StepResult> refusal(Steps steps) {
    var lease = new Lease(steps);
    if (lease.wasNeverTaken()) {
      return taken(steps, lease, lease.others());
    }
    var lost = lease.lostToOthers();
    var broken = hold == Stage.Hold.UNBROKEN ? lease.broken() : List.<String>of();
    if (!broken.isEmpty()) {
      return Optional.of(new Refused(lost(steps, lost, broken)));
    }
    return lost.isEmpty() ? Optional.empty() : taken(steps, lease, lost);
  }

  private static List<Problem> lost(Steps steps, List<TargetResource> lost, List<String> broken) {
    var taking = steps.view().playbook().taking().id();
    var problems = new ArrayList<>(new Holders(steps).held(lost));
    problems.add(
        Problem.of(
                "This run no longer holds "
                    + String.join(", ", broken)
                    + ", so what it wrote there may be gone or changed. Nothing was written.",
                "Run it again from " + taking + ", which takes the target again.")
            .with(Action.from(taking)));
    return problems;
  }

  /** Takes what is free; what others hold only after its phrase was typed. */
  private static Optional<StepResult> taken(Steps steps, Lease lease, List<TargetResource> others) {
    var project = steps.plan().targetProject();
    if (others.isEmpty()) {
      return refused(lease.take(Optional.empty()));
    }
    var what = new TakeOver(project, steps.run(), others.stream().map(TargetClaim::seen).toList());
    var request = new ConfirmationRequest<>(project, List.of(what));
    var proof = steps.desk().confirm(request, steps.operator().typed(request));
    if (proof.isEmpty()) {
      var problems = new ArrayList<>(new Holders(steps).held(others));
      problems.add(NotConfirmed.wanting("To take over", request.phrase()));
      return Optional.of(
          new NotConfirmed(steps.operator()).result("Nothing was changed.", problems));
    }
    steps.agreed(request.phrase(), what.held().stream().map(TakeOver.Held::name).toList());
    return refused(lease.take(Optional.of(proof.get().get(0))));
  }

  private static Optional<StepResult> refused(List<Problem> problems) {
    return problems.isEmpty() ? Optional.empty() : Optional.of(new Refused(problems));
  }
}
