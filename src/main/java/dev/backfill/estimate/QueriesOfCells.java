package dev.backfill.estimate;

import dev.backfill.check.CountQuery;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import java.util.HashMap;
import java.util.Map;

/** What the queries about a cell are billed for, where it is not asked of each of them. */
public final class QueriesOfCells {
  /** Bytes of an id and a time: 36 letters and two for the text, and eight. */
  public static final double ID_AND_TIME = 46;

  // The scope of rejected documents: by day, what is caught, what is left out; of a rewrite: one.
  private static final int SCOPE_OF_REJECTED = 3;

  private QueriesOfCells() {}

  /**
   * The figures of a cell by the queries that its plan's playbook sends.
   *
   * @param staging what the query that makes its rows reads
   */
  public static CellFigures figures(
      Plan plan, Cell cell, Range rows, Range stagedBytes, Range landedBytes, Range staging) {
    var queried = new HashMap<Effort, Range>();
    var queries = new HashMap<Effort, Integer>();
    put(queried, queries, Effort.STAGES, Billing.billed(staging, 1), 1);
    var counted = counted(plan, rows);
    var number = CountQuery.of(plan).size();
    put(queried, queries, Effort.COUNTS, counted, number);
    switch (plan.playbook()) {
      case REPLAY -> {}
      case REWRITE ->
          put(queried, queries, Effort.SCOPES, Billing.billed(rows.times(ID_AND_TIME), 1), 1);
      case REPROCESS -> {
        var looked = Billing.billed(staging.times(0.2), 1).times(SCOPE_OF_REJECTED);
        put(queried, queries, Effort.SCOPES, looked, SCOPE_OF_REJECTED);
        put(queried, queries, Effort.DEDUPLICATES, Billing.billed(landedBytes, 2), 1);
      }
    }
    return new CellFigures(cell, rows, stagedBytes, landedBytes, queried, queries);
  }

  private static void put(
      Map<Effort, Range> queried,
      Map<Effort, Integer> queries,
      Effort effort,
      Range bytes,
      int number) {
    queried.put(effort, bytes);
    queries.put(effort, number);
  }

  /** Without what is billed at least: a query may be about many days of a type. */
  private static Range counted(Plan plan, Range rows) {
    var all = Range.ZERO;
    for (var query : CountQuery.of(plan)) {
      all = all.plus(rows.times(ID_AND_TIME * query.tables()));
    }
    return all;
  }
}
