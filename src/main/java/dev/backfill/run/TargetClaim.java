package dev.backfill.run;

import dev.backfill.cloud.DatasetState;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.confirm.TakeOver;
import dev.backfill.plan.DatasetName;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.Stage.Role;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the target for this run: looks at what it holds, which costs nothing, refuses what others
 * hold or wrote there, and labels it. What others hold can be taken over and what they wrote can be
 * emptied, each when its phrase was typed. Nothing is changed before all was agreed to.
 */
public final class TargetClaim {
  private final Steps steps;
  private final Lease lease;
  private final ForeignRows rows;

  public TargetClaim(Steps steps) {
    this.steps = steps;
    this.lease = new Lease(steps);
    this.rows = new ForeignRows(steps);
  }

  public StepResult take() {
    var datasets = Lease.datasets(steps.plan());
    var unfit = datasets.stream().flatMap(name -> unfit(name).stream()).toList();
    if (!unfit.isEmpty()) {
      return new Refused(unfit);
    }
    var broken = lease.broken();
    var held = lease.others();
    var running = new RunningJobs(steps).of(held, !broken.isEmpty());
    var holders = new Holders(steps).held(held);
    if (!running.isEmpty()) {
      return new Refused(joined(holders, running));
    }
    return ask(held, holders, rows.found(broken), broken);
  }

  private List<Problem> unfit(DatasetName name) {
    var problems = new ArrayList<Problem>();
    var location = steps.plan().location();
    var found = steps.cloud().warehouse().dataset(name);
    found
        .map(DatasetState::location)
        .filter(lies -> !lies.equalsIgnoreCase(location))
        .ifPresent(
            lies ->
                problems.add(
                    Problem.of(
                        name + " lies in " + lies + ", not in " + location + ".",
                        "Set target.location to where it lies, or take another target.")));
    found
        .filter(d -> d.tableExpiration().isPresent() || d.partitionExpiration().isPresent())
        .ifPresent(
            d ->
                problems.add(
                    Problem.of(
                        name + " lets its tables or partitions expire.",
                        "Remove its default expiration, then resume.")));
    return problems;
  }

  private StepResult ask(
      List<TargetResource> held,
      List<Problem> holders,
      Optional<EmptyTables> written,
      List<String> broken) {
    var project = steps.plan().targetProject();
    var takeOver =
        held.isEmpty()
            ? Optional.<TakeOver>empty()
            : Optional.of(
                new TakeOver(project, steps.run(), held.stream().map(TargetClaim::seen).toList()));
    var problems = joined(holders, rows.problems(written));
    takeOver.ifPresent(what -> problems.add(NotConfirmed.wanting("To take over", what.phrase())));
    written.ifPresent(what -> problems.add(NotConfirmed.wanting("To empty them", what.phrase())));
    var taking = takeOver.flatMap(this::confirmed);
    if (takeOver.isPresent() && taking.isEmpty()) {
      return declined(problems);
    }
    var emptying = written.flatMap(this::confirmed);
    if (written.isPresent() && emptying.isEmpty()) {
      return declined(problems);
    }
    return act(taking, emptying, broken);
  }

  private StepResult declined(List<Problem> problems) {
    return new NotConfirmed(steps.operator()).result("Nothing was changed.", problems);
  }

  static TakeOver.Held seen(TargetResource place) {
    return new TakeOver.Held(place.name(), place.version(), place.holder().orElseThrow());
  }

  private static List<Problem> joined(List<Problem> some, List<Problem> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private <T extends Destruction> Optional<Confirmed<T>> confirmed(T what) {
    var request = new ConfirmationRequest<>(steps.plan().targetProject(), List.of(what));
    var proof =
        steps.desk().confirm(request, steps.operator().typed(request)).map(proofs -> proofs.get(0));
    proof.ifPresent(one -> steps.agreed(request.phrase(), what.names()));
    return proof;
  }

  // The journal forgets before the labels are taken: a console killed in between finds the lease
  // still broken, and asks again.
  private StepResult act(
      Optional<Confirmed<TakeOver>> taking,
      Optional<Confirmed<EmptyTables>> emptying,
      List<String> broken) {
    if (!broken.isEmpty()) {
      forget();
    }
    var problems = lease.take(taking);
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    // Race: what a run wrote between the look and the labels would be counted as this run's.
    var now = rows.found(broken).map(EmptyTables::tables).orElse(List.of());
    var seen = emptying.map(one -> one.what().tables()).orElse(List.of());
    if (!seen.containsAll(now)) {
      return Refused.of(
          Problem.of(
                  "Someone wrote to " + steps.plan().targetProject() + " while it was looked at.",
                  "Resume to look again.")
              .with(Action.resume()));
    }
    var left =
        emptying
            .map(one -> steps.cloud().staging().empty(one, steps.progress()).left())
            .orElse(List.of());
    return left.isEmpty()
        ? new Done(lease.stand())
        : new Refused(left.stream().map(Problem::said).toList());
  }

  /** What was staged and decoded before the lease was broken may be gone or changed. */
  private void forget() {
    for (var kind : steps.view().playbook().of(Role.MAKES_ROWS)) {
      for (var line : steps.view().stage(kind).lines()) {
        if (line.job().isPresent() && line.state() != State.UNDONE) {
          steps.undone(line.step(), "The target was not held all the while: it is done again.");
        }
      }
      if (steps.view().stage(kind).state() == State.DONE) {
        steps.undone(new Step(kind, RunView.WHOLE), "To be done again.");
      }
    }
    steps.view().cells().forEach(steps::again);
  }
}
