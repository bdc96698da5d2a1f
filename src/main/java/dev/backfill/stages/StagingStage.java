package dev.backfill.stages;

import dev.backfill.estimate.Effort;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.run.AtOnce;
import dev.backfill.run.DoneSoFar;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.RunView;
import dev.backfill.run.SideBySide;
import dev.backfill.run.Stage;
import dev.backfill.run.StageLine;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Fills the staged tables with one row for each document id of each cell. */
public final class StagingStage extends Stage {
  static final StageKind KIND = StageKind.STAGE;

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
    return Effort.STAGES;
  }

  @Override
  public String heading() {
    return "Stage target payloads into a table";
  }

  @Override
  public Hold hold() {
    return Hold.UNBROKEN;
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    var staged = new StagedSlices(run.plan(), run.made());
    return run.cells().stream()
        .flatMap(cell -> new StagingPlan(run, staged, cell).steps())
        .toList();
  }

  @Override
  public Set<StagingTable> written(Plan plan, StageLine line) {
    return plan.documents().stream()
        .filter(type -> line.step().subject().startsWith(type + "@"))
        .map(plan::staged)
        .collect(Collectors.toSet());
  }

  @Override
  public List<String> done(RunView view) {
    var n = view.plan().cells().stream().filter(StagedSlices.of(view)::isWhole).count();
    return n == 0 ? List.of() : List.of(DoneSoFar.many(n, "cell") + " staged");
  }

  @Override
  public StepResult run(Steps steps) {
    var cells = steps.view().cells();
    if (cells.isEmpty()) {
      return NothingDue.refused(steps.view());
    }
    var staged = new StagedRows(steps.view());
    var bytes = new StagedBytes(steps);
    var work = new ArrayList<Supplier<StepResult>>();
    for (var cell : cells) {
      var staging = new CellStaging(steps, cell, staged, bytes);
      work.add(() -> steps.guarded(new Step(StageKind.STAGE, cell.key()), staging::stage));
    }
    var results = new SideBySide(steps, AtOnce.QUERIES).run(work);
    return results.whole(
        cells.size()
            + (steps.plan().reprocess().isPresent()
                ? " partitions staged"
                : " partitions deduplicated"));
  }
}
