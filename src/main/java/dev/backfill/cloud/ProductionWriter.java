package dev.backfill.cloud;

import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.ReplacePartition;

/** The one thing the console changes in production: a confirmed partition is replaced. */
public interface ProductionWriter {
  /**
   * Copies the staging partition over the production partition: {@code WRITE_TRUNCATE}, {@code
   * CREATE_NEVER}. A copy job cannot be stopped once it runs.
   *
   * @param jobId deterministic: when a job of this id exists, its end is awaited instead
   * @throws CloudException when the job fails or cannot be asked about
   */
  CopyDone replace(Confirmed<ReplacePartition> confirmed, String jobId, Progress progress);

  /** What a copy job copied. */
  record CopyDone(String jobId, long rows) {}
}
