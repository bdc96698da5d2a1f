package dev.backfill.survey;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.estimate.CellFigures;
import dev.backfill.estimate.PlanFigures;
import dev.backfill.estimate.QueriesOfCells;
import dev.backfill.estimate.Range;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.ProductionTable;
import dev.backfill.stage.StagingSql;
import dev.backfill.text.Amounts;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the sizes of a plan's cells: the partitions' metadata, one query a table, and the bytes
 * that the queries read, by dry runs of some days of each type.
 */
public final class Survey {
  // Each dry run is half a second on Google's side; the days of a type are much alike.
  private static final int MOST_DRY_RUNS = 24;

  // Nothing else would be answered either.
  private static final Set<CloudException.Kind> NO_ANSWER =
      EnumSet.of(CloudException.Kind.UNAVAILABLE, CloudException.Kind.CREDENTIALS);

  private final Plan plan;
  private final Warehouse warehouse;
  private final Set<String> restsOn = new LinkedHashSet<>();
  private int dryRuns;
  private int refused;

  public Survey(Plan plan, Warehouse warehouse) {
    this.plan = plan;
    this.warehouse = warehouse;
  }

  /**
   * Figures of cells. What may not be read leaves its figure wider, and is said.
   *
   * @throws CloudException when the cloud does not answer at all
   */
  public PlanFigures of(List<Cell> cells) {
    var types = cells.stream().map(Cell::type).distinct().toList();
    var found = new ArrayList<CellFigures>();
    for (var type : types) {
      var some = cells.stream().filter(cell -> cell.type().equals(type)).toList();
      found.addAll(ofType(type, some, Math.max(1, MOST_DRY_RUNS / types.size())));
    }
    var all = new ArrayList<String>();
    all.add(
        "Sizes are those of production's partitions, and of "
            + Amounts.of(dryRuns, "dry run")
            + " for "
            + Amounts.of(cells.size(), "cell")
            + ".");
    all.addAll(restsOn);
    return new PlanFigures(plan, found, all, refused == 0 || dryRuns > 0);
  }

  private List<CellFigures> ofType(DocumentType type, List<Cell> cells, int most) {
    var source = partitions(source(type));
    var stable = partitions(plan.stable(type));
    var live = plan.decodes() && plan.reprocess().isEmpty() ? partitions(plan.live(type)) : null;
    var sample = dryRuns(cells, most);
    var perRow = mean(stable);
    var found = new ArrayList<CellFigures>();
    for (var cell : cells) {
      var there = on(source, cell);
      var reads = reads(cell, sample, source);
      found.add(
          switch (plan.playbook()) {
            case REPLAY -> replayed(cell, there, on(live, cell), reads, perRow);
            case REWRITE -> rewritten(cell, there, reads);
            case REPROCESS -> reprocessed(cell, there, reads, perRow);
          });
    }
    return found;
  }

  private ProductionTable source(DocumentType type) {
    return switch (plan.playbook()) {
      case REPLAY -> plan.decoded(type);
      case REWRITE -> plan.stable(type);
      case REPROCESS -> plan.rejected(type);
    };
  }

  /** What is staged of received documents: duplicates go, and live has dropped most of them. */
  private CellFigures replayed(
      Cell cell, PartitionState there, PartitionState live, Range reads, double perRow) {
    var received = rows(there, reads);
    var kept = live.rows() > 0 ? Math.min(live.rows(), received.high()) : received.likely();
    var rows =
        new Range(
            Math.min(kept, received.low()),
            live.rows() > 0 ? kept : received.likely(),
            received.high());
    restsOn.add(
        "Rows to decode lie between those that live holds and all that were received: how many"
            + " duplicates there are is known once they are staged.");
    var mean =
        there.rows() > 0 && there.bytes() > 0
            ? (double) there.bytes() / there.rows()
            : received.high() == 0 ? 0 : reads.likely() / received.high();
    return figures(cell, rows, rows.times(mean), landed(rows, mean, perRow), reads);
  }

  private CellFigures rewritten(Cell cell, PartitionState there, Range reads) {
    var rows = Range.exactly(there.rows());
    var bytes = Range.exactly(there.bytes());
    return figures(cell, rows, Range.ZERO, bytes, reads);
  }

