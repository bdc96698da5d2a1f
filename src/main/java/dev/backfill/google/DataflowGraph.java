package dev.backfill.google;

import com.google.api.services.dataflow.model.ComponentTransform;
import com.google.api.services.dataflow.model.ExecutionStageSummary;
import com.google.api.services.dataflow.model.Job;
import com.google.api.services.dataflow.model.TransformSummary;
import dev.backfill.cloud.JobGraph;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a job's graph out of {@code JOB_VIEW_ALL}. */
final class DataflowGraph {
  /**
   * What is asked for: without the display data and the options, which are megabytes for a job of
   * hundreds of tables.
   */
  static final String FIELDS =
      "id,stageStates,pipelineDescription("
          + "originalPipelineTransform(id,name,inputCollectionName,outputCollectionName),"
          + "executionPipelineStage(id,name,componentTransform))";

  private static final String PREFIX = "JOB_STATE_";

  private DataflowGraph() {}

  static JobGraph of(Job job) {
    var description = job.getPipelineDescription();
    if (description == null) {
      return JobGraph.NONE;
    }
    var states = states(job);
    return new JobGraph(
        each(description.getOriginalPipelineTransform()).map(DataflowGraph::transform).toList(),
        each(description.getExecutionPipelineStage()).map(s -> stage(s, states)).toList());
  }

  private static Map<String, String> states(Job job) {
    var states = new HashMap<String, String>();
    each(job.getStageStates())
        .filter(one -> one.getExecutionStageState() != null)
        .forEach(
            one ->
                states.put(
                    one.getExecutionStageName(),
                    one.getExecutionStageState().replaceFirst("^" + PREFIX, "")));
    return states;
  }

  private static JobGraph.Transform transform(TransformSummary summary) {
    return new JobGraph.Transform(
        text(summary.getId()),
        text(summary.getName()),
        each(summary.getInputCollectionName()).toList(),
        each(summary.getOutputCollectionName()).toList());
  }

  private static JobGraph.Stage stage(ExecutionStageSummary stage, Map<String, String> states) {
    var state = states.getOrDefault(stage.getName(), states.getOrDefault(stage.getId(), ""));
    Set<String> steps = new HashSet<>();
    each(stage.getComponentTransform()).forEach(one -> steps.addAll(names(one)));
    return new JobGraph.Stage(text(stage.getName()), state, steps);
  }

  private static List<String> names(ComponentTransform one) {
    return Stream.of(one.getName(), one.getUserName(), one.getOriginalTransform())
        .filter(name -> name != null)
        .toList();
  }

  private static <T> Stream<T> each(List<T> list) {
    return list == null ? Stream.empty() : list.stream();
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }
}
