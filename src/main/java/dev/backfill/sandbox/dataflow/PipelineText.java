package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * A pipeline as {@code JOB_VIEW_ALL} describes it, from what the worker said of its transforms. The
 * local runner runs all of them as one stage.
 *
 * @param transforms the worker's lines, each with id, name, transformKind, inputs, outputs, display
 */
record PipelineText(ArrayNode transforms) {
  static final String STAGE = "F1";

  /** An output of a step. */
  record Output(String original, String user, String step) {}

  /** The id of the transform that a counter's step names; the name where none has it. */
  String step(String userName) {
    return transform(t -> isWithin(t.path("name").asText(), userName))
        .map(t -> t.path("id").asText())
        .orElse(userName);
  }

  private static boolean isWithin(String name, String step) {
    return name.equals(step) || name.startsWith(step + "/");
  }

  private Optional<JsonNode> transform(Predicate<JsonNode> wanted) {
    return StreamSupport.stream(transforms.spliterator(), false).filter(wanted).findFirst();
  }

  /** What a step reads; the step itself where nothing says. */
  Output inputOf(String step) {
    var read = transform(t -> t.path("id").asText().equals(step)).map(t -> t.at("/inputs/0"));
    return read.flatMap(input -> transform(t -> makes(t, input)))
        .map(t -> output(t, 0))
        .orElse(new Output(step, step, step));
  }

  /** What a step makes first; the step itself where nothing says. */
  Output outputOf(String step) {
    return transform(t -> t.path("id").asText().equals(step))
        .map(t -> output(t, 0))
        .orElse(new Output(step, step, step));
  }

  private static Output output(JsonNode transform, int number) {
    var name = transform.path("name").asText();
    return new Output(
        name + "-out" + number, name + ".out" + number, transform.path("id").asText());
  }

  /** The names that collections have in the description and in the figures, by the worker's. */
  private Map<JsonNode, String> collections() {
    var named = new HashMap<JsonNode, String>();
    for (var transform : transforms) {
      var made = transform.path("outputs");
      for (var i = 0; i < made.size(); i++) {
        named.put(made.get(i), output(transform, i).user());
      }
    }
    return named;
  }

  private static boolean makes(JsonNode transform, JsonNode collection) {
    return StreamSupport.stream(transform.path("outputs").spliterator(), false)
        .anyMatch(collection::equals);
  }

  /** The description, empty until the worker has built the pipeline. */
  ObjectNode toJson() {
    var description = DecodeJobRecord.JSON.createObjectNode();
    if (transforms.isEmpty()) {
      return description;
    }
    var originals = description.putArray("originalPipelineTransform");
    var named = collections();
    transforms.forEach(transform -> describe(transform, originals.addObject(), named));
    var stage = description.putArray("executionPipelineStage").addObject();
    stage.put("id", STAGE).put("name", STAGE).put("kind", "PAR_DO_KIND");
    var components = stage.putArray("componentTransform");
    for (var transform : transforms) {
      components
          .addObject()
          .put("name", transform.path("id").asText())
          .put("userName", transform.path("name").asText())
          .put("originalTransform", transform.path("id").asText());
    }
    return description;
  }

  private static void describe(
      JsonNode transform, ObjectNode summary, Map<JsonNode, String> named) {
    summary.put("kind", transform.path("transformKind").asText());
    summary.put("id", transform.path("id").asText()).put("name", transform.path("name").asText());
    for (var names : List.of("inputs", "outputs")) {
      if (!transform.path(names).isEmpty()) {
        var key = names.equals("inputs") ? "inputCollectionName" : "outputCollectionName";
        var list = summary.putArray(key);
        transform.path(names).forEach(one -> list.add(named.getOrDefault(one, one.asText())));
      }
    }
    if (!transform.path("display").isEmpty()) {
      var data = summary.putArray("displayData");
      for (var item : transform.path("display")) {
        data.addObject()
            .put("key", item.path("key").asText())
            .put("namespace", item.path("namespace").asText())
            .put("strValue", item.path("value").asText());
      }
    }
  }
}
