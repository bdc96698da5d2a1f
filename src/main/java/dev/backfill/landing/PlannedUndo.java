package dev.backfill.landing;

import dev.backfill.fact.ProductionFact.BackedUp;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.run.ByHand;
import dev.backfill.run.JobIds;
import dev.backfill.run.Production;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.ProductionFold;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.State;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.text.Shell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The undo of a run's copies, a step for each partition that it wrote and that has a backup still:
 * no plan tells of these before, so they stand beside the playbook's steps.
 */
public final class PlannedUndo {
  private final RunView view;
  private final Plan plan;
  private final Map<String, BackedUp> kept = new HashMap<>();

  private PlannedUndo(RunView view) {
    this.view = view;
    this.plan = view.plan();
    if (plan.finish().keepBackup() || view.state(Role.CLEANS) != State.DONE) {
      view.each(Role.LANDS, BackedUp.class).forEach(one -> kept.put(one.cell(), one));
    }
  }

  /** Every step of it, in the plan's order; none before anything was copied. */
  public static List<PlannedStep> of(RunView view) {
    var undo = new PlannedUndo(view);
    return view.playbook().one(Role.LANDS).stream()
        .flatMap(stage -> view.plan().cells().stream().flatMap(cell -> undo.step(stage, cell)))
        .toList();
  }

  /** The step of a cell; empty where production holds nothing of the run, or no backup is kept. */
  public static Optional<PlannedStep> of(RunView view, Cell cell) {
    var undo = new PlannedUndo(view);
    return view.playbook().one(Role.LANDS).flatMap(stage -> undo.step(stage, cell).findFirst());
  }

  private Stream<PlannedStep> step(StageKind stage, Cell cell) {
    return Optional.ofNullable(kept.get(cell.key()))
        .filter(backup -> view.production().footprint(cell) != Footprint.UNTOUCHED)
        .map(backup -> step(stage, cell, backup))
        .stream();
  }

  private PlannedStep step(StageKind stage, Cell cell, BackedUp backup) {
    var to = plan.stable(cell.type()).partition(cell.day());
    var subject = ProductionFold.undoing(Production.subject(plan, cell));
    var step = PlannedStep.of(stage, subject, Kind.OVERWRITES);
    // What was not there before the copy has nothing that could be copied back.
    return backup.rows() == 0
        ? step.calling("bigquery.tables.delete")
            .touching("deletes " + to + ", which was not there before the copy")
            .byHand(() -> "bq rm -f -t " + Shell.quoted(to.toString()))
        : step.calling("bigquery.jobs.insert (copy, WRITE_TRUNCATE)")
            .touching("overwrites " + to + " with its backup " + backup.partition())
            .byHand(
                () ->
                    ByHand.copy(
                        plan, job(stage, subject), backup.of().key(), backup.partition(), to));
  }

  /** Under the id of the try that was made, or will be: what ran under it does not run again. */
  private String job(StageKind stage, String subject) {
    return view.stage(stage).lines().stream()
        .filter(line -> line.step().subject().equals(subject))
        .flatMap(line -> line.job().stream())
        .findFirst()
        .orElse(JobIds.bigQuery(view.opened().run(), new Step(stage, subject), 1));
  }
}
