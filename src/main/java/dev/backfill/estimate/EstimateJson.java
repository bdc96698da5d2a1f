package dev.backfill.estimate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.stage.StageKind;
import java.util.ArrayList;
import java.util.List;

/**
 * An estimate as journals, reports and {@code plan --estimate --json} have it. A range is an array
 * of three numbers: low, likely, high. Units are seconds, bytes, vCPU seconds and US dollars.
 */
public final class EstimateJson {
  private EstimateJson() {}

  /** Writes an estimate; its sums stand beside its stages for readers that add nothing up. */
  public static ObjectNode write(Estimate estimate) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("cells", estimate.cells());
    node.put("asked", estimate.asked());
    node.put("sandbox", estimate.sandbox());
    node.set("prices", estimate.prices().json());
    range(node, "rows", estimate.rows());
    range(node, "staged_bytes", estimate.stagedBytes());
    range(node, "workers", estimate.workers());
    range(node, "storage_usd", estimate.storage());
    var stages = node.putArray("stages");
    estimate.stages().forEach(stage -> stages.add(stage(stage)));
    var sum = node.putObject("sum");
    range(sum, "seconds", estimate.seconds());
    range(sum, "queried_bytes", estimate.queried());
    range(sum, "read_bytes", estimate.read());
    range(sum, "vcpu_seconds", estimate.vcpuSeconds());
    range(sum, "usd", estimate.usd());
    var rests = node.putArray("rests_on");
    estimate.restsOn().forEach(rests::add);
    return node;
  }

  private static ObjectNode stage(StageEstimate stage) {
    var node = JsonNodeFactory.instance.objectNode().put("stage", stage.stage().id());
    range(node, "seconds", stage.seconds());
    range(node, "queried_bytes", stage.queried());
    range(node, "read_bytes", stage.read());
    range(node, "vcpu_seconds", stage.vcpuSeconds());
    range(node, "usd", stage.usd());
    node.put("model_seconds", stage.modelSeconds());
    node.put("model_vcpu_seconds", stage.modelVcpuSeconds());
    return node;
  }

  private static void range(ObjectNode node, String name, Range range) {
    node.set(name, array(range));
  }

  private static ArrayNode array(Range range) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var value : List.of(range.low(), range.likely(), range.high())) {
      if (value == Math.rint(value) && Math.abs(value) < 1e15) {
        array.add(value.longValue());
      } else {
        array.add(value);
      }
    }
    return array;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when it is no estimate
   */
  public static Estimate read(JsonNode node) {
    var stages = new ArrayList<StageEstimate>();
    node.path("stages")
        .forEach(
            one ->
                stages.add(
                    new StageEstimate(
                        StageKind.of(one.path("stage").asText()),
                        range(one, "seconds"),
                        range(one, "queried_bytes"),
                        range(one, "read_bytes"),
                        range(one, "vcpu_seconds"),
                        range(one, "usd"),
                        one.path("model_seconds").asDouble(),
                        one.path("model_vcpu_seconds").asDouble())));
    var rests = new ArrayList<String>();
    node.path("rests_on").forEach(one -> rests.add(one.asText()));
    return new Estimate(
        node.path("cells").asInt(),
        range(node, "rows"),
        range(node, "staged_bytes"),
        stages,
        range(node, "storage_usd"),
        range(node, "workers"),
        rests,
        node.path("asked").asBoolean(),
        node.path("sandbox").asBoolean(),
        Prices.read(node.path("prices")));
  }

  private static Range range(JsonNode node, String name) {
    var array = node.path(name);
    if (array.size() != 3) {
      throw new IllegalArgumentException("The range '" + name + "' is not three numbers.");
    }
    return new Range(array.get(0).asDouble(), array.get(1).asDouble(), array.get(2).asDouble());
  }

  /** The assumptions of the model, with what they rest on. */
  public static ArrayNode write(Assumptions assumptions) {
    var all = JsonNodeFactory.instance.arrayNode();
    for (var one : assumptions.list()) {
      var node = all.addObject();
      node.put("what", one.constant().meaning());
      node.put("unit", one.constant().unit());
      var value = one.value();
      node.putArray("range").add(value.low()).add(value.likely()).add(value.high());
      node.put("basis", one.basis().words());
      node.put("source", one.source());
    }
    return all;
  }
}
