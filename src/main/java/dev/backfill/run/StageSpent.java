package dev.backfill.run;

import dev.backfill.check.CountQuery;
import dev.backfill.estimate.Billing;
import dev.backfill.estimate.Prices;
import dev.backfill.fact.JobMeasured;
import dev.backfill.fact.Sent;
import dev.backfill.fact.Staged;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a stage of a run took so far, by its journal, in all tries together. What the services did
 * not tell is empty.
 *
 * @param seconds in which a step of it was under way; waiting between steps is not counted, nor is
 *     what a job did while no console looked
 * @param queried bytes that its queries were billed for, by what they read
 * @param slotSeconds of its queries, those that made rows or those that read them
 * @param vcpuSeconds of its workers
 * @param usd by list prices, as far as it is known; disks and storage are not
 */
public record StageSpent(
    StageKind stage,
    double seconds,
    double queried,
    Optional<Double> slotSeconds,
    Optional<Double> vcpuSeconds,
    double usd) {

  // Dry runs alone, in stages that run no such query.
  private static final Set<String> NOT_RUN = Set.of("rewrite");

  /**
   * The stages of a run that were begun, in their order.
   *
   * @param now until when a step that has no end is under way; empty when it is not known whether a
   *     console still works on it, which counts until its stage was heard of last
   */
  public static List<StageSpent> of(RunView view, Prices prices, Optional<Instant> now) {
    return view.stages().stream()
        .filter(stage -> !stage.lines().isEmpty())
        .map(stage -> of(view, stage, prices, now))
        .toList();
  }

  private static StageSpent of(
      RunView view, StageView stage, Prices prices, Optional<Instant> now) {
    var kind = stage.kind();
    var staged = view.each(kind, Staged.class);
    var queried = staged.isEmpty() ? asked(view, kind) : staged(staged);
    var jobs = jobs(view, kind);
    var vcpu = sum(jobs.stream().map(JobMeasured::vcpuMillis).toList());
    var memory = sum(jobs.stream().map(JobMeasured::memoryMegabyteSeconds).toList());
    var shuffled = sum(jobs.stream().map(JobMeasured::shuffledBytes).toList());
    var read = sum(jobs.stream().map(StageSpent::read).toList());
    var flex = view.plan().dataflow().setup().flexRs();
    var usd =
        prices.queried(queried)
            + prices.read(read.orElse(0L))
            + prices.shuffled(shuffled.orElse(0L))
            + prices.workers(
                vcpu.orElse(0L) / 3_600_000.0, memory.orElse(0L) / 1024.0 / 3600, 0, flex);
    return new StageSpent(
        kind,
        stage.busy().until(now.orElse(stage.busy().heard())).toNanos() / 1e9,
        queried,
        (staged.isEmpty()
                ? sum(ran(view, kind).map(Sent.Ran::slotMillis).map(Optional::of).toList())
                : Optional.of(staged.stream().mapToLong(Staged::slotMillis).sum()))
            .map(millis -> millis / 1000.0),
        vcpu.map(millis -> millis / 1000.0),
        usd);
  }

  private static double staged(List<Staged> staged) {
    return staged.stream().mapToDouble(one -> Billing.billed(one.bytes(), 1)).sum();
  }

  private static double asked(RunView view, StageKind kind) {
    return view.each(kind, Sent.class).stream()
        .flatMap(sent -> sent.statements().stream())
        .filter(one -> !NOT_RUN.contains(one.purpose()))
        .mapToDouble(one -> Billing.billed(read(one), tables(one.purpose())))
        .sum();
  }

  /** What its job read, or, where it told nothing, what it may have read at most. */
  private static long read(Sent.Statement statement) {
    return statement.ran().map(Sent.Ran::bytes).orElse(statement.bytes());
  }

  private static Stream<Sent.Ran> ran(RunView view, StageKind kind) {
    return view.each(kind, Sent.class).stream()
        .flatMap(sent -> sent.statements().stream())
        .flatMap(one -> one.ran().stream());
  }

  private static int tables(String purpose) {
    for (var query : CountQuery.values()) {
      if (query.purpose().equals(purpose)) {
        return query.tables();
      }
    }
    return 1;
  }

  /** The newest figures of each job. */
  private static List<JobMeasured> jobs(RunView view, StageKind kind) {
    var newest = new LinkedHashMap<String, JobMeasured>();
    view.each(kind, JobMeasured.class).forEach(one -> newest.put(one.job(), one));
    return List.copyOf(newest.values());
  }

  /** What came out of the job's reads, where it reads directly: what it exports costs nothing. */
  private static Optional<Long> read(JobMeasured job) {
    return Optional.ofNullable(job.steps().get("Read")).flatMap(JobMeasured.StepMeasured::bytes);
  }

  private static Optional<Long> sum(List<Optional<Long>> parts) {
    return parts.stream().flatMap(Optional::stream).reduce(Long::sum);
  }
}
