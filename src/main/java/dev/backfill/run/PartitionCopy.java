package dev.backfill.run;

import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.fact.ProductionFact;
import dev.backfill.plan.Cell;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import java.util.Optional;

/** The copy of one validated cell over its partition in production: made once, noted, proved. */
final class PartitionCopy {
  private final Steps steps;
  private final Cell cell;
  private final ProductionPartition to;

  PartitionCopy(Steps steps, Cell cell) {
    this.steps = steps;
    this.cell = cell;
    this.to = steps.plan().stable(cell.type()).partition(cell.day());
  }

  /** The step that makes it, after it was confirmed. */
  StepResult make(Confirmed<ReplacePartition> confirmed) {
    return steps.onceAsJob(subject(), job -> copy(confirmed, job));
  }

  private StepResult copy(Confirmed<ReplacePartition> confirmed, String job) {
    var what = confirmed.what();
    var done = steps.cloud().production().replace(confirmed, job, steps.progress());
    return proved(done, Optional.of(what.production()), what.rowsThen());
  }

  /** Settles one that a killed or disconnected console had begun; empty when none was. */
  Optional<StepResult> settle() {
    var from = steps.plan().backfill(cell.type()).partition(cell.day());
    return steps.settle(
        subject(),
        job ->
            steps
                .cloud()
                .production()
                .begun(from, to, job, steps.progress())
                .map(done -> proved(done, before(), new Gate(steps).rows(cell))));
  }

  /** Production as it was before a copy whose console did not live to say so. */
  private Optional<Fingerprint> before() {
    return new Backups(steps)
        .kept(cell)
        .map(Backups.Kept::of)
        .or(() -> Validated.of(steps.view()).get(cell).production());
  }

  /** Notes that production was written, then proves by what. */
  private StepResult proved(CopyDone done, Optional<Fingerprint> before, long validated) {
    var after = Fingerprints.take(steps.cloud().warehouse(), to.table().name(), cell.day());
    steps.note(new ProductionFact.Copied(cell.key(), done.jobId(), before, after));
    var text =
        Proof.ofCopy(to, validated).of(done, after)
            + " rows copied"
            + before.map(print -> ", in place of " + print.rows()).orElse("");
    return new Done(
        steps.plan().finish().backup()
            ? text
            : text + ". No backup: " + new TimeTravel(steps).before(cell));
  }

  private String subject() {
    return ProductionFold.subject(steps.plan(), cell);
  }
}
