package dev.backfill.landing;

import dev.backfill.cloud.CopyDone;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.fact.ProductionFact;
import dev.backfill.plan.Cell;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.run.Production;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.ProductionFold;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import java.util.Optional;

/** The backup of one cell put back over its partition in production: noted, proved. */
final class PartitionRestore {
  /** What must be said before: a backup is older than what happened since. */
  static final String WARNING =
      "Rows that deletion requests removed since the backup come back; run those requests again.";

  private final Steps steps;
  private final Cell cell;
  private final Backups backups;
  private final ProductionPartition to;

  PartitionRestore(Steps steps, Cell cell) {
    this.steps = steps;
    this.cell = cell;
    this.backups = new Backups(steps);
    this.to = steps.plan().stable(cell.type()).partition(cell.day());
  }

  /** The step that does it, after it was confirmed. */
  StepResult make(Confirmed<RestorePartition> confirmed) {
    return steps.againAsJob(
        subject(),
        job ->
            proved(
                steps.cloud().production().restore(confirmed, job, steps.progress()),
                confirmed.what().rowsThen()));
  }

  /** Settles one that a killed or disconnected console had begun; empty when none was. */
  Optional<StepResult> settle() {
    if (steps.view().production().footprint(cell) == Footprint.UNTOUCHED) {
      return Optional.empty();
    }
    return steps.settle(
        subject(),
        job ->
            backups
                .kept(cell)
                .flatMap(kept -> begun(kept, job).map(done -> proved(done, kept.rows()))));
  }

  private Optional<CopyDone> begun(Backups.Kept kept, String job) {
    if (kept.rows() > 0) {
      return steps.cloud().production().begun(kept.partition(), to, job, steps.progress());
    }
    // Deleting a partition is no job: that it is gone is all there is to ask.
    var left = steps.cloud().warehouse().partition(to.table().name(), to.day());
    return left.filter(partition -> partition.rows() > 0).isPresent()
        ? Optional.empty()
        : Optional.of(new CopyDone(job, 0));
  }

  /** Notes that production was written, then proves by what. */
  private StepResult proved(CopyDone done, long kept) {
    var proved =
        Proof.ofRestore(to, kept)
            .of(
                done,
                steps.cloud().warehouse(),
                to,
                after -> steps.note(new ProductionFact.Restored(cell.key(), done.jobId(), after)));
    backups.kept(cell).ifPresent(before -> Proof.sameKey(before.of(), proved.after()));
    backups.note(cell, kept, proved.after());
    return new Done(
        kept == 0
            ? "The partition was deleted: it did not exist before"
            : kept + " rows of the backup restored. " + WARNING);
  }

  private String subject() {
    return ProductionFold.undoing(Production.subject(steps.plan(), cell));
  }
}
