package dev.backfill.landing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.RejectedCounts;
import dev.backfill.check.TypeDays;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.DailyQueries;
import dev.backfill.run.Steps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How many error rows of production meet the condition of some cells, each type's days asked for by
 * one statement.
 */
public final class ErrorRowCounts {
  private final Map<Cell, Long> counted;

  private ErrorRowCounts(Map<Cell, Long> counted) {
    this.counted = counted;
  }

  /** Counts now, and keeps in the journal what was asked. */
  public static ErrorRowCounts now(Steps steps, List<Cell> cells) {
    var query = RejectedCounts.reprocessed(steps.plan());
    var counted = new LinkedHashMap<Cell, Long>();
    for (var one : byType(cells).entrySet()) {
      var asked = new CostedQueries(steps);
      var days = one.getValue().stream().map(Cell::day).toList();
      var queries =
          new DailyQueries(asked, steps.plan().targetProject(), TypeDays.of(one.getKey(), days));
      one.getValue().forEach(cell -> counted.put(cell, rows(queries.rows(query, cell.day()))));
      asked.keep(one.getValue());
    }
    return new ErrorRowCounts(counted);
  }

  private static Map<DocumentType, List<Cell>> byType(List<Cell> cells) {
    return new TreeSet<>(cells)
        .stream()
            .collect(Collectors.groupingBy(Cell::type, LinkedHashMap::new, Collectors.toList()));
  }

  // A day on which no row meets the condition has no row in the answer.
  private static long rows(List<JsonNode> rows) {
    return rows.stream().mapToLong(row -> row.path("n_rows").asLong()).sum();
  }

  /** The rows of one of the cells. */
  long of(Cell cell) {
    return counted.get(cell);
  }

  /** The rows of all. */
  public long sum() {
    return counted.values().stream().mapToLong(Long::longValue).sum();
  }
}
