package dev.backfill.cloud;

import dev.backfill.plan.TableName;
import java.time.Instant;
import java.util.Optional;

/**
 * A BigQuery job that puts rows into a table: a load of files, or a copy of tables loaded before.
 *
 * @param to the table that it writes
 * @param state how far it is
 * @param rows how many it wrote; absent when the service does not say
 * @param bytes of the files that it read; absent for a copy
 */
public record LoadJob(
    String id,
    TableName to,
    State state,
    Optional<Long> rows,
    Optional<Long> bytes,
    Optional<Instant> started,
    Optional<Instant> ended) {

  /** How far a load is. */
  public enum State {
    PENDING,
    RUNNING,
    DONE,
    FAILED
  }
}
