package dev.backfill.cloud;

import java.util.List;
import java.util.Set;

/**
 * A job's steps and the stages that the service fused them to, as {@code JOB_VIEW_ALL} has them.
 *
 * @param transforms the pipeline's own steps
 * @param stages what the service runs
 */
public record JobGraph(List<Transform> transforms, List<Stage> stages) {
  /** Before the service has built it. */
  public static final JobGraph NONE = new JobGraph(List.of(), List.of());

  /**
   * One step.
   *
   * @param id the service's own, {@code s12}
   * @param name the pipeline's own, outermost part first: {@code Write/BatchLoads/…}
   * @param inputs the user names of the collections that it reads
   * @param outputs the user names of the collections that it makes
   */
  public record Transform(String id, String name, List<String> inputs, List<String> outputs) {
    public Transform {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * What the service runs as one.
   *
   * @param state Dataflow's word without its prefix; empty when the service gives none
   * @param steps what is in it, by whatever name the service gives: ids or user names of transforms
   */
  public record Stage(String name, String state, Set<String> steps) {
    public Stage {
      steps = Set.copyOf(steps);
    }
  }

  public JobGraph {
    transforms = List.copyOf(transforms);
    stages = List.copyOf(stages);
  }
}
