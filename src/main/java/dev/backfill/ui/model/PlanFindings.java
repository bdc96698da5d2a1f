package dev.backfill.ui.model;

import dev.backfill.estimate.Estimate;
import dev.backfill.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cloud said about a plan before it runs.
 *
 * @param types document types for which the source project has payload_bytes_decoded tables,
 *     guessed from the tables' names, which do not keep capitals and dashes
 * @param rows rows of payload_bytes_decoded by cell
 * @param bytes what each cell's staging query would read, by cell
 * @param estimate what a run would take; empty where that was not asked
 */
public record PlanFindings(
    Plan plan,
    List<String> types,
    Map<String, Long> rows,
    Map<String, Long> bytes,
    Optional<Estimate> estimate) {

  /** Findings without an estimate. */
  public PlanFindings(
      Plan plan, List<String> types, Map<String, Long> rows, Map<String, Long> bytes) {
    this(plan, types, rows, bytes, Optional.empty());
  }

  public long allBytes() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }
}
