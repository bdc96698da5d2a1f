package dev.backfill.run;

import dev.backfill.cloud.PartitionState;
import dev.backfill.fact.Staged;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StagingSql;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.text.Amounts;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Fills the staged tables with one row for each document id of each cell. */
final class StagingStage extends Stage {
  @Override
  public StageKind kind() {
    return StageKind.STAGE;
  }

  @Override
  public Role role() {
    return Role.MAKES_ROWS;
  }

  @Override
  public String heading() {
    return "Stage target payloads into a table";
  }

  @Override
  Hold hold() {
    return Hold.UNBROKEN;
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    return run.cells().stream().map(cell -> step(run, cell)).toList();
  }

  @Override
  Set<StagingTable> written(Plan plan, StageLine line) {
    return plan.documents().stream()
        .filter(type -> line.step().subject().startsWith(type + "@"))
        .map(plan::staged)
        .collect(Collectors.toSet());
  }

  @Override
  List<String> done(RunView view) {
    return DoneSoFar.through(view.stage(kind()), "cell", "cells", "staged");
  }

  private static PlannedStep step(PlannedRun run, Cell cell) {
    var plan = run.plan();
    var to = plan.staged(cell.type()).partition(cell.day());
    var step = new Step(StageKind.STAGE, cell.key());
    return PlannedStep.of(StageKind.STAGE, cell.key(), Kind.WRITES)
        .calling("bigquery.jobs.insert (dry run)", "bigquery.jobs.insert (query, WRITE_TRUNCATE)")
        .touching("replaces " + to)
        .needing(plan.sourceProject(), "bigquery.tables.getData")
        .needing(
            plan.targetProject(),
            "bigquery.jobs.create",
            "bigquery.tables.get",
            "bigquery.tables.updateData")
        .sending(() -> StagingSql.deduplicate(plan, cell))
        .byHand(
            () ->
                ByHand.queryInto(
                    plan,
                    JobIds.bigQuery(run.id(), step, 1),
                    to,
                    StagingSql.deduplicate(plan, cell)));
  }

  @Override
  StepResult run(Steps steps) {
    var cells = steps.view().cells();
    if (cells.isEmpty()) {
      return NothingDue.refused(steps.view());
    }
    var results = new StepResults();
    for (var cell : cells) {
      if (!results.broken()) {
        results.add(stage(steps, cell));
      }
    }
    return results.whole(cells.size() + " partitions deduplicated");
  }

  /** A cell that is wanted once more keeps what was staged of it while that is still there. */
  private StepResult stage(Steps steps, Cell cell) {
    var wanted = steps.view().choices().again().contains(cell.key());
    if (!wanted && !steps.isAnew() || steps.isJobOpen(cell.key())) {
      return steps.onceAsJob(cell.key(), job -> deduplicate(steps, cell, job));
    }
    var there = there(steps, cell);
    return there > 0 && there == staged(steps, cell) && !steps.isAnew()
        ? steps.look(cell.key(), () -> new AlreadyDone("the " + there + " staged rows are there"))
        : steps.againAsJob(cell.key(), job -> deduplicate(steps, cell, job));
  }

  private static long there(Steps steps, Cell cell) {
    return steps
        .cloud()
        .warehouse()
        .partition(steps.plan().staged(cell.type()).name(), cell.day())
        .map(PartitionState::rows)
        .orElse(0L);
  }

  /** The rows that the newest query staged of a cell; -1 when none did. */
  private static long staged(Steps steps, Cell cell) {
    return steps.view().each(StageKind.STAGE, Staged.class).stream()
        .filter(staged -> staged.cell().equals(cell.key()))
        .reduce((first, second) -> second)
        .map(Staged::rows)
        .orElse(-1L);
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
    steps.note(new Staged(cell.key(), done.rows(), done.bytesProcessed(), done.slotMillis()));
    return new Done(
        String.format(
            Locale.ROOT, "%,d rows, %s read", done.rows(), Amounts.bytes(done.bytesProcessed())));
  }
}
