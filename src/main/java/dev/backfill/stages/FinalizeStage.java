package dev.backfill.stages;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Destruction;
import dev.backfill.estimate.Effort;
import dev.backfill.fact.CountFact;
import dev.backfill.fact.ProductionFact;
import dev.backfill.landing.Backups;
import dev.backfill.landing.Gate;
import dev.backfill.landing.HandOver;
import dev.backfill.landing.Hazards;
import dev.backfill.landing.Landing;
import dev.backfill.landing.LandingPlan;
import dev.backfill.landing.OpenWrites;
import dev.backfill.landing.Packet;
import dev.backfill.landing.PartitionCopy;
import dev.backfill.landing.Undo;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.AtOnce;
import dev.backfill.run.CellValidation;
import dev.backfill.run.DoneSoFar;
import dev.backfill.run.NotConfirmed;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.RunView;
import dev.backfill.run.SideBySide;
import dev.backfill.run.Stage;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;

/** Copies each validated partition over production's, after the operator has named them. */
public final class FinalizeStage extends Stage {
  private static final String UNCHANGED = "Production was not changed; the backup is kept.";

  @Override
  public StageKind kind() {
    return StageKind.FINALIZE;
  }

  @Override
  public Role role() {
    return Role.LANDS;
  }

  @Override
  public Page page() {
    return Page.LANDING;
  }

  @Override
  public Effort effort() {
    return Effort.COPIES;
  }

  @Override
  public String heading() {
    return "Finalize";
  }

  @Override
  public Hold hold() {
    return Hold.UNBROKEN;
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    return new LandingPlan(kind(), run).steps();
  }

  @Override
  public List<String> done(RunView view) {
    var kept = view.each(kind(), ProductionFact.BackedUp.class).stream();
    var cells = kept.map(ProductionFact.BackedUp::cell).distinct().count();
    return cells == 0 ? List.of() : List.of(DoneSoFar.many(cells, "partition") + " backed up");
  }

  @Override
  public StepResult undo(Steps steps, boolean goesOn) {
    return new Undo(goesOn).run(steps);
  }

  @Override
  public StepResult run(Steps steps) {
    var settled = OpenWrites.settle(steps);
    if (settled.isPresent()) {
      return settled.get();
    }
    var cells = CellValidation.due(steps.view());
    if (cells.isEmpty()) {
      return NothingDue.refused(steps.view());
    }
    var open = cells.stream().filter(cell -> !copied(steps, cell)).toList();
    if (open.isEmpty()) {
      return new StepResult.AlreadyDone("Every partition was copied");
    }
    Hazards.of(steps.view()).forEach(steps.progress()::warn);
    var handing = steps.plan().finish().by() == Plan.By.HAND_OVER;
    var handOver = new HandOver(steps, steps.operator());
    if (handing) {
      var packet = handOver.open().filter(p -> holds(steps, p));
      if (packet.isPresent()) {
        return handOver.await(packet.get(), open);
      }
    }
    var gate = new Gate(steps);
    var problems = open.stream().flatMap(cell -> gate.problems(cell).stream()).toList();
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    var backedUp = backUp(steps, open, gate);
    if (!backedUp.succeeded()) {
      return backedUp.whole("");
    }
    var now = new Gate(steps);
    var stale = stale(steps, open, now);
    if (!stale.isEmpty()) {
      return new Refused(stale);
    }
    return handing ? handOver.hand(open, now) : ask(steps, Landing.of(steps.plan()), open, now);
  }

  /** A packet holds as long as nothing was validated, and nothing undone, after it. */
  private static boolean holds(Steps steps, Packet packet) {
    var production = steps.view().production();
    return steps.view().all(Role.VALIDATES, CountFact.Counted.class).stream()
            .allMatch(counts -> !counts.at().isAfter(packet.made()))
        && packet.items().stream()
            .map(item -> production.of(item.cell()))
            .filter(write -> write.footprint() == Footprint.RESTORED)
            .allMatch(write -> write.at().orElseThrow().isBefore(packet.made()));
  }

  private static boolean copied(Steps steps, Cell cell) {
    return steps.view().production().footprint(cell) == Footprint.COPIED;
  }

  private static StepResults backUp(Steps steps, List<Cell> cells, Gate gate) {
    if (!steps.plan().finish().backup()) {
      return new StepResults();
    }
    var backups = new Backups(steps);
    var prepared = backups.prepare(cells);
    return prepared.succeeded()
        ? new SideBySide(steps, AtOnce.COPIES)
            .run(
                cells.stream().map(cell -> backups.of(cell, gate.seen(cell).production())).toList())
        : prepared;
  }

  /** What is no longer what its backup holds: nobody is asked to overwrite it. */
  private static List<Problem> stale(Steps steps, List<Cell> cells, Gate now) {
    if (!steps.plan().finish().backup()) {
      return List.of();
    }
    var backups = new Backups(steps);
    var landing = Landing.of(steps.plan());
    return cells.stream()
        .filter(cell -> !backups.fits(cell, now.seen(cell).production()))
        .map(
            cell ->
                Problem.of(
                        landing.to(cell) + " changed since its backup was made.",
                        "Resume to back it up again.")
                    .inCell(cell.key())
                    .with(Action.resume()))
        .toList();
  }

  private static <D extends Destruction> StepResult ask(
      Steps steps, Landing<D> landing, List<Cell> cells, Gate gate) {
    var seen = new LinkedHashMap<Cell, Gate.Seen>();
    cells.forEach(cell -> seen.put(cell, gate.seen(cell)));
    var items = new LinkedHashMap<D, Cell>();
    seen.forEach(
        (cell, one) ->
            items.put(landing.propose(cell, one.rows(), one.staging(), one.production()), cell));
    var request =
        new ConfirmationRequest<>(steps.plan().sourceProject(), List.copyOf(items.keySet()));
    var confirmed = steps.desk().confirm(request, steps.operator().typed(request));
    if (confirmed.isEmpty()) {
      return new NotConfirmed(steps.operator())
          .result(UNCHANGED, List.of(NotConfirmed.wanting("To confirm", request.named())));
    }
    steps.agreed(request.phrase(), request.items().stream().map(D::phrase).toList());
    var work = new ArrayList<Supplier<StepResult>>();
    for (var one : confirmed.get()) {
      var cell = items.get(one.what());
      work.add(() -> new PartitionCopy<>(steps, landing, cell).make(one, seen.get(cell)));
    }
    return new SideBySide(steps, AtOnce.COPIES)
        .run(work)
        .wholeOfChanges(confirmed.get().size() + " partitions copied");
  }
}
