package dev.backfill.estimate;

import dev.backfill.plan.Cell;
import java.util.Map;

/**
 * What is known of a cell before its run, or assumed where nothing could be asked.
 *
 * @param rows that are staged
 * @param stagedBytes of these, as they are stored
 * @param landedBytes of the partition that is written, and of the one that it replaces
 * @param queried what the queries of each effort are billed for, in bytes, each time it is made
 * @param queries how many they are
 */
public record CellFigures(
    Cell cell,
    Range rows,
    Range stagedBytes,
    Range landedBytes,
    Map<Effort, Range> queried,
    Map<Effort, Integer> queries) {

  public CellFigures {
    queried = Map.copyOf(queried);
    queries = Map.copyOf(queries);
  }
}
