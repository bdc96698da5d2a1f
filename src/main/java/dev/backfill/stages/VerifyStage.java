package dev.backfill.stages;

import dev.backfill.check.Counts;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.estimate.Effort;
import dev.backfill.fact.CountFact;
import dev.backfill.fact.ProductionFact;
import dev.backfill.landing.Landing;
import dev.backfill.plan.Cell;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.CellValidation;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.SideBySide;
import dev.backfill.run.Stage;
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

/** Counts again after finalize: stable and backfill must now be the same, exactly. */
public final class VerifyStage extends Stage {
  private static final int AT_ONCE = 4;

  @Override
  public StageKind kind() {
    return StageKind.VERIFY;
  }

  @Override
  public Role role() {
    return Role.PROVES;
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
    return "Finalize";
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    return CountPlan.steps(StageKind.VERIFY, run, false);
  }

  @Override
  public StepResult run(Steps steps) {
    var cells = steps.view().cells();
    var due = CellValidation.due(steps.view());
    if (due.isEmpty()) {
      return NothingDue.refused(steps.view());
    }
    var work = new ArrayList<Supplier<StepResult>>();
    cells.forEach(
        cell ->
            work.add(() -> steps.look(cell.key(), () -> compare(steps, cell, due.contains(cell)))));
    return new SideBySide(AT_ONCE)
        .run(work)
        .whole(Landing.of(steps.plan()).equalText(due.size()) + NothingDue.rest(steps.view()));
  }

  private StepResult compare(Steps steps, Cell cell, boolean due) {
    var asked = new CostedQueries(steps);
    var before = before(steps, cell);
    var counted = new CellCounter(steps, asked).count(cell);
    var counts = before.map(held -> counted.addedTo(held.rows())).orElse(counted);
    asked.keep(cell);
    steps.note(new CountFact.Counted(counts));
    if (!due) {
      return unchanged(counts);
    }
    if (counts.stable().isEmpty() || counts.backfill().isEmpty()) {
      return Refused.of(
          Problem.of(
                  cell + ": a table is gone, so nothing can be compared.",
                  "Find out who deleted it.")
              .inCell(cell.key()));
    }
    var stable = counts.stable().get();
    var backfill = counts.backfill().get();
    var landing = Landing.of(steps.plan());
    return landing
        .unequal(counts, stable, backfill, before)
        .<StepResult>map(
            what ->
                Refused.of(
                    Problem.of(
                            cell + ": " + what,
                            "Look at both before cleanup. Undo puts the backup back; then validate"
                                + " and copy again.")
                        .inCell(cell.key())
                        .with(Action.undo(), Action.from(StageKind.VALIDATE.id()))))
        .orElseGet(() -> new Done(landing.equal(counts, stable, backfill)));
  }

  private static Optional<Fingerprint> before(Steps steps, Cell cell) {
    return steps.view().each(Role.LANDS, ProductionFact.Copied.class).stream()
        .filter(copied -> copied.cell().equals(cell.key()))
        .reduce((first, second) -> second)
        .flatMap(ProductionFact.Copied::before);
  }

  /** A cell that was skipped must have nothing to do still. */
  private static StepResult unchanged(Counts counts) {
    return counts.isVoid()
        ? new Skipped("Still nothing to do")
        : Refused.of(
            Problem.of(
                    counts.cell()
                        + " was skipped because it had nothing to do when it was validated. It has now: "
                        + counts.brief()
                        + ".",
                    counts.rewritten().isPresent()
                        ? "Rewrite it again, or leave it out."
                        : "Decode it again, or leave it out.")
                .inCell(counts.cell().key())
                .with(Action.again(counts.cell().key()), Action.leaveOut(counts.cell().key())));
  }
}
