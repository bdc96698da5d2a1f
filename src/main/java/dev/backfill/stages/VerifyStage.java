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
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Stage;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import dev.backfill.stage.StepResult.Skipped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts again after finalize: stable and backfill must now be the same, exactly. */
public final class VerifyStage extends Stage {
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
    var isDue = Set.copyOf(due);
    var counted = counted(steps);
    var open = cells.stream().filter(cell -> !stands(steps, cell, counted)).toList();
    var copied = copied(steps);
    return new TableByTable(
            steps,
            (counter, cell) ->
                compare(
                    steps,
                    counter.count(cell),
                    Optional.ofNullable(copied.get(cell.key()))
                        .flatMap(ProductionFact.Copied::before),
                    isDue.contains(cell)))
        .run(open)
        .whole(Landing.of(steps.plan()).equalText(due.size()) + NothingDue.rest(steps.view()));
  }

  /**
   * Whether a cell was found as it must be since it landed, or, where it had nothing to do, since
   * that was found: whoever goes on asks about the others only.
   *
   * @param counted when each cell was validated, by its key
   */
  private static boolean stands(Steps steps, Cell cell, Map<String, Instant> counted) {
    var subject = cell.key();
    return !steps.isAnew()
        && steps.result(subject).filter(StepResult::succeeded).isPresent()
        && steps
            .view()
            .production()
            .of(cell)
            .at()
            .or(() -> Optional.ofNullable(counted.get(subject)))
            .filter(since -> steps.started(subject).orElseThrow().isAfter(since))
            .isPresent();
  }

  private static Map<String, Instant> counted(Steps steps) {
    var newest = new HashMap<String, Instant>();
    steps
        .view()
        .all(Role.VALIDATES, CountFact.Counted.class)
        .forEach(one -> newest.put(one.fact().counts().cell().key(), one.at()));
    return newest;
  }

  private static StepResult compare(
      Steps steps, Counts counted, Optional<Fingerprint> before, boolean due) {
    var cell = counted.cell();
    var counts = before.map(held -> counted.addedTo(held.rows())).orElse(counted);
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

  /** The newest copy of each cell, by its key. */
  private static Map<String, ProductionFact.Copied> copied(Steps steps) {
    var newest = new HashMap<String, ProductionFact.Copied>();
    steps
        .view()
        .each(Role.LANDS, ProductionFact.Copied.class)
        .forEach(one -> newest.put(one.cell(), one));
    return newest;
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
