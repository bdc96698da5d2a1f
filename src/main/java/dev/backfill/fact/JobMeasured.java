package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Dataflow measured of a job, so far. What the service does not give is empty.
 *
 * @param at as of when, by the service's clock; by this console's when it did not say
 * @param steps the parts of the job's graph, by the names of its outermost steps
 * @param vcpuMillis time of virtual processors, all workers together
 * @param memoryMegabyteSeconds memory times time, all workers together
 */
public record JobMeasured(
    String job,
    Instant at,
    SortedMap<String, StepMeasured> steps,
    Optional<Long> vcpuMillis,
    Optional<Long> memoryMegabyteSeconds,
    Optional<Long> shuffledBytes)
    implements JobFact {
  static final String TOPIC = "measures";

  /**
   * One part of the graph.
   *
   * @param state Dataflow's word for the stages that it runs in, without its prefix; empty when it
   *     gives none
   * @param elements what came out of it
   * @param bytes their size, encoded
   * @param millis the time that it took, all workers together
   */
  public record StepMeasured(
      String state, Optional<Long> elements, Optional<Long> bytes, Optional<Long> millis) {
    static final StepMeasured NONE =
        new StepMeasured("", Optional.empty(), Optional.empty(), Optional.empty());
  }

  public JobMeasured {
    steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
  }

  /** Whether the service gave anything at all. */
  public boolean isEmpty() {
    return vcpuMillis.isEmpty()
        && memoryMegabyteSeconds.isEmpty()
        && shuffledBytes.isEmpty()
        && steps.values().stream().allMatch(StepMeasured.NONE::equals);
  }

  /** Whether it tells the same of the job, whenever that was measured. */
  public boolean isAs(JobMeasured other) {
    return new JobMeasured(job, other.at, steps, vcpuMillis, memoryMegabyteSeconds, shuffledBytes)
        .equals(other);
  }

  static JobMeasured read(Members members) {
    var steps = new TreeMap<String, StepMeasured>();
    for (Map.Entry<String, JsonNode> one : members.under("steps")) {
      steps.put(one.getKey(), step(new Members(one.getValue())));
    }
    return new JobMeasured(
        members.text("job"),
        members.time("at"),
        steps,
        members.ifNumber("vcpu_millis"),
        members.ifNumber("memory_megabyte_seconds"),
        members.ifNumber("shuffled_bytes"));
  }

  private static StepMeasured step(Members members) {
    return new StepMeasured(
        members.ifText("state").orElse(""),
        members.ifNumber("elements"),
        members.ifNumber("bytes"),
        members.ifNumber("millis"));
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    var node = JsonNodeFactory.instance.objectNode().put("job", job).put("at", at.toString());
    var all = node.putObject("steps");
    steps.forEach(
        (name, step) -> {
          var one = all.putObject(name);
          if (!step.state().isEmpty()) {
            one.put("state", step.state());
          }
          step.elements().ifPresent(n -> one.put("elements", n));
          step.bytes().ifPresent(n -> one.put("bytes", n));
          step.millis().ifPresent(n -> one.put("millis", n));
        });
    vcpuMillis.ifPresent(n -> node.put("vcpu_millis", n));
    memoryMegabyteSeconds.ifPresent(n -> node.put("memory_megabyte_seconds", n));
    shuffledBytes.ifPresent(n -> node.put("shuffled_bytes", n));
    return node;
  }

  @Override
  public <T> T acceptJob(Visitor<T> visitor) {
    return visitor.measured(this);
  }
}
