package dev.backfill.ui.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.journal.Entry;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The decode job as the page shows it.
 *
 * @param simulated whether the worker counts are the sandbox's simulation
 */
public record DecodeModel(
    String state, boolean simulated, List<Worker> workers, List<String> messages) {

  /** Workers from a time on. */
  public record Worker(Instant time, long current, long target, String text) {}

  /** A corner of a step-shaped line: seconds after the first event, and workers. */
  public record Corner(double seconds, long workers) {}

  public static DecodeModel of(RunView view) {
    var state = view.newest(StageKind.DECODE, "state");
    return new DecodeModel(
        state.map(s -> s.path("state").asText()).orElse(""),
        state.map(s -> s.path("simulated_workers").asBoolean()).orElse(false),
        values(view, "workers").map(DecodeModel::worker).toList(),
        values(view, "messages").map(DecodeModel::message).toList());
  }

  /** A step-shaped line: a count holds until the next event. */
  public List<Corner> line(ToLongFunction<Worker> count) {
    var corners = new ArrayList<Corner>();
    for (var worker : workers) {
      var at = Duration.between(workers.get(0).time(), worker.time()).toMillis() / 1000.0;
      if (!corners.isEmpty()) {
        corners.add(new Corner(at, corners.get(corners.size() - 1).workers()));
      }
      corners.add(new Corner(at, count.applyAsLong(worker)));
    }
    return corners;
  }

  private static Stream<JsonNode> values(RunView view, String topic) {
    return view.all(StageKind.DECODE, topic).stream().map(Entry.Observed::value);
  }

  private static Worker worker(JsonNode node) {
    return new Worker(
        Instant.parse(node.path("time").asText()),
        node.path("current").asLong(),
        node.path("target").asLong(),
        node.path("text").asText());
  }

  private static String message(JsonNode node) {
    return node.path("time").asText()
        + "  "
        + node.path("importance").asText()
        + "  "
        + node.path("text").asText();
  }
}
