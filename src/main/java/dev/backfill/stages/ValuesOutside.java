package dev.backfill.stages;

import dev.backfill.check.Counts.Values;
import dev.backfill.cloud.DecodeJob;
import dev.backfill.fact.JobFact.OutsideCounted;
import dev.backfill.plan.Cell;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What documents hold and the tables do not, as a job's workers counted it, by cell. */
final class ValuesOutside {
  private ValuesOutside() {}

  /** A job's counts at its end. */
  static OutsideCounted fact(String job, List<Cell> cells, Map<String, Long> counters) {
    var byCell = new LinkedHashMap<String, Optional<Long>>();
    var metadata = new LinkedHashMap<String, Long>();
    for (var cell : cells) {
      var type = cell.type().toString();
      byCell.put(cell.key(), of(cell, counters));
      metadata.put(type, counters.getOrDefault(name(DecodeJob.METADATA + type), 0L));
    }
    return new OutsideCounted(job, byCell, metadata);
  }

  /** Counters are absent when they are zero: that a row was judged at all is one of its own. */
  private static Optional<Long> of(Cell cell, Map<String, Long> counters) {
    var found = counters.get(name(DecodeJob.OUTSIDE + cell.key()));
    if (found != null) {
      return Optional.of(found);
    }
    var type = cell.type().toString();
    var judged =
        counters.containsKey(name(DecodeJob.KEPT + type))
            || counters.keySet().stream()
                .anyMatch(name -> name.startsWith(name(DecodeJob.OUTSIDE + type + "@")));
    return judged ? Optional.of(0L) : Optional.empty();
  }

  private static String name(String counter) {
    return DecodeJob.NAMESPACE + "/" + counter;
  }

  /** The newest that is known of a cell; a job that did not count leaves it unknown. */
  static Values of(RunView view, Cell cell) {
    return view.each(Role.MAKES_ROWS, OutsideCounted.class).stream()
        .filter(counted -> counted.cells().containsKey(cell.key()))
        .reduce((first, second) -> second)
        .map(
            counted ->
                new Values(
                    counted.cells().get(cell.key()),
                    counted.metadata().getOrDefault(cell.type().toString(), 0L)))
        .orElseGet(() -> new Values(Optional.empty(), 0));
  }
}
