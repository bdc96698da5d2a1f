package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures of one job as its worker counts them: its pipeline's counters with the step they
 * belong to, each committed and tentative, and what the service itself measures, of the one process
 * that did the work.
 */
final class Metrics {
  private static final String SERVICE = "dataflow/v1b3";
  private static final double MILLIS = 1000;
  private static final double MEGABYTE = 1 << 20;

  private record Counter(String namespace, String name, String step, long value) {}

  private final Map<String, Counter> counters = new TreeMap<>();
  private final Map<String, Double> measured = new TreeMap<>();
  private long megabyteSeconds;
  private long lastTick;

  /** A counter's present value. */
  void counted(JsonNode line) {
    var counter =
        new Counter(
            line.path("namespace").asText(),
            line.path("name").asText(),
            line.path("step").asText(),
            line.path("value").asLong());
    counters.put(counter.step() + "/" + counter.name(), counter);
  }

  /**
   * What the worker's process has used so far.
   *
   * @param runMillis how long it has run
   */
  void ticked(JsonNode line, long runMillis) {
    var seconds = (runMillis - lastTick) / MILLIS;
    lastTick = runMillis;
    megabyteSeconds += Math.round(line.path("memoryBytes").asLong() / MEGABYTE * seconds);
    measured.put("TotalVcpuTime", line.path("cpuMillis").asLong() / MILLIS);
    measured.put("CurrentVcpuCount", line.path("processors").asDouble());
    measured.put("TotalMemoryUsage", (double) megabyteSeconds);
  }

  /** The records read so far, whatever the step. */
  long read() {
    return counters.values().stream()
        .filter(counter -> counter.name().equals("read"))
        .mapToLong(Counter::value)
        .sum();
  }

  /** All of them, as {@code jobs.getMetrics} answers them. */
  ArrayNode toJson(PipelineText pipeline, Instant now) {
    var all = DecodeJobRecord.JSON.createArrayNode();
    for (var counter : counters.values()) {
      var step = pipeline.step(counter.step());
      add(all, counter, step, false, now);
      add(all, counter, step, true, now);
      if (counter.name().equals("read")) {
        // What the decoding step takes in is what comes out of the step before it.
        elements(all, counter.value(), pipeline.inputOf(step), now);
        elements(all, written(counter.step()), pipeline.outputOf(step), now);
      }
    }
    measured.forEach(
        (name, value) -> {
          var metric = metric(all, SERVICE, name, now);
          metric.put("scalar", value);
        });
    return all;
  }

  private static ObjectNode metric(ArrayNode all, String origin, String name, Instant now) {
    var metric = all.addObject().put("kind", "SUM").put("updateTime", now.toString());
    metric.putObject("name").put("origin", origin).put("name", name);
    return metric;
  }

  private static void add(
      ArrayNode all, Counter counter, String step, boolean tentative, Instant now) {
    var metric = metric(all, "user", counter.name(), now).put("scalar", counter.value());
    var context = metric.withObjectProperty("name").putObject("context");
    context.put("namespace", counter.namespace()).put("step", step);
    if (tentative) {
      context.put("tentative", "true");
    }
  }

  /** What a decoding step handed on: each row and each error row, counted when it does. */
  private long written(String step) {
    return counters.values().stream()
        .filter(counter -> counter.step().equals(step))
        .filter(c -> c.name().startsWith("rows/") || c.name().startsWith("errors/"))
        .mapToLong(Counter::value)
        .sum();
  }

  private static void elements(
      ArrayNode all, long number, PipelineText.Output collection, Instant now) {
    var metric = metric(all, SERVICE, "ElementCount", now).put("scalar", number);
    var context = metric.withObjectProperty("name").putObject("context");
    context
        .put("original_name", collection.original())
        .put("output_user_name", collection.user())
        .put("step", collection.step());
  }
}
