package dev.backfill.landing;

import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Side;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.Progress;
import dev.backfill.confirm.AppendPartition;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.ByHand;
import dev.backfill.stage.PlannedStep;
import java.util.Optional;

/**
 * The validated rows are added to what a partition of production holds.
 *
 * <p>Rows are added once because a cell's copy has one job id for as long as it is not known to
 * have added nothing: the service refuses a second job of an id, whoever asks for it. That a copy
 * was made is what its job says; a count alone would take rows that others wrote for ours.
 */
final class AppendLanding extends Landing<AppendPartition> {
  AppendLanding(Plan plan) {
    super(plan);
  }

  @Override
  public AppendPartition propose(
      Cell cell, long rows, Fingerprint staging, Fingerprint production) {
    return new AppendPartition(from(cell), to(cell), rows, staging, production);
  }

  @Override
  CopyDone act(Cloud cloud, Confirmed<AppendPartition> confirmed, String job, Progress progress) {
    return cloud.production().append(confirmed, job, progress);
  }

  @Override
  Optional<CopyDone> begun(Cloud cloud, Cell cell, String job, Progress progress) {
    return cloud.production().appended(from(cell), to(cell), job, progress);
  }

  @Override
  String told(long rows, Optional<Fingerprint> before) {
    return rows + " rows added" + before.map(print -> " to " + print.rows()).orElse("");
  }

  /**
   * What it held before is still there, and the validated rows besides.
   *
   * @throws CloudException of kind UNAVAILABLE when it is not known what it held: then nothing is
   *     proved, and nothing is begun under another id
   */
  @Override
  Proof proof(Cell cell, long rows, Optional<Fingerprint> before) {
    var held =
        before.orElseThrow(
            () ->
                new CloudException(
                    CloudException.Kind.UNAVAILABLE,
                    Problem.of(
                            "What " + to(cell) + " held before rows were added is not known.",
                            "Undo it, which puts its backup back, then copy again.")
                        .with(Action.undo()),
                    null));
    return Proof.ofAppend(to(cell), rows, held.rows());
  }

  /** Every new id is there once, and beside them as many rows as before, exactly. */
  @Override
  public Optional<String> unequal(
      Counts counts, Side stable, Side backfill, Optional<Fingerprint> before) {
    if (before.isEmpty() || counts.rejected().isEmpty()) {
      return Optional.of("how many rows stable held before is not known, so nothing is proved.");
    }
    var held = before.get().rows();
    var there = counts.rejected().get().present();
    if (stable.rows() != held + backfill.rows()) {
      return Optional.of(
          "stable has "
              + stable.rows()
              + " rows in place of "
              + held
              + " before and "
              + backfill.rows()
              + " added. Someone else may have written to it.");
    }
    return there.rows() == backfill.rows() && there.distinct() == backfill.rows()
        ? Optional.empty()
        : Optional.of(
            "of the "
                + backfill.rows()
                + " new documents stable holds "
                + there.distinct()
                + ", in "
                + there.rows()
                + " rows.");
  }

  @Override
  public String equalText(int cells) {
    return "Stable holds what it held and what was added, once, for " + cells + " cells";
  }

  @Override
  public String equal(Counts counts, Side stable, Side backfill) {
    return "n_stable = "
        + (stable.rows() - backfill.rows())
        + " before + "
        + backfill.rows()
        + " added = "
        + stable.rows()
        + ", every new document once";
  }

  @Override
  String command(Cell cell, String job, Optional<String> key) {
    return ByHand.append(plan, job, key, from(cell), to(cell));
  }

  @Override
  PlannedStep byUs(PlannedStep step, Cell cell) {
    return needingACopy(step)
        .calling(
            "bigquery.tables.get",
            "bigquery.rowAccessPolicies.list",
            "bigquery.jobs.query (INFORMATION_SCHEMA.PARTITIONS)",
            "bigquery.jobs.get",
            "bigquery.jobs.insert (copy, WRITE_APPEND, CREATE_NEVER)")
        .touching("adds rows to " + to(cell) + " in production, once its name is typed");
  }

  @Override
  PlannedStep byOthers(PlannedStep step, Cell cell) {
    return readingOthers(step)
        .touching("others add rows to " + to(cell) + " in production; what they made is read");
  }
}
