package dev.backfill.landing;

import dev.backfill.cloud.CopyDone;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.fact.ProductionFact;
import dev.backfill.plan.Cell;
import dev.backfill.run.CellValidation;
import dev.backfill.run.Production;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import java.util.Optional;

/** The landing of one validated cell by the run itself: done once, noted, proved. */
public final class PartitionCopy<D extends Destruction> {
  private final Steps steps;
  private final Landing<D> landing;
  private final Cell cell;

  public PartitionCopy(Steps steps, Landing<D> landing, Cell cell) {
    this.steps = steps;
    this.landing = landing;
    this.cell = cell;
  }

  /** The step that makes it, after it was confirmed. */
  public StepResult make(Confirmed<D> confirmed, Gate.Seen seen) {
    return steps.onceAsJob(
        subject(),
        job ->
            proved(
                landing.act(steps.cloud(), confirmed, job, steps.progress()),
                Optional.of(seen.production()),
                seen.rows()));
  }

  /** Settles one that a killed or disconnected console had begun; empty when none was. */
  Optional<StepResult> settle() {
    return steps.settle(
        subject(),
        job ->
            landing
                .begun(steps.cloud(), cell, job, steps.progress())
                .map(done -> proved(done, before(), new Gate(steps).rows(cell))));
  }

  /** Production as it was before a copy whose console did not live to say so. */
  private Optional<Fingerprint> before() {
    return new Backups(steps)
        .kept(cell)
        .map(Backups.Kept::of)
        .or(() -> CellValidation.of(steps.view()).get(cell).production());
  }

  /** Notes that production was written, then proves by what. */
  private StepResult proved(CopyDone done, Optional<Fingerprint> before, long validated) {
    var rows =
        landing.prove(
            steps.cloud(),
            cell,
            done,
            validated,
            before,
            after ->
                steps.note(new ProductionFact.Copied(cell.key(), done.jobId(), before, after)));
    var text = landing.told(rows, before);
    return new Done(
        steps.plan().finish().backup()
            ? text
            : text + ". No backup: " + new TimeTravel(steps).before(cell));
  }

  private String subject() {
    return Production.subject(steps.plan(), cell);
  }
}
