package dev.backfill.stages;

import dev.backfill.check.CountsSql;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.estimate.Effort;
import dev.backfill.fact.CountFact;
import dev.backfill.landing.OtherPlaces;
import dev.backfill.plan.Cell;
import dev.backfill.plan.TableName;
import dev.backfill.problem.Problem;
import dev.backfill.run.CellValidation;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.Inspection;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.SideBySide;
import dev.backfill.run.Stage;
import dev.backfill.run.Standing;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import dev.backfill.stage.StepResult.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Counts every cell of the plan's matrix, and lists every check that does not pass. */
public final class ValidateStage extends Stage {
  // Quota: 100 interactive queries at once in a project; a cell asks one at a time.
  private static final int AT_ONCE = 4;

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
    var work = new ArrayList<Supplier<StepResult>>();
    steps.view().cells().stream()
        .filter(cell -> !stands(steps, cell))
        .forEach(cell -> work.add(() -> steps.look(cell.key(), () -> check(steps, cell))));
    var results = new SideBySide(AT_ONCE).run(work);
    var due = CellValidation.due(steps.view());
    return results.succeeded() && due.isEmpty()
        ? NothingDue.refused(steps.view())
        : results.whole(
            "Cells that pass or were accepted: " + due.size() + NothingDue.rest(steps.view()));
  }

  /** Whether only some cells are wanted once more, and this is none of them. */
  private static boolean stands(Steps steps, Cell cell) {
    return steps.isReopened()
        && !steps.isAnew()
        && steps.result(cell.key()).filter(StepResult::succeeded).isPresent();
  }

  private StepResult check(Steps steps, Cell cell) {
    // Before the counting, so that a change during it is noticed at the gate.
    steps.note(prints(steps, cell));
    var asked = new CostedQueries(steps);
    var counts = new CellCounter(steps, asked).count(cell);
    steps.note(new CountFact.Counted(counts));
    if (counts.errors().orElse(0L) > 0) {
      steps.note(errorRows(steps, asked, cell));
    }
    if (steps.plan().rewrite().isPresent() && !counts.isVoid()) {
      steps.note(new OtherPlaces(steps, asked).of(cell));
    }
    asked.keep(cell);
    if (counts.isVoid()) {
      return new Skipped(Standing.nothing(steps.plan()));
    }
    var deviations = CellValidation.deviations(steps.view().playbook().check(counts));
    if (deviations.isEmpty()) {
      return new Done(counts.backfill().orElseThrow().rows() + " rows, all checks pass");
    }
    return CellValidation.reason(steps.view(), counts)
        .<StepResult>map(reason -> new Done("Accepted: " + reason))
        .orElseGet(
            () -> new Refused(deviations.stream().map(line -> deviation(cell, line)).toList()));
  }

  private static Problem deviation(Cell cell, String line) {
    return Problem.said(cell + ": " + line).inCell(cell.key());
  }

  private static CountFact errorRows(Steps steps, CostedQueries asked, Cell cell) {
    var plan = steps.plan();
    var sql = CountsSql.errorMessages(plan, cell);
    return new CountFact.ErrorsGrouped(
        cell.key(),
        Inspection.groups(asked.query("group error rows", plan.targetProject(), sql, 1)));
  }

  private static CountFact prints(Steps steps, Cell cell) {
    var plan = steps.plan();
    return new CountFact.Fingerprinted(
        cell.key(),
        print(steps, plan.backfill(cell.type()).name(), cell),
        print(steps, plan.stable(cell.type()).name(), cell));
  }

  private static Optional<Fingerprint> print(Steps steps, TableName name, Cell cell) {
    var warehouse = steps.cloud().warehouse();
    return warehouse
        .table(name)
        .map(table -> Fingerprints.of(table, cell.day(), warehouse.partition(name, cell.day())));
  }
}
