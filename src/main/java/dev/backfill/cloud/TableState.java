package dev.backfill.cloud;

import dev.backfill.plan.TableName;
import java.time.Instant;
import java.util.Optional;

/**
 * A table as it stands.
 *
 * @param bytes logical bytes
 * @param streaming whether rows wait in a streaming buffer; these are not copied
 * @param encryption the customer's own key, when the table has one
 */
public record TableState(
    TableName name,
    TableSpec spec,
    String location,
    String etag,
    long rows,
    long bytes,
    Instant modified,
    boolean streaming,
    Optional<Instant> expires,
    Optional<String> encryption) {}
