package dev.backfill.stages;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.DecodeJob;
import dev.backfill.cloud.JobGraph;
import dev.backfill.cloud.JobService;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.cloud.JobService.JobState;
import dev.backfill.fact.JobFact;
import dev.backfill.fact.JobMeasured;
import dev.backfill.fact.LoadsSeen;
import dev.backfill.fact.Staged;
import dev.backfill.plan.Cell;
import dev.backfill.run.Stage;
import dev.backfill.run.Steps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A job's figures: its counters, what the service measures of it, and its loads. */
final class JobFigures {
  private static final String OWN = DecodeJob.NAMESPACE + "/";
  private static final List<String> ENDS =
      List.of(DecodeJob.ROWS, DecodeJob.ERRORS, DecodeJob.LOST, DecodeJob.OTHER_DAYS);

  private final Steps steps;
  private final JobKey job;
  private final Consumer<JobFact> note;
  private final List<Cell> cells;
  private Map<String, Long> counters = Map.of();
  private JobGraph graph = JobGraph.NONE;
  private Optional<JobMeasured> measured = Optional.empty();
  private Optional<JobMeasured> unnoted = Optional.empty();
  private Optional<LoadsSeen> loads = Optional.empty();
  private boolean hasGraph = true;
  private boolean hasLoads = true;

  JobFigures(Steps steps, JobKey job, Consumer<JobFact> note) {
    this.steps = steps;
    this.job = job;
    this.note = note;
    this.cells = steps.view().toDecode();
  }

  /** The newest counters, by namespace and name. */
  Map<String, Long> counters() {
    return counters;
  }

  /**
   * Asks for the job's figures, and notes those that are others than before.
   *
   * @param anew whether the graph is asked for again: its stages' states are in it
   */
  void take(JobState now, boolean anew) {
    var jobs = steps.cloud().jobs();
    if (hasGraph && (anew || graph.transforms().isEmpty())) {
      var found = ask("The job's graph", "dataflow.jobs.get", () -> jobs.graph(job));
      hasGraph = found.isPresent();
      graph = found.orElse(graph);
    }
    var measures = jobs.measures(job);
    var found = JobParts.of(job.id(), steps.now(), graph, measures);
    var counted = !measures.counters().equals(counters);
    if (found.isEmpty()) {
      unnoted = Optional.empty();
    } else if (counted || measured.filter(found::isAs).isEmpty()) {
      // Rates are of the time since the last look, and not of all that nothing happened in before.
      unnoted.ifPresent(note);
      unnoted = Optional.empty();
      measured = Optional.of(found);
      note.accept(found);
    } else {
      unnoted = Optional.of(found);
    }
    if (counted) {
      counters = measures.counters();
      note.accept(new JobFact.Counters(new TreeMap<>(counters)));
    }
    takeLoads(now);
  }

  /** Files are loaded after rows were decoded, and not before. */
  private void takeLoads(JobState now) {
    if (!hasLoads || !mayLoad(now)) {
      return;
    }
    var found =
        ask(
            "The load jobs",
            "bigquery.jobs.listAll",
            () -> steps.cloud().warehouse().loads(job.project(), JobLoads.PREFIX, now.created()));
    hasLoads = found.isPresent();
    found
        .map(list -> JobLoads.of(job.id(), now.name(), list))
        .filter(seen -> !loads.equals(Optional.of(seen)))
        .ifPresent(
            seen -> {
              loads = Optional.of(seen);
              note.accept(seen);
            });
  }

  /** What a decoder of an organisation's own has decoded, nobody knows but by its loads. */
  private boolean mayLoad(JobState now) {
    return steps.plan().template().isPresent()
        ? now.state() != JobService.State.QUEUED && now.state() != JobService.State.PENDING
        : sum(DecodeJob.ROWS) + sum(DecodeJob.ERRORS) > 0;
  }

  /** What may not be asked is shown as not given; the job needs none of it. */
  private <T> Optional<T> ask(String what, String permission, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (CloudException e) {
      if (e.kind() == CloudException.Kind.UNAVAILABLE) {
        throw e;
      }
      note.accept(
          JobFact.Said.warning(
              steps.now(),
              what
                  + " cannot be asked for, so the page lacks it; the job is not affected. "
                  + e.getMessage()
                  + " To see it, grant "
                  + permission
                  + "."));
      return Optional.empty();
    }
  }

  /**
   * Whether the counters tell of all that the job was given: where each record went, and each
   * record that was staged.
   */
  boolean isSettled() {
    var read = counters.get(OWN + DecodeJob.READ);
    return read == null || read >= staged() && read <= ENDS.stream().mapToLong(this::sum).sum();
  }

  String unsettled() {
    return "Job "
        + job.id()
        + " is done, but its counters tell of "
        + counters.getOrDefault(OWN + DecodeJob.READ, 0L)
        + " of "
        + staged()
        + " staged records. Counters may lag; validate counts the rows themselves.";
  }

  private long staged() {
    var wanted = cells.stream().map(Cell::key).collect(Collectors.toSet());
    return steps.view().each(Stage.Role.MAKES_ROWS, Staged.class).stream()
        .filter(one -> wanted.contains(one.cell()))
        .collect(Collectors.toMap(Staged::cell, Staged::rows, (older, newer) -> newer))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private long sum(String prefix) {
    return counters.entrySet().stream()
        .filter(one -> one.getKey().startsWith(OWN + prefix))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
