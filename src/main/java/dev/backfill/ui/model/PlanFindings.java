package dev.backfill.ui.model;

import dev.backfill.plan.Plan;
import java.util.List;
import java.util.Map;

/**
 * What a cloud said about a plan before it runs.
 *
 * @param types document types for which the source project has payload_bytes_decoded tables,
 *     guessed from the tables' names, which do not keep capitals and dashes
 * @param rows rows of payload_bytes_decoded by cell
 * @param bytes what each cell's deduplicating query would read, by cell
 */
public record PlanFindings(
    Plan plan, List<String> types, Map<String, Long> rows, Map<String, Long> bytes) {
  public long allBytes() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }
}
