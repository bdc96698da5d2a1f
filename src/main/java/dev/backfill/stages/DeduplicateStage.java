package dev.backfill.stages;

import dev.backfill.estimate.Effort;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.run.AtOnce;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.DoneSoFar;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.RunView;
import dev.backfill.run.SideBySide;
import dev.backfill.run.Stage;
import dev.backfill.run.StageLine;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.RejectedSql;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Fills the tables that land with one decoded row for each document that stable does not hold. A
 * query replaces its partition, so that it can be made again; once a cell's rows are in production
 * it is not, for they would be taken for rows of others.
 */
public final class DeduplicateStage extends Stage {
  private static final StageKind KIND = StageKind.of("deduplicate");

  private static final Set<Footprint> OPEN = Set.of(Footprint.UNTOUCHED, Footprint.RESTORED);

  @Override
  public StageKind kind() {
    return KIND;
  }

  @Override
  public Role role() {
    return Role.MAKES_ROWS;
  }

  @Override
  public Effort effort() {
    return Effort.DEDUPLICATES;
  }

  @Override
  public String heading() {
    return "Deduplicate the decoded rows";
  }

  @Override
  public Hold hold() {
    return Hold.UNBROKEN;
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    return run.cells().stream().map(cell -> step(run, cell)).toList();
  }

  private static PlannedStep step(PlannedRun run, Cell cell) {
    var plan = run.plan();
    var to = plan.backfill(cell.type()).partition(cell.day());
    return PartitionQuery.planned(run, KIND, cell, to, () -> RejectedSql.deduplicate(plan, cell))
        .needing(plan.targetProject(), "bigquery.tables.getData");
  }

  @Override
  public Set<StagingTable> written(Plan plan, StageLine line) {
    return filled(plan, line);
  }

  @Override
  public List<String> done(RunView view) {
    return DoneSoFar.through(view.stage(KIND), "cell", "cells", "deduplicated");
  }

  @Override
  public StepResult run(Steps steps) {
    var cells = steps.view().cells();
    if (cells.isEmpty()) {
      return NothingDue.refused(steps.view());
    }
    var work = new ArrayList<Supplier<StepResult>>();
    cells.stream()
        .filter(cell -> !stands(steps, cell))
        .forEach(cell -> work.add(() -> deduplicate(steps, cell)));
    return new SideBySide(steps, AtOnce.QUERIES)
        .run(work)
        .whole(cells.size() + " partitions deduplicated");
  }

  /**
   * Whether only some cells are wanted once more, and this is none of them: written anew, its rows
   * would be others than those that were validated.
   */
  private static boolean stands(Steps steps, Cell cell) {
    return steps.isReopened()
        && !steps.isAnew()
        && !steps.view().choices().uncounted().contains(cell.key())
        && steps.result(cell.key()).filter(StepResult::succeeded).isPresent();
  }

  private static StepResult deduplicate(Steps steps, Cell cell) {
    return OPEN.contains(steps.view().production().footprint(cell))
        ? steps.againAsJob(cell.key(), job -> query(steps, cell, job))
        : new AlreadyDone("Its rows are in production");
  }

  private static StepResult query(Steps steps, Cell cell, String job) {
    var plan = steps.plan();
    var sql = RejectedSql.deduplicate(plan, cell);
    var asked = new CostedQueries(steps);
    var most = asked.dryRun("deduplicate", plan.targetProject(), sql, 2);
    asked.keep(cell);
    var to = plan.backfill(cell.type()).partition(cell.day());
    return PartitionQuery.make(steps, cell, to, job, sql, most, "new rows");
  }
}
