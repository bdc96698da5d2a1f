package dev.backfill.stages;

import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.PartitionState;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import dev.backfill.run.Steps;
import dev.backfill.stage.StagingSql;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What the query that stages a cell reads at most. A dry run of each would be one request a cell;
 * one for each document type does, and what its table's partitions hold: a query that names a day
 * of a table so many times reads its partition so many times, and rows that stand in no partition
 * yet with it.
 *
 * <p>A day that is on no list, or a type of whose first day a dry run says more than that, is asked
 * about by dry runs, cell by cell.
 */
final class StagedBytes {
  // What the service calls the partition of rows that are in none yet.
  private static final String UNPARTITIONED = "__UNPARTITIONED__";

  private final Steps steps;
  private final Plan plan;
  private final Map<DocumentType, Known> types = new HashMap<>();

  StagedBytes(Steps steps) {
    this.steps = steps;
    this.plan = steps.plan();
  }

  /** What is known of a type's table; for one thread at a time. */
  private final class Known {
    private final TableName table;
    private Optional<Map<String, PartitionState>> sizes;
    private boolean holds;

    Known(TableName table) {
      this.table = table;
    }

    /** What a query reads of a cell at most; empty where only a dry run can tell. */
    synchronized OptionalLong bound(Cell cell, String sql) {
      if (sizes == null) {
        sizes = listed(table);
        var most = most(cell, sql);
        holds = most.isPresent() && dryRun(sql) <= most.getAsLong();
      }
      return holds ? most(cell, sql) : OptionalLong.empty();
    }

    private OptionalLong most(Cell cell, String sql) {
      var day = sizes.map(found -> found.get(cell.day().format(BASIC_ISO_DATE)));
      if (day.isEmpty()) {
        return OptionalLong.empty();
      }
      var rest = Optional.ofNullable(sizes.get().get(UNPARTITIONED));
      var once = day.get().bytes() + rest.map(PartitionState::bytes).orElse(0L);
      return OptionalLong.of(times(sql, table.sql()) * once);
    }
  }

  /**
   * What the query of a cell's whole day reads at most.
   *
   * @param enough whether what is known at most is few enough; otherwise a dry run tells exactly
   */
  long of(Cell cell, long enough) {
    var sql = StagingSql.of(plan, cell);
    var bound = of(cell.type()).bound(cell, sql);
    return bound.isPresent() && bound.getAsLong() <= enough ? bound.getAsLong() : dryRun(sql);
  }

  private Known of(DocumentType type) {
    synchronized (types) {
      return types.computeIfAbsent(
          type,
          t ->
              new Known(
                  (plan.reprocess().isPresent() ? plan.rejected(t) : plan.decoded(t)).name()));
    }
  }

  private long dryRun(String sql) {
    return steps.cloud().warehouse().dryRun(plan.targetProject(), sql).bytes();
  }

  // Who may not list partitions may read them all the same.
  private Optional<Map<String, PartitionState>> listed(TableName table) {
    try {
      return Optional.of(steps.cloud().warehouse().partitions(table));
    } catch (CloudException e) {
      if (e.kind() != CloudException.Kind.DENIED) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static long times(String sql, String table) {
    return sql.split(Pattern.quote(table), -1).length - 1L;
  }
}
