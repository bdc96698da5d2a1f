package dev.backfill.landing;

import dev.backfill.cloud.Fingerprints;
import dev.backfill.confirm.AppendPartition;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Operator;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.plan.Cell;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.AtOnce;
import dev.backfill.run.NotConfirmed;
import dev.backfill.run.Production;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.SideBySide;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Puts a run's backups back over the partitions that it copied, after the operator has named them.
 */
public final class Undo {
  private static final Set<Footprint> OURS =
      Set.of(Footprint.COPIED, Footprint.UNPROVED, Footprint.RESTORING);

  private final boolean goesOn;

  /**
   * Makes an undo.
   *
   * @param goesOn whether a former try of the same undo was cut off
   */
  public Undo(boolean goesOn) {
    this.goesOn = goesOn;
  }

  public StepResult run(Steps steps) {
    var settled = OpenWrites.settle(steps);
    var production = steps.view().production();
    // A write that was seen but is not proved can be taken back all the same.
    if (settled.isPresent() && !production.isSettled()) {
      return settled.get();
    }
    var backups = new Backups(steps);
    var open =
        steps.plan().cells().stream()
            .filter(cell -> OURS.contains(production.footprint(cell)))
            .toList();
    var unsettled =
        ErrorRowsReturn.open(steps).stream()
            .flatMap(one -> one.settle().stream())
            .filter(result -> result instanceof StepResult.Unknown)
            .findFirst();
    if (unsettled.isPresent()) {
      return unsettled.get();
    }
    var returns = ErrorRowsReturn.open(steps);
    if (open.isEmpty() && returns.isEmpty()) {
      return nothing(production);
    }
    // What may not come back is said, and keeps nothing else from coming back.
    returns.forEach(one -> one.problem().ifPresent(p -> steps.progress().warn(p.line())));
    var problems = open.stream().flatMap(cell -> problems(steps, backups, cell).stream()).toList();
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    var restored = new LinkedHashMap<RestorePartition, Cell>();
    open.forEach(cell -> restored.put(restoration(steps, backups, cell), cell));
    var changed = restored.keySet().stream().flatMap(item -> changed(item).stream()).toList();
    if (!changed.isEmpty()) {
      return new Refused(changed);
    }
    var errors =
        agreed(
            steps, returns.stream().filter(r -> r.problem().isEmpty()).toList(), restored.keySet());
    if (errors.refused().isPresent()) {
      return errors.refused().get();
    }
    if (open.isEmpty()) {
      return errors.all(steps).wholeOfChanges(errors.work().size() + " cells' error rows returned");
    }
    return ask(steps, restored, errors).wholeOfChanges(open.size() + " partitions restored");
  }

  /**
   * What was agreed to of error rows that were deleted.
   *
   * @param work what puts them back
   * @param refused the result, where it was not agreed to
   */
  private record Errors(List<Supplier<StepResult>> work, Optional<StepResult> refused) {
    StepResults all(Steps steps) {
      return new SideBySide(steps, AtOnce.COPIES).run(work);
    }
  }

  /**
   * Asks for the error rows.
   *
   * @param next what is asked about then: whoever names phrases beforehand is told all of them
   */
  private static Errors agreed(
      Steps steps, List<ErrorRowsReturn> returns, Set<RestorePartition> next) {
    if (returns.isEmpty()) {
      return new Errors(List.of(), Optional.empty());
    }
    var items = new LinkedHashMap<AppendPartition, ErrorRowsReturn>();
    returns.forEach(one -> items.put(one.proposal(), one));
    var request =
        new ConfirmationRequest<>(steps.plan().sourceProject(), List.copyOf(items.keySet()));
    steps.progress().say("The error rows that this run deleted are added again.");
    var confirmed = steps.desk().confirm(request, steps.operator().typed(request));
    if (confirmed.isEmpty()) {
      var lacking = new ArrayList<Problem>();
      lacking.add(NotConfirmed.wanting("To put the error rows back", request.named()));
      if (!next.isEmpty()) {
        var restores = new ConfirmationRequest<>(steps.plan().sourceProject(), List.copyOf(next));
        lacking.add(NotConfirmed.wanting("To restore the partitions", restores.named()));
      }
      return new Errors(
          List.of(),
          Optional.of(
              new NotConfirmed(steps.operator()).result("Production was not changed.", lacking)));
    }
    steps.agreed(request.phrase(), request.items().stream().map(AppendPartition::phrase).toList());
    return new Errors(
        confirmed.get().stream()
            .<Supplier<StepResult>>map(one -> () -> items.get(one.what()).make(one))
            .toList(),
        Optional.empty());
  }

