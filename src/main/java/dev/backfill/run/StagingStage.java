package dev.backfill.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.plan.Cell;
import dev.backfill.stage.StagingSql;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.text.Amounts;
import java.util.Locale;

/** Fills the staged tables with one row for each document id of each cell. */
final class StagingStage implements Stage {
  /** The topic of a staged cell: its rows, the bytes read for them, and the slot time. */
  static final String STAGED = "staged";

  @Override
  public StepResult run(Steps steps) {
    var results = new StepResults();
    for (var cell : steps.plan().cells()) {
      if (!results.broken()) {
        results.add(steps.onceAsJob(cell.key(), job -> deduplicate(steps, cell, job)));
      }
    }
    return results.whole(steps.plan().cells().size() + " partitions deduplicated");
  }

  private StepResult deduplicate(Steps steps, Cell cell, String job) {
    var plan = steps.plan();
    var sql = StagingSql.deduplicate(plan, cell);
    var asked = new Asked(steps);
    var most = asked.dryRun("deduplicate", plan.targetProject(), sql, 1);
    asked.keep(cell);
    var done =
        steps
            .cloud()
            .staging()
            .queryInto(
                job, sql, plan.staged(cell.type()).partition(cell.day()), most, steps.progress());
    steps.observe(
        STAGED,
        JsonNodeFactory.instance
            .objectNode()
            .put("cell", cell.key())
            .put("rows", done.rows())
            .put("bytes", done.bytesProcessed())
            .put("slot_millis", done.slotMillis()));
    return new Done(
        String.format(
            Locale.ROOT, "%,d rows, %s read", done.rows(), Amounts.bytes(done.bytesProcessed())));
  }
}
