package dev.backfill.landing;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Warehouse;
import dev.backfill.plan.Plan.Mode;
import dev.backfill.plan.TableName;
import dev.backfill.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * The row access policies of a production table, which a copy drops. To list them takes a right
 * that only its owners have ({@code bigquery.rowAccessPolicies.list}): without it, nothing is
 * known.
 */
public final class RowPolicies {
  private RowPolicies() {}

  /** Their names; empty when they may not be listed. */
  public static Optional<List<String>> of(Warehouse warehouse, TableName table) {
    try {
      return Optional.of(warehouse.rowPolicies(table));
    } catch (CloudException e) {
      if (e.kind() == CloudException.Kind.DENIED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Why a table that has some is not written to, in whatever way a copy lands. */
  public static Problem dropped(TableName table, List<String> policies, Mode mode) {
    return Problem.of(
        table
            + " has row access policies, "
            + harm(mode)
            + ": "
            + String.join(", ", policies)
            + ".",
        "Ask their owner first.");
  }

  /** Google keeps them when rows are added; what takes these rows back overwrites. */
  private static String harm(Mode mode) {
    return switch (mode) {
      case OVERWRITE -> "which a copy drops";
      case APPEND -> "which may hide rows from the counts, and which an undo drops";
    };
  }

  /** Why a table of which nothing is known is not written to from here, and who can look. */
  static Problem unknown(TableName table, Mode mode) {
    return Problem.of(
        table
            + " may have row access policies, "
            + harm(mode)
            + ", and you lack the permission to"
            + " list them (bigquery.rowAccessPolicies.list).",
        "Ask its owner or a BigQuery admin to look, and to grant you that permission or to finalize"
            + " it themselves (finalize.by: hand-over), then resume.");
  }
}
