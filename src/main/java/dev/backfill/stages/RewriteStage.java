package dev.backfill.stages;

import dev.backfill.estimate.Effort;
import dev.backfill.fact.Staged;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.run.AtOnce;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.DoneSoFar;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.RewriteScope;
import dev.backfill.run.RunView;
import dev.backfill.run.SideBySide;
import dev.backfill.run.Stage;
import dev.backfill.run.StageLine;
import dev.backfill.run.Standing;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Skipped;
import dev.backfill.text.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Writes each day anew into the mirrored table, by the plan's query. */
public final class RewriteStage extends Stage {
  @Override
  public StageKind kind() {
    return StageKind.STAGE;
  }

  @Override
  public Role role() {
    return Role.MAKES_ROWS;
  }

  @Override
  public Effort effort() {
    return Effort.STAGES;
  }

  @Override
  public String heading() {
    return "Rewrite the partitions into a table";
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
    return PartitionQuery.planned(run, StageKind.STAGE, cell, to, () -> sql(plan, cell));
  }

  private static String sql(Plan plan, Cell cell) {
    return plan.rewrite().orElseThrow().query(plan.stable(cell.type()), cell.day());
  }

  @Override
  public Optional<String> makesRowsOf(Step step) {
    return step.subject().equals(RunView.WHOLE) ? Optional.empty() : Optional.of(step.subject());
  }

  @Override
  public Set<StagingTable> written(Plan plan, StageLine line) {
    return filled(plan, line);
  }

  @Override
  public List<String> done(RunView view) {
    var n = view.each(kind(), Staged.class).stream().map(Staged::cell).distinct().count();
    return n == 0 ? List.of() : List.of(DoneSoFar.many(n, "partition") + " rewritten");
  }

  @Override
  public StepResult run(Steps steps) {
    var cells = steps.view().cells();
    var scope = RewriteScope.of(steps.view());
    if (scope.due().isEmpty()) {
      return NothingDue.refused(steps.view());
    }
    var work = new ArrayList<Supplier<StepResult>>();
    cells.forEach(cell -> work.add(() -> stage(steps, cell, scope.isDue(cell))));
    var skipped = cells.size() - scope.due().size();
    return new SideBySide(steps, AtOnce.QUERIES)
        .run(work)
        .whole(
            Amounts.of(scope.due().size(), "partition")
                + " rewritten"
                + (skipped == 0 ? "" : "; without an affected row, skipped: " + skipped));
  }

  private static StepResult stage(Steps steps, Cell cell, boolean due) {
    var key = cell.key();
    if (!due && !steps.isJobOpen(key)) {
      return steps.look(key, () -> new Skipped(Standing.nothing(steps.plan())));
    }
    // One that was skipped by an earlier scope was never done.
    var wanted =
        steps.isAnew()
            || steps.view().choices().again().contains(key)
            || steps.result(key).filter(Skipped.class::isInstance).isPresent();
    return wanted && !steps.isJobOpen(key)
        ? steps.againAsJob(key, job -> query(steps, cell, job))
        : steps.onceAsJob(key, job -> query(steps, cell, job));
  }

  private static StepResult query(Steps steps, Cell cell, String job) {
    var plan = steps.plan();
    var sql = sql(plan, cell);
    var asked = new CostedQueries(steps);
    var most = asked.dryRun("rewrite", plan.targetProject(), sql, 1);
    asked.keep(cell);
    var to = plan.backfill(cell.type()).partition(cell.day());
    return PartitionQuery.make(steps, cell, to, job, sql, most, "rows");
  }
}
