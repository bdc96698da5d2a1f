package dev.backfill.run;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Operator;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.plan.Cell;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Puts a run's backups back over the partitions that it copied, after the operator has named them.
 */
final class Undo {
  /** What must be said before: a backup is older than what happened since. */
  static final String WARNING =
      "Rows that deletion requests removed since the backup come back; run those requests again.";

  private static final int AT_ONCE = 8;

  private final ConfirmationDesk desk;
  private final Operator operator;

  Undo(ConfirmationDesk desk, Operator operator) {
    this.desk = desk;
    this.operator = operator;
  }

  StepResult run(Steps steps) {
    var backups = new Backups(steps);
    var copied =
        steps.plan().cells().stream().filter(cell -> FinalizeStage.copied(steps, cell)).toList();
    copied.forEach(cell -> settle(steps, backups, cell));
    var open = copied.stream().filter(cell -> FinalizeStage.copied(steps, cell)).toList();
    if (open.isEmpty()) {
      return copied.isEmpty()
          ? new Refused(List.of("This run copied no partition that could be undone."))
          : new StepResult.AlreadyDone("Every partition was restored");
    }
    var problems = open.stream().flatMap(cell -> problems(steps, backups, cell).stream()).toList();
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    return ask(steps, backups, open).wholeOfChanges(open.size() + " partitions restored");
  }

  private static String subject(Steps steps, Cell cell) {
    return "undo " + FinalizeStage.subject(steps, cell);
  }

  private static void settle(Steps steps, Backups backups, Cell cell) {
    var to = steps.plan().stable(cell.type()).partition(cell.day());
    var subject = subject(steps, cell);
    steps.settle(
        subject,
        job ->
            backups
                .kept(cell)
                .flatMap(
                    kept ->
                        begun(steps, kept, to, job)
                            .map(done -> restored(steps, backups, cell, done, kept.rows()))));
    // A console killed between the end of the undo and the note about the copy.
    if (steps.result(subject).filter(StepResult::succeeded).isPresent()
        && steps.isAfter(subject, FinalizeStage.subject(steps, cell))) {
      takenBack(steps, cell);
    }
  }

  private static Optional<CopyDone> begun(
      Steps steps, Backups.Kept kept, ProductionPartition to, String job) {
    if (kept.rows() > 0) {
      return steps.cloud().production().begun(kept.partition(), to, job, steps.progress());
    }
    // Deleting a partition is no job: that it is gone is all there is to ask.
    var left = steps.cloud().warehouse().partition(to.table().name(), to.day());
    return left.filter(partition -> partition.rows() > 0).isPresent()
        ? Optional.empty()
        : Optional.of(new CopyDone(job, 0));
  }

  private List<String> problems(Steps steps, Backups backups, Cell cell) {
    var to = FinalizeStage.subject(steps, cell);
    var kept = backups.kept(cell);
    if (kept.isEmpty()) {
      return List.of(to + " has no backup. " + new TimeTravel(steps).before(cell));
    }
    return steps.cloud().warehouse().table(kept.get().partition().table().name()).isEmpty()
        ? List.of(
            "The backup of "
                + to
                + " is gone. A deleted dataset can be restored for 7 days: restore "
                + steps.plan().backups(steps.run())
                + ", then undo again. "
                + new TimeTravel(steps).before(cell))
        : List.of();
  }

  private StepResults ask(Steps steps, Backups backups, List<Cell> cells) {
    var items = new LinkedHashMap<RestorePartition, Cell>();
    cells.forEach(cell -> items.put(restoration(steps, backups, cell), cell));
    var changed =
        items.keySet().stream()
            .filter(item -> item.backup().rows() != item.rowsThen())
            .map(
                item ->
                    item.from()
                        + " holds "
                        + item.backup().rows()
                        + " rows in place of the "
                        + item.rowsThen()
                        + " that were backed up. Find out who wrote to it.")
            .toList();
    if (!changed.isEmpty()) {
      return new StepResults().add(new Refused(changed));
    }
    var request =
        new ConfirmationRequest<>(steps.plan().sourceProject(), List.copyOf(items.keySet()));
    steps.progress().say(WARNING);
    var confirmed = desk.confirm(request, operator.typed(request));
    if (confirmed.isEmpty()) {
      var names = String.join(", ", new TreeSet<>(request.phrases()));
      return new StepResults()
          .add(new Refused(List.of("Not confirmed. " + WARNING + " To confirm, name: " + names)));
    }
    return restoreAll(steps, backups, request, confirmed.get(), items);
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
      Backups backups,
      ConfirmationRequest<RestorePartition> request,
      List<Confirmed<RestorePartition>> confirmed,
      Map<RestorePartition, Cell> cells) {
    steps.agreed(request.phrase(), request.items().stream().map(RestorePartition::phrase).toList());
    var work = new ArrayList<Supplier<StepResult>>();
    for (var one : confirmed) {
      var cell = cells.get(one.what());
      work.add(() -> restore(steps, backups, cell, one));
    }
    return new SideBySide(AT_ONCE).run(work);
  }

  private static StepResult restore(
      Steps steps, Backups backups, Cell cell, Confirmed<RestorePartition> confirmed) {
    var result =
        steps.againAsJob(
            subject(steps, cell),
            job ->
                restored(
                    steps,
                    backups,
                    cell,
                    steps.cloud().production().restore(confirmed, job, steps.progress()),
                    confirmed.what().rowsThen()));
    if (result.succeeded()) {
      takenBack(steps, cell);
    }
    return result;
  }

  private static StepResult restored(
      Steps steps, Backups backups, Cell cell, CopyDone done, long kept) {
    if (done.rows() != kept) {
      throw new CloudException(
          CloudException.Kind.JOB_FAILED,
          FinalizeStage.subject(steps, cell)
              + " received "
              + done.rows()
              + " rows in place of the "
              + kept
              + " of its backup. Look at job "
              + done.jobId()
              + ", then undo again.",
          null);
    }
    var table = steps.plan().stable(cell.type()).name();
    backups.note(cell, kept, Fingerprints.take(steps.cloud().warehouse(), table, cell.day()));
    return new Done(
        kept == 0
            ? "The partition is gone, as it was before"
            : done.rows() + " rows of the backup restored. " + WARNING);
  }

  private static void takenBack(Steps steps, Cell cell) {
    steps.undone(
        new Step(StageKind.FINALIZE, FinalizeStage.subject(steps, cell)),
        "Undone: production holds the backup's rows again. Validate again before it is copied"
            + " again.");
  }
}
