package dev.backfill.landing;

import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Side;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.cloud.Progress;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import dev.backfill.problem.Problem;
import dev.backfill.run.JobIds;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Production;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the validated rows of a plan's cells reach production: what is proposed of a cell, the call
 * that does it, the command that does the same by hand, and what proves that it was done. The run
 * that copies, the packet for others, its execution and the reading of what others did all go by
 * it, so that none can believe what another would not.
 *
 * <p>What keeps a cell back is the {@link Gate}'s, what production held the {@link Backups}', and
 * taking it back the {@link Undo}'s: these are the same however rows land.
 *
 * @param <D> what is confirmed before it is done
 */
public abstract class Landing<D extends Destruction> {
  final Plan plan;

  Landing(Plan plan) {
    this.plan = plan;
  }

  /** The landing that a plan asks for. */
  public static Landing<?> of(Plan plan) {
    return switch (plan.finish().mode()) {
      case OVERWRITE -> new OverwriteLanding(plan);
      case APPEND -> new AppendLanding(plan);
    };
  }

  final StagingPartition from(Cell cell) {
    return plan.backfill(cell.type()).partition(cell.day());
  }

  public final ProductionPartition to(Cell cell) {
    return plan.stable(cell.type()).partition(cell.day());
  }

  /**
   * What would be done to a cell, to be confirmed.
   *
   * @param rows how many were validated
   * @param staging the rows' partition as it was seen
   * @param production the partition in production as it was seen
   */
  public abstract D propose(Cell cell, long rows, Fingerprint staging, Fingerprint production);

  /** Does what was confirmed, by a job of this id; see {@code ProductionWriter}. */
  abstract CopyDone act(Cloud cloud, Confirmed<D> confirmed, String job, Progress progress);

  /** Awaits the end of what was begun under a job's id; empty when nothing was. */
  abstract Optional<CopyDone> begun(Cloud cloud, Cell cell, String job, Progress progress);

  /**
   * Looks at what was done, hands it over to be noted, and proves it.
   *
   * @param rows how many were validated
   * @param before production as it was before, where that is known
   * @return how many rows it brought
   * @throws dev.backfill.cloud.CloudException when it is not as it must be, or not known to be
   */
  final long prove(
      Cloud cloud,
      Cell cell,
      CopyDone done,
      long rows,
      Optional<Fingerprint> before,
      Consumer<Fingerprint> note) {
    var proved = proof(cell, rows, before).of(done, cloud.warehouse(), to(cell), note);
    before.ifPresent(then -> Proof.sameKey(then, proved.after()));
    return proved.rows();
  }

  /**
   * Reads what others did, by a job that only they can ask about, and notes what is as it must be.
   *
   * @return what is wrong with it; empty when nothing is
   */
  final Optional<Problem> read(
      Cloud cloud, Cell cell, long rows, Fingerprint before, Consumer<Fingerprint> note) {
    var now = look(cloud, cell);
    if (now.modified().equals(before.modified())) {
      return Optional.of(
          Problem.of(
                  now.partition() + " was not changed since it was handed over.",
                  "Ask who has the packet.")
              .inCell(cell.key()));
    }
    var problem = proof(cell, rows, Optional.of(before)).problem(now.rows());
    if (problem.isEmpty()) {
      note.accept(now);
    }
    return problem.map(what -> Problem.of(what, "Look at what was executed.").inCell(cell.key()));
  }

  /** What is said of a cell that landed, after how many rows it brought. */
  abstract String told(long rows, Optional<Fingerprint> before);

  /** What proves a cell that landed. */
  abstract Proof proof(Cell cell, long rows, Optional<Fingerprint> before);

  /**
   * What does not hold of a landed cell when it is counted once more; empty when all does.
   *
   * @param stable what production's table holds of it
   * @param backfill what was to land
   * @param before production as it was before it landed, where that is known
   */
  public abstract Optional<String> unequal(
      Counts counts, Side stable, Side backfill, Optional<Fingerprint> before);

  /** The same of all of a plan's cells. */
  public abstract String equalText(int cells);

  /** What is said of a landed cell of which all holds. */
  public abstract String equal(Counts counts, Side stable, Side backfill);

  /** A partition in production as it is now. */
  final Fingerprint look(Cloud cloud, Cell cell) {
    return Fingerprints.take(cloud.warehouse(), to(cell).table().name(), cell.day());
  }

  /**
   * What does the same by hand, for a POSIX shell.
   *
   * @param key production's Cloud KMS key, which a copy is to leave it
   */
  abstract String command(Cell cell, String job, Optional<String> key);

  /** The step of a run that lands a cell, by us or by others. */
  final PlannedStep planned(StageKind stage, PlannedRun run, Cell cell) {
    var step = new Step(stage, Production.subject(plan, cell));
    var planned =
        PlannedStep.of(stage, step.subject(), Kind.OVERWRITES)
            .byHand(() -> command(cell, JobIds.bigQuery(run.id(), step, 1), Optional.empty()));
    return switch (plan.finish().by()) {
      case SELF -> byUs(planned, cell);
      case HAND_OVER -> byOthers(planned, cell);
    };
  }

  abstract PlannedStep byUs(PlannedStep step, Cell cell);

  abstract PlannedStep byOthers(PlannedStep step, Cell cell);

  /** The permissions that a copy into production asks for, however rows land, and its undo. */
  final PlannedStep needingACopy(PlannedStep step) {
    return step.needing(
            plan.sourceProject(),
            "bigquery.datasets.get",
            "bigquery.rowAccessPolicies.list",
            "bigquery.tables.get",
            "bigquery.tables.list",
            // An undo where there was no partition before deletes one; nothing is ever created.
            "bigquery.tables.delete",
            "bigquery.tables.update",
            "bigquery.tables.updateData")
        .needing(plan.targetProject(), "bigquery.jobs.create", "bigquery.tables.getData");
  }

  /** The calls and permissions by which it is read what others did. */
  final PlannedStep readingOthers(PlannedStep step) {
    return step.calling(
            "bigquery.tables.get", "bigquery.jobs.query (INFORMATION_SCHEMA.PARTITIONS)")
        .needing(plan.sourceProject(), "bigquery.tables.get", "bigquery.tables.list");
  }
}
