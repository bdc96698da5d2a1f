package dev.backfill.stages;

import dev.backfill.check.Counts;
import dev.backfill.check.NullShare;
import dev.backfill.estimate.Effort;
import dev.backfill.fact.CountFact;
import dev.backfill.plan.Cell;
import dev.backfill.problem.Problem;
import dev.backfill.run.CellValidation;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Stage;
import dev.backfill.run.Standing;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import dev.backfill.stage.StepResult.Skipped;
import java.util.List;
import java.util.stream.Collectors;

/** Counts every cell of the plan's matrix, and lists every check that does not pass. */
public final class ValidateStage extends Stage {
  @Override
  public StageKind kind() {
    return StageKind.VALIDATE;
  }

  @Override
  public Role role() {
    return Role.VALIDATES;
  }

  @Override
  public Page page() {
    return Page.COUNTS;
  }

  @Override
  public Effort effort() {
    return Effort.COUNTS;
  }

  @Override
  public String heading() {
    return "Validate results";
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    return CountPlan.steps(StageKind.VALIDATE, run, true);
  }

  @Override
  public StepResult run(Steps steps) {
    var cells = steps.view().cells().stream().filter(cell -> !stands(steps, cell)).toList();
    var results =
        new TableByTable(steps, (counter, cell) -> check(steps, counter, cell)).run(cells);
    var due = CellValidation.due(steps.view());
    return results.succeeded() && due.isEmpty()
        ? NothingDue.refused(steps.view())
        : results.whole(
            "Cells that pass or were accepted: " + due.size() + NothingDue.rest(steps.view()));
  }

  /**
   * Whether a cell passed already, and is not wanted once more: whoever goes on asks about the
   * others only. That it is still as it was counted, the gate makes sure.
   */
  private static boolean stands(Steps steps, Cell cell) {
    return !steps.isAnew() && steps.result(cell.key()).filter(StepResult::succeeded).isPresent();
  }

  private static StepResult check(Steps steps, TableCounter counter, Cell cell) {
    // Before the counting, so that a change during it is noticed at the gate.
    steps.note(counter.prints(cell));
    var counts = counter.count(cell);
    if (!NullShare.columns(steps.plan()).isEmpty() && counts.rejected().isPresent()) {
      counts = counts.withNulls(counter.nulls(cell));
    }
    steps.note(new CountFact.Counted(counts));
    if (counts.errors().orElse(0L) > 0) {
      steps.note(counter.errorRows(cell));
    }
    if (steps.plan().rewrite().isPresent() && !counts.isVoid()) {
      steps.note(counter.elsewhere(cell));
    }
    if (counts.isVoid()) {
      return new Skipped(Standing.nothing(steps.plan()));
    }
    var deviations = CellValidation.deviations(steps.view().playbook().check(counts));
    if (deviations.isEmpty()) {
      return new Done(
          counts.backfill().orElseThrow().rows() + " rows, all checks pass" + nulls(counts));
    }
    return CellValidation.reason(steps.view(), counts)
        .<StepResult>map(reason -> new Done("Accepted: " + reason))
        .orElseGet(
            () -> new Refused(deviations.stream().map(line -> deviation(cell, line)).toList()));
  }

  private static String nulls(Counts counts) {
    return counts.rejected().stream()
        .flatMap(one -> one.nulls().stream())
        .map(share -> "\n" + share)
        .collect(Collectors.joining());
  }

  private static Problem deviation(Cell cell, String line) {
    return Problem.said(cell + ": " + line).inCell(cell.key());
  }
}
