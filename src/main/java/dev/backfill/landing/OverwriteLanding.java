package dev.backfill.landing;

import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Rewritten;
import dev.backfill.check.Counts.Side;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.Progress;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.run.ByHand;
import dev.backfill.stage.PlannedStep;
import java.util.Optional;

/** A partition of production is replaced by the validated one. */
final class OverwriteLanding extends Landing<ReplacePartition> {
  OverwriteLanding(Plan plan) {
    super(plan);
  }

  @Override
  public ReplacePartition propose(
      Cell cell, long rows, Fingerprint staging, Fingerprint production) {
    return new ReplacePartition(from(cell), to(cell), rows, staging, production);
  }

  @Override
  CopyDone act(Cloud cloud, Confirmed<ReplacePartition> confirmed, String job, Progress progress) {
    return cloud.production().replace(confirmed, job, progress);
  }

  /** What it held before is gone: it holds what was validated, and nothing else. */
  @Override
  Proof proof(Cell cell, long rows, Optional<Fingerprint> before) {
    return Proof.ofCopy(to(cell), rows);
  }

  @Override
  Optional<CopyDone> begun(Cloud cloud, Cell cell, String job, Progress progress) {
    return cloud.production().begun(from(cell), to(cell), job, progress);
  }

  @Override
  String told(long rows, Optional<Fingerprint> before) {
    return rows + " rows copied" + before.map(print -> ", in place of " + print.rows()).orElse("");
  }

  @Override
  public Optional<String> unequal(
      Counts counts, Side stable, Side backfill, Optional<Fingerprint> before) {
    var affected = counts.rewritten().flatMap(Rewritten::affected);
    var left = counts.rewritten().flatMap(Rewritten::left);
    return stable.equals(backfill) && affected.equals(left)
        ? Optional.empty()
        : Optional.of(
            "stable has "
                + stable.rows()
                + " rows"
                + affected.map(rows -> ", " + rows + " affected,").orElse("")
                + " and backfill "
                + backfill.rows()
                + left.map(rows -> ", " + rows + " affected").orElse("")
                + ". Someone else may have written to one of them.");
  }

  @Override
  public String equalText(int cells) {
    return "Stable equals backfill for " + cells + " cells";
  }

  @Override
  public String equal(Counts counts, Side stable, Side backfill) {
    return "n_stable = n_backfill = "
        + stable.rows()
        + counts.rewritten().flatMap(Rewritten::affected).map(n -> ", affected: " + n).orElse("");
  }

  @Override
  String command(Cell cell, String job, Optional<String> key) {
    return ByHand.copy(plan, job, key, from(cell), to(cell));
  }

  @Override
  PlannedStep byUs(PlannedStep step, Cell cell) {
    return needingACopy(step)
        .calling(
            "bigquery.tables.get",
            "bigquery.rowAccessPolicies.list",
            "bigquery.jobs.query (INFORMATION_SCHEMA.PARTITIONS)",
            "bigquery.jobs.insert (copy, WRITE_TRUNCATE, CREATE_NEVER)")
        .touching("overwrites " + to(cell) + " in production, once its name is typed");
  }

  @Override
  PlannedStep byOthers(PlannedStep step, Cell cell) {
    return readingOthers(step)
        .touching("others overwrite " + to(cell) + " in production; what they made is read");
  }
}
