package dev.backfill.stages;

import dev.backfill.cloud.DecodeJob;
import dev.backfill.cloud.JobGraph;
import dev.backfill.cloud.JobMeasures;
import dev.backfill.cloud.JobMeasures.Elements;
import dev.backfill.fact.JobMeasured;
import dev.backfill.fact.JobMeasured.StepMeasured;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A decode job's graph folded to its three parts, however many hundred steps each table's read and
 * write has: reading, decoding, writing. What the service gives of none of a part's steps is empty.
 */
final class JobParts {
  private final JobGraph graph;
  private final JobMeasures measures;
  private final Map<String, String> names;

  private JobParts(JobGraph graph, JobMeasures measures) {
    this.graph = graph;
    this.measures = measures;
    this.names =
        graph.transforms().stream()
            .collect(
                Collectors.toMap(
                    JobGraph.Transform::id, JobGraph.Transform::name, (first, second) -> first));
  }

  /** A part of the graph, by the names of the pipeline's outermost steps. */
  private enum Part {
    READ(DecodeJob.READ_STEP, DecodeJob.JOIN_STEP),
    DECODE(DecodeJob.DECODE_STEP),
    WRITE(DecodeJob.WRITE_STEP);

    private final List<String> steps;

    Part(String... steps) {
      this.steps = List.of(steps);
    }

    boolean has(String name) {
      return steps.stream().anyMatch(name::startsWith);
    }

    /** The name that facts and pages know it by. */
    String title() {
      return steps.get(0).strip();
    }
  }

  /**
   * What was measured of a job, folded.
   *
   * @param now when it was asked for, by this console's clock
   */
  static JobMeasured of(String job, Instant now, JobGraph graph, JobMeasures measures) {
    var parts = new JobParts(graph, measures);
    var steps = new TreeMap<String, StepMeasured>();
    for (var part : Part.values()) {
      steps.put(part.title(), parts.measured(part));
    }
    return new JobMeasured(
        job,
        measures.at().orElse(now),
        steps,
        measures.vcpuSeconds().map(seconds -> Math.round(1000 * seconds)),
        measures.memoryMegabyteSeconds(),
        measures.shuffledBytes());
  }

  private StepMeasured measured(Part part) {
    var out = out(part);
    return new StepMeasured(state(part), number(out), bytes(out), millis(part));
  }

  /** The collections that a part hands on to others. */
  private List<Elements> out(Part part) {
    return switch (part) {
      case READ -> {
        var joined = collections(name -> name.startsWith(DecodeJob.JOIN_STEP));
        var handedOn = handedOn();
        yield joined.isEmpty()
            ? collections(name -> part.has(name) && handedOn.contains(plain(name)))
            : joined;
      }
      case DECODE -> collections(part::has);
      // What it makes are the ids of load jobs, which count no rows.
      case WRITE -> List.of();
    };
  }

  private List<Elements> collections(Predicate<String> wanted) {
    return measures.collections().entrySet().stream()
        .filter(one -> wanted.test(one.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** What steps outside of the reads take in of them. */
  private Set<String> handedOn() {
    var found = new HashSet<String>();
    graph.transforms().stream()
        .filter(step -> !step.name().startsWith(DecodeJob.READ_STEP))
        .forEach(step -> step.inputs().forEach(input -> found.add(plain(input))));
    return found;
  }

  // One service writes "Read x/Out.out0", another "Read x/Out-out0", and with an object's id.
  private static String plain(String collection) {
    return collection.replaceFirst(" \\[.*$", "").replaceFirst("-(out\\w*)$", ".$1");
  }

  private static Optional<Long> number(List<Elements> out) {
    return out.stream().flatMap(one -> one.number().stream()).reduce(Long::sum);
  }

  private static Optional<Long> bytes(List<Elements> out) {
    return out.stream()
        .flatMap(one -> one.number().flatMap(n -> one.meanBytes().map(mean -> n * mean)).stream())
        .reduce(Double::sum)
        .map(Math::round);
  }

  private Optional<Long> millis(Part part) {
    return measures.millis().entrySet().stream()
        .filter(one -> part.has(names.getOrDefault(one.getKey(), one.getKey())))
        .map(Map.Entry::getValue)
        .reduce(Long::sum);
  }

  /** What the stages say that any of the part's steps runs in; empty when they say nothing. */
  private String state(Part part) {
    var states =
        graph.stages().stream()
            .filter(stage -> !stage.state().isEmpty())
            .filter(
                stage ->
                    stage.steps().stream()
                        .anyMatch(step -> part.has(names.getOrDefault(step, step))))
            .map(JobGraph.Stage::state)
            .collect(Collectors.toSet());
    for (var grave : List.of("FAILED", "CANCELLED", "CANCELLING", "RUNNING")) {
      if (states.contains(grave)) {
        return grave;
      }
    }
    // Some stages through and others still to come is under way, too.
    return states.size() > 1 ? "RUNNING" : states.stream().findFirst().orElse("");
  }
}
