package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.check.Counts.Values;
import dev.backfill.cloud.DecodeJob;
import dev.backfill.plan.Cell;
import dev.backfill.stage.StageKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What documents hold and the tables do not, as a job's workers counted it, by cell. */
final class ValuesOutside {
  /** The topic of a job's counts: the job, and each of its cells with a number or null. */
  static final String TOPIC = "values-outside";

  private ValuesOutside() {}

  /** A job's counts at its end. */
  static JsonNode json(String job, List<Cell> cells, Map<String, Long> counters) {
    var node = JsonNodeFactory.instance.objectNode().put("job", job);
    var byCell = node.putObject("cells");
    var metadata = node.putObject("metadata");
    for (var cell : cells) {
      var type = cell.type().toString();
      byCell.put(cell.key(), of(cell, counters).orElse(null));
      metadata.put(type, counters.getOrDefault(name(DecodeJob.METADATA + type), 0L));
    }
    return node;
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
    return view.all(StageKind.DECODE, TOPIC).stream()
        .map(one -> one.value())
        .filter(value -> value.path("cells").has(cell.key()))
        .reduce((first, second) -> second)
        .map(value -> read(value, cell))
        .orElseGet(() -> new Values(Optional.empty(), 0));
  }

  private static Values read(JsonNode value, Cell cell) {
    var number = value.path("cells").path(cell.key());
    return new Values(
        number.isNumber() ? Optional.of(number.asLong()) : Optional.empty(),
        value.path("metadata").path(cell.type().toString()).asLong());
  }
}
