package dev.backfill.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;

/**
 * A pipeline's primitive transforms, each as a line that says what Dataflow's description of a job
 * says of it: its kind, its name, what it reads and makes, and its display data.
 */
final class TransformLines extends Pipeline.PipelineVisitor.Defaults {
  private final List<Map<String, Object>> lines = new ArrayList<>();

  private TransformLines() {}

  /** One for each transform, in topological order, named {@code s1}, {@code s2} …. */
  static List<Map<String, Object>> of(Pipeline pipeline) {
    var found = new TransformLines();
    pipeline.traverseTopologically(found);
    return found.lines;
  }

  @Override
  public void visitPrimitiveTransform(TransformHierarchy.Node node) {
    var line = new LinkedHashMap<String, Object>();
    line.put("kind", "transform");
    line.put("id", "s" + (lines.size() + 1));
    line.put("name", node.getFullName());
    line.put("transformKind", kind(node.getTransform()));
    line.put("inputs", node.getInputs().values().stream().map(Object::toString).toList());
    line.put("outputs", node.getOutputs().values().stream().map(Object::toString).toList());
    line.put("display", display(node.getTransform()));
    lines.add(line);
  }

  private static String kind(PTransform<?, ?> transform) {
    if (transform instanceof ParDo.SingleOutput || transform instanceof ParDo.MultiOutput) {
      return "PAR_DO_KIND";
    } else if (transform instanceof GroupByKey) {
      return "GROUP_BY_KEY_KIND";
    } else if (transform instanceof Flatten.PCollections) {
      return "FLATTEN_KIND";
    }
    var reads = transform instanceof Impulse || transform.getClass().getName().contains("Read");
    return reads ? "READ_KIND" : "UNKNOWN_KIND";
  }

  private static List<Map<String, String>> display(PTransform<?, ?> transform) {
    return DisplayData.from(transform).items().stream()
        .map(
            item -> {
              var shown = new LinkedHashMap<String, String>();
              shown.put("key", item.getKey());
              shown.put("namespace", String.valueOf(item.getNamespace().getName()));
              shown.put("value", String.valueOf(item.getValue()));
              return (Map<String, String>) shown;
            })
        .toList();
  }
}
