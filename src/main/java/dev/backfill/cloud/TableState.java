package dev.backfill.cloud;

import dev.backfill.plan.TableKind;
import dev.backfill.plan.TableName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A table, or what is listed among tables, as it stands.
 *
 * @param kind what it is; only a {@link TableKind#TABLE} can be written to
 * @param rows rows outside the streaming buffer; 0 where the service counts none, as for a view
 * @param bytes logical bytes
 * @param created when it was made, UTC; empty when the service does not say
 * @param bufferedSince since when, UTC, rows wait in a streaming buffer: these are not copied, and
 *     not deleted; empty when none do, and the epoch when the service does not say since when
 * @param encryption the customer's own key, when the table has one
 */
public record TableState(
    TableName name,
    TableKind kind,
    TableSpec spec,
    String location,
    String etag,
    Map<String, String> labels,
    long rows,
    long bytes,
    Optional<Instant> created,
    Instant modified,
    Optional<Instant> bufferedSince,
    Optional<Instant> expires,
    Optional<String> encryption) {

  public TableState {
    labels = Map.copyOf(labels);
  }

  /** Whether rows wait in a streaming buffer. */
  public boolean streaming() {
    return bufferedSince.isPresent();
  }
}
