package dev.backfill.stages;

import dev.backfill.fact.Staged;
import dev.backfill.plan.Cell;
import dev.backfill.plan.StagingPartition;
import dev.backfill.run.ByHand;
import dev.backfill.run.JobIds;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.text.Amounts;
import java.util.Locale;
import java.util.function.Supplier;

/** A query whose rows replace a cell's partition in the target: as it is planned, and as made. */
final class PartitionQuery {
  private PartitionQuery() {}

  /** The step under the cell's key. */
  static PlannedStep planned(
      PlannedRun run, StageKind stage, Cell cell, StagingPartition to, Supplier<String> sql) {
    var plan = run.plan();
    var job = JobIds.bigQuery(run.id(), new Step(stage, cell.key()), 1);
    return PlannedStep.of(stage, cell.key(), Kind.WRITES)
        .calling("bigquery.jobs.insert (dry run)", "bigquery.jobs.insert (query, WRITE_TRUNCATE)")
        .touching("replaces " + to)
        .needing(plan.sourceProject(), "bigquery.tables.getData")
        .needing(
            plan.targetProject(),
            "bigquery.jobs.create",
            "bigquery.tables.get",
            "bigquery.tables.updateData")
        .sending(sql)
        .byHand(() -> ByHand.queryInto(plan, job, to, sql.get()));
  }

  /**
   * Runs it, and notes what its job came to.
   *
   * @param most the bytes that it may be billed for
   * @param rows what its rows are called: {@code rows}, {@code new rows}
   */
  static Done make(
      Steps steps, Cell cell, StagingPartition to, String job, String sql, long most, String rows) {
    var done = steps.cloud().staging().queryInto(job, sql, to, most, steps.progress());
    steps.note(new Staged(cell.key(), done.rows(), done.bytesProcessed(), done.slotMillis()));
    return new Done(
        String.format(
            Locale.ROOT,
            "%,d %s, %s read",
            done.rows(),
            rows,
            Amounts.bytes(done.bytesProcessed())));
  }
}