  private StepResult nothing(Production production) {
    if (!production.isUndone()) {
      return Refused.of("This run copied no partition.", "There is nothing to undo.");
    }
    var all = "Every partition that was copied holds what it held before";
    return goesOn
        ? new StepResult.AlreadyDone(all)
        : Refused.of(all + ".", "There is nothing left to undo.");
  }

  private List<Problem> problems(Steps steps, Backups backups, Cell cell) {
    var to = Production.subject(steps.plan(), cell);
    var kept = backups.kept(cell);
    if (kept.isEmpty()) {
      return List.of(
          Problem.of(to + " has no backup.", new TimeTravel(steps).before(cell))
              .inCell(cell.key()));
    }
    return steps.cloud().warehouse().table(kept.get().partition().table().name()).isEmpty()
        ? List.of(
            Problem.of(
                    "The backup of " + to + " is gone.",
                    "A deleted dataset can be restored for 7 days: restore "
                        + steps.plan().backups(steps.run())
                        + ", then undo again. "
                        + new TimeTravel(steps).before(cell))
                .inCell(cell.key())
                .with(Action.undo()))
        : List.of();
  }

  private static Optional<Problem> changed(RestorePartition item) {
    return item.backup().rows() == item.rowsThen()
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                item.from()
                    + " holds "
                    + item.backup().rows()
                    + " rows instead of the "
                    + item.rowsThen()
                    + " that were backed up.",
                "Find out who wrote to it."));
  }

  private StepResults ask(Steps steps, Map<RestorePartition, Cell> items, Errors errors) {
    var request =
        new ConfirmationRequest<>(steps.plan().sourceProject(), List.copyOf(items.keySet()));
    var warning = warning(steps, items);
    steps.progress().say(warning);
    var confirmed = steps.desk().confirm(request, steps.operator().typed(request));
    if (confirmed.isEmpty()) {
      return new StepResults()
          .add(declined(steps.operator(), warning, request.named(), request.phrase()));
    }
    // Stable may only lose what can be reprocessed again.
    var returned = errors.all(steps);
    return returned.succeeded() ? restoreAll(steps, request, confirmed.get(), items) : returned;
  }

  private StepResult declined(Operator operator, String warning, String names, String phrase) {
    return new NotConfirmed(operator)
        .result(
            "Production was not changed.",
            List.of(
                Problem.of("Not confirmed. " + warning, "To confirm, name: " + names)
                    .with(Action.confirm(phrase))));
  }

  /** What comes back, and what others wrote since the copy and goes. */
  private static String warning(Steps steps, Map<RestorePartition, Cell> items) {
    var warning = new StringBuilder(PartitionRestore.WARNING);
    items.forEach(
        (item, cell) ->
            steps
                .view()
                .production()
                .of(cell)
                .after()
                .filter(ours -> !ours.changesBesidesEtag(item.production()).isEmpty())
                .ifPresent(
                    ours ->
                        warning
                            .append(' ')
                            .append(item.to())
                            .append(" was written by someone else since the copy, and holds ")
                            .append(item.rowsNow())
                            .append(" rows now: they go.")));
    return warning.toString();
  }

  private static RestorePartition restoration(Steps steps, Backups backups, Cell cell) {
    var kept = backups.kept(cell).orElseThrow();
    var to = steps.plan().stable(cell.type()).partition(cell.day());
    var warehouse = steps.cloud().warehouse();
    return new RestorePartition(
        kept.partition(),
        to,
        kept.rows(),
        Fingerprints.take(warehouse, kept.partition().table().name(), cell.day()),
        Fingerprints.take(warehouse, to.table().name(), cell.day()));
  }

  private static StepResults restoreAll(
      Steps steps,
      ConfirmationRequest<RestorePartition> request,
      List<Confirmed<RestorePartition>> confirmed,
      Map<RestorePartition, Cell> cells) {
    steps.agreed(request.phrase(), request.items().stream().map(RestorePartition::phrase).toList());
    var work = new ArrayList<Supplier<StepResult>>();
    for (var one : confirmed) {
      var cell = cells.get(one.what());
      work.add(() -> new PartitionRestore(steps, cell).make(one));
    }
    return new SideBySide(steps, AtOnce.COPIES).run(work);
  }
}
