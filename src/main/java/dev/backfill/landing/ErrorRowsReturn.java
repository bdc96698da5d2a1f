package dev.backfill.landing;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.confirm.AppendPartition;
import dev.backfill.confirm.Confirmed;
import dev.backfill.fact.ProductionFact;
import dev.backfill.plan.Cell;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import dev.backfill.problem.Problem;
import dev.backfill.run.Steps;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import java.util.List;
import java.util.Optional;

/**
 * The error rows of a cell that a run deleted, added to production's error table again from where
 * they are kept. Rows that came since stay; one job of one id adds them, so they come back once.
 */
final class ErrorRowsReturn {
  private final Steps steps;
  private final Cell cell;
  private final ProductionFact.ErrorsDeleted deleted;
  private final StagingPartition from;
  private final ProductionPartition to;

  private ErrorRowsReturn(Steps steps, Cell cell, ProductionFact.ErrorsDeleted deleted) {
    this.steps = steps;
    this.cell = cell;
    this.deleted = deleted;
    this.from = new ErrorRows(steps, cell).place();
    this.to = steps.plan().rejected(cell.type()).partition(cell.day());
  }

  /** What is deleted still, by cell. */
  static List<ErrorRowsReturn> open(Steps steps) {
    return steps.plan().cells().stream()
        .flatMap(
            cell ->
                new ErrorRows(steps, cell)
                    .deleted().map(gone -> new ErrorRowsReturn(steps, cell, gone)).stream())
        .toList();
  }

  /** Settles one that a killed or disconnected console had begun; empty when none was. */
  Optional<StepResult> settle() {
    return steps.settle(
        subject(),
        job ->
            steps.cloud().production().appended(from, to, job, steps.progress()).map(this::proved));
  }

  /** Why they cannot come back; empty when they can. */
  Optional<Problem> problem() {
    return deleted.kept().isEmpty()
        ? Optional.of(
            Problem.of(
                    deleted.rows() + " error rows of " + cell + " were deleted without a backup.",
                    "Query "
                        + to.table()
                        + " FOR SYSTEM_TIME AS OF a time before that, while its"
                        + " time travel lasts (48 to 168 hours).")
                .inCell(cell.key()))
        : Optional.empty();
  }

  AppendPartition proposal() {
    var warehouse = steps.cloud().warehouse();
    return new AppendPartition(
        from,
        to,
        deleted.rows(),
        Fingerprints.take(warehouse, from.table().name(), from.day()),
        Fingerprints.take(warehouse, to.table().name(), to.day()));
  }

  /** The step that does it, after it was confirmed. */
  StepResult make(Confirmed<AppendPartition> confirmed) {
    return steps.onceAsJob(
        subject(),
        job -> proved(steps.cloud().production().append(confirmed, job, steps.progress())));
  }

  private StepResult proved(CopyDone done) {
    var other = done.rows().filter(rows -> rows != deleted.rows());
    if (other.isPresent()) {
      throw new CloudException(
          CloudException.Kind.JOB_FAILED,
          Problem.of(
              other.get()
                  + " error rows were added to "
                  + to
                  + " in place of "
                  + deleted.rows()
                  + ".",
              "Look at " + from + " and at the job " + done.jobId() + "."),
          null);
    }
    steps.note(new ProductionFact.ErrorsReturned(cell.key(), done.jobId(), deleted.rows()));
    return new Done(deleted.rows() + " error rows are back in " + to.table());
  }

  // Rows that are deleted once more are returned once more, under another job.
  private String subject() {
    return Step.forTry("return error rows of " + cell, deleted.job());
  }
}