  /** The error table holds rejected documents of other types and causes too. */
  private CellFigures reprocessed(Cell cell, PartitionState there, Range reads, double perRow) {
    var rows = new Range(0, there.rows() / 4.0, there.rows());
    restsOn.add(
        "How many rejected rows the filter catches is known after the scope stage; none to all of"
            + " the error table's are taken, a quarter as likely.");
    var mean = there.rows() == 0 ? 0 : (double) there.bytes() / there.rows();
    return figures(cell, rows, rows.times(mean), landed(rows, mean, perRow), reads);
  }

  private CellFigures figures(
      Cell cell, Range rows, Range stagedBytes, Range landedBytes, Range reads) {
    return QueriesOfCells.figures(plan, cell, rows, stagedBytes, landedBytes, reads);
  }

  /** A table that may not be looked at is judged by what its dry runs read. */
  private static Range rows(PartitionState there, Range reads) {
    return there.rows() > 0 || reads.high() == 0
        ? Range.exactly(there.rows())
        : new Range(reads.low() / 10_000, reads.likely() / 3_000, reads.high() / 700);
  }

  private static Range landed(Range rows, double stagedMean, double perRow) {
    // Before stable holds any row: as many bytes as the payload, roughly.
    return rows.times(perRow > 0 ? perRow : stagedMean * 3);
  }

  /** Bytes of a row in stable, by the mean of all days that it holds; 0 where it holds none. */
  private static double mean(Map<String, PartitionState> stable) {
    var rows = stable.values().stream().mapToLong(PartitionState::rows).sum();
    var bytes = stable.values().stream().mapToLong(PartitionState::bytes).sum();
    return rows == 0 ? 0 : (double) bytes / rows;
  }

  private static PartitionState on(Map<String, PartitionState> partitions, Cell cell) {
    var none = new PartitionState(0, 0, Instant.EPOCH);
    return partitions == null
        ? none
        : partitions.getOrDefault(cell.day().format(DateTimeFormatter.BASIC_ISO_DATE), none);
  }

  private Map<String, PartitionState> partitions(ProductionTable table) {
    try {
      return warehouse.partitions(table.name());
    } catch (CloudException e) {
      if (NO_ANSWER.contains(e.kind())) {
        throw e;
      }
      restsOn.add(
          "The partitions of "
              + table
              + " could not be looked at, so ranges are wider: "
              + e.getMessage());
      return Map.of();
    }
  }

  /** What the queries that make the rows of some cells read, by the cells' keys. */
  private Map<String, Long> dryRuns(List<Cell> cells, int most) {
    var found = new HashMap<String, Long>();
    var step = Math.max(1, (int) Math.ceil(cells.size() / (double) most));
    for (var i = 0; i < cells.size(); i += step) {
      var cell = cells.get(i);
      try {
        found.put(cell.key(), warehouse.dryRun(plan.targetProject(), sql(plan, cell)).bytes());
        dryRuns++;
      } catch (CloudException e) {
        if (NO_ANSWER.contains(e.kind())) {
          throw e;
        }
        refused++;
        restsOn.add("A dry run of " + cell.type() + " was refused: " + e.getMessage());
      }
    }
    return found;
  }

  /** The query that makes a cell's rows; the largest of those that are dry-run. */
  public static String sql(Plan plan, Cell cell) {
    return plan.rewrite()
        .map(rewrite -> rewrite.query(plan.stable(cell.type()), cell.day()))
        .orElseGet(() -> StagingSql.of(plan, cell));
  }

  /** What a cell's query reads: asked, or by its partition as the days that were asked. */
  private static Range reads(
      Cell cell, Map<String, Long> sample, Map<String, PartitionState> source) {
    var asked = sample.get(cell.key());
    if (asked != null) {
      return Range.exactly(asked);
    }
    var there = on(source, cell).bytes();
    if (sample.isEmpty()) {
      return new Range(there, there, there * 2.0);
    }
    var shares = new ArrayList<Double>();
    sample.forEach(
        (key, bytes) -> {
          var day = key.substring(key.indexOf('@') + 1).replace("-", "");
          var of = source.get(day);
          if (of != null && of.bytes() > 0) {
            shares.add(bytes / (double) of.bytes());
          }
        });
    if (shares.isEmpty() || there == 0) {
      var all = sample.values().stream().mapToDouble(Long::doubleValue).sorted().toArray();
      return new Range(all[0], all[all.length / 2], all[all.length - 1]);
    }
    shares.sort(Double::compare);
    return new Range(
        shares.get(0) * there,
        shares.get(shares.size() / 2) * there,
        shares.get(shares.size() - 1) * there);
  }
}
