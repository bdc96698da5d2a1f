package dev.backfill.landing;

import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.run.ByHand;
import dev.backfill.run.JobIds;
import dev.backfill.run.PlannedRun;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How rows reach production, step by step: backups, then the copies, by us or by others. */
public final class LandingPlan {
  private final StageKind stage;
  private final PlannedRun run;
  private final Plan plan;

  public LandingPlan(StageKind stage, PlannedRun run) {
    this.stage = stage;
    this.run = run;
    this.plan = run.plan();
  }

  public List<PlannedStep> steps() {
    var cells = run.due();
    var steps = new ArrayList<PlannedStep>();
    if (plan.finish().backup()) {
      steps.add(dataset());
      cells.stream().map(Cell::type).distinct().forEach(type -> steps.add(table(type)));
      cells.forEach(cell -> steps.add(backup(cell)));
    }
    if (isHandedOver()) {
      steps.add(packet());
    }
    var landing = Landing.of(plan);
    cells.forEach(cell -> steps.add(landing.planned(stage, run, cell)));
    return steps;
  }

  private boolean isHandedOver() {
    return plan.finish().by() == Plan.By.HAND_OVER;
  }

  private PlannedStep of(String subject, Kind kind) {
    return PlannedStep.of(stage, subject, kind);
  }

  private PlannedStep dataset() {
    var name = plan.backups(run.id());
    return of(Backups.step(name), Kind.MAKES)
        .calling("bigquery.datasets.get", "bigquery.datasets.insert")
        .touching("creates " + name + ", unless it exists")
        .needing(plan.targetProject(), "bigquery.datasets.get", "bigquery.datasets.create")
        .byHand(() -> ByHand.makeDataset(plan, name, run.id()));
  }

  private PlannedStep table(DocumentType type) {
    var table = plan.backup(run.id(), type);
    var like = plan.stable(type);
    return of(Backups.step(table), Kind.MAKES)
        .calling("bigquery.tables.get", "bigquery.tables.insert")
        .touching("creates " + table + " like " + like + ", unless it exists")
        .needing(plan.sourceProject(), "bigquery.tables.get")
        .needing(plan.targetProject(), "bigquery.tables.get", "bigquery.tables.create")
        .byHand(
            () ->
                ByHand.query(
                    plan, "CREATE TABLE " + table.name().sql() + " LIKE " + like.name().sql()));
  }

  private PlannedStep backup(Cell cell) {
    var from = plan.stable(cell.type()).partition(cell.day());
    var to = plan.backup(run.id(), cell.type()).partition(cell.day());
    var subject = Backups.step(from.toString());
    return of(subject, Kind.WRITES)
        .calling(
            "bigquery.tables.get",
            "bigquery.jobs.query (INFORMATION_SCHEMA.PARTITIONS)",
            "bigquery.jobs.insert (copy, WRITE_TRUNCATE)")
        .touching("replaces " + to + " by what " + from + " holds")
        .needing(
            plan.sourceProject(),
            "bigquery.tables.get",
            "bigquery.tables.getData",
            "bigquery.tables.list")
        .needing(plan.targetProject(), "bigquery.jobs.create", "bigquery.tables.updateData")
        .byHand(() -> ByHand.copy(plan, job(subject), Optional.empty(), from, to));
  }

  private PlannedStep packet() {
    return of(HandOver.PACKET, Kind.TELLS)
        .touching("writes what is to be copied into a packet for others")
        .byHand(() -> ByHand.CONSOLE + "hand-over hand-over-DIGEST.json");
  }

  private String job(String subject) {
    return JobIds.bigQuery(run.id(), new Step(stage, subject), 1);
  }
}
