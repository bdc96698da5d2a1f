package dev.backfill.cloud;

import dev.backfill.confirm.AppendPartition;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import java.util.Optional;

/**
 * What the console changes in production: error rows are deleted, or a confirmed partition is
 * replaced, by a copy with {@code WRITE_TRUNCATE}, or added to, by one with {@code WRITE_APPEND};
 * always with {@code CREATE_NEVER}. A copy job cannot be stopped once it runs.
 */
public interface ProductionWriter {
  /**
   * Copies the staging partition over the production partition.
   *
   * @param jobId deterministic: when a job of this id exists, its end is awaited instead
   * @throws DriftedException when a partition is not as confirmed; nothing was changed
   * @throws CloudException when the job fails or cannot be asked about
   */
  CopyDone replace(Confirmed<ReplacePartition> confirmed, String jobId, Progress progress);

  /**
   * Adds the staging partition's rows to the production partition. Rows added twice are not to be
   * told from rows of others, so a job of this id is looked for before any is begun.
   *
   * @param jobId deterministic: when a job of this id exists, its end is awaited instead
   * @throws DriftedException when a partition is not as confirmed; nothing was changed
   * @throws CloudException when the job fails or cannot be asked about
   */
  CopyDone append(Confirmed<AppendPartition> confirmed, String jobId, Progress progress);

  /**
   * Copies the backup over the production partition; the same rules hold. A backup without rows
   * stands for a partition that was not there, so that the production partition is deleted, by a
   * call that is no job and that an answer lost may make twice.
   */
  CopyDone restore(Confirmed<RestorePartition> confirmed, String jobId, Progress progress);

  /**
   * Awaits the end of a replacing copy that was begun before, and changes nothing; empty when no
   * job of this id was ever started.
   *
   * @throws CloudException when it failed, copies something else, or cannot be asked about
   */
  Optional<CopyDone> begun(
      StagingPartition from, ProductionPartition to, String jobId, Progress progress);

  /**
   * Deletes error rows of production by one statement: the rows that were confirmed, or none.
   *
   * @param jobId deterministic: when a job of this id exists, its end is awaited instead
   * @return how many went
   * @throws CloudException of kind PRECONDITION when none was deleted, for there are others now, or
   *     some wait in the streaming buffer; of another when the job fails or cannot be asked about
   */
  long deleteErrors(Confirmed<DeleteErrorRows> confirmed, String jobId, Progress progress);

  /** Awaits the end of such a deletion that was begun before; empty when none of this id was. */
  Optional<Long> errorsDeleted(String jobId, Progress progress);

  /** The same of a copy that adds: a job of this id that replaces is something else. */
  Optional<CopyDone> appended(
      StagingPartition from, ProductionPartition to, String jobId, Progress progress);
}
