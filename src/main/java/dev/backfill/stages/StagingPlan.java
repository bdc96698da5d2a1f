package dev.backfill.stages;

import static java.util.stream.Collectors.joining;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingPartition;
import dev.backfill.run.ByHand;
import dev.backfill.run.JobIds;
import dev.backfill.run.PlannedRun;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.Slice;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StagingSql;
import dev.backfill.stage.Step;
import java.util.List;
import java.util.stream.Stream;

/** The steps that stage a cell: one query, or a look at all its slices and a query for each. */
final class StagingPlan {
  private final PlannedRun run;
  private final StagedSlices staged;
  private final Plan plan;
  private final Cell cell;
  private final StagingPartition to;

  StagingPlan(PlannedRun run, StagedSlices staged, Cell cell) {
    this.run = run;
    this.staged = staged;
    this.plan = run.plan();
    this.cell = cell;
    this.to = plan.staged(cell.type()).partition(cell.day());
  }

  Stream<PlannedStep> steps() {
    var slices = Slice.all(staged.count(cell).orElse(1));
    return slices.size() == 1
        ? Stream.of(whole())
        : Stream.concat(Stream.of(look(slices)), slices.stream().map(this::slice));
  }

  private PlannedStep whole() {
    return PartitionQuery.planned(run, StageKind.STAGE, cell, to, () -> StagingSql.of(plan, cell));
  }

  private PlannedStep look(List<Slice> slices) {
    return PlannedStep.of(StageKind.STAGE, cell.key(), Kind.READS)
        .calling("bigquery.jobs.insert (dry run)")
        .needing(plan.sourceProject(), "bigquery.tables.getData")
        .needing(plan.targetProject(), "bigquery.jobs.create")
        .sending(
            () -> slices.stream().map(s -> sql(s).stripTrailing()).collect(joining(";\n\n")) + "\n")
        .byHand(() -> slices.stream().map(s -> ByHand.dryRun(plan, sql(s))).collect(joining("\n")));
  }

  private PlannedStep slice(Slice slice) {
    var write = slice.isFirst() ? "WRITE_TRUNCATE" : "WRITE_APPEND";
    return query(slice.subject(cell), write)
        .touching(
            slice.isFirst()
                ? "replaces " + to + " by its documents of " + slice
                : "adds the documents of " + slice + " to " + to)
        .sending(() -> sql(slice))
        .byHand(() -> byHand(slice));
  }

  private String byHand(Slice slice) {
    var step = new Step(StageKind.STAGE, CellStaging.subject(cell, slice, 1));
    var job = JobIds.bigQuery(run.id(), step, 1);
    return slice.isFirst()
        ? ByHand.queryInto(plan, job, to, sql(slice))
        : ByHand.queryOnto(plan, job, to, sql(slice));
  }

  private String sql(Slice slice) {
    return StagingSql.of(plan, cell, slice);
  }

  private PlannedStep query(String subject, String write) {
    return PlannedStep.of(StageKind.STAGE, subject, Kind.WRITES)
        .calling("bigquery.jobs.insert (query, " + write + ")")
        .needing(plan.sourceProject(), "bigquery.tables.getData")
        .needing(
            plan.targetProject(),
            "bigquery.jobs.create",
            "bigquery.tables.get",
            "bigquery.tables.updateData");
  }
}
