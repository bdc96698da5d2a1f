package dev.backfill.cloud;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What Dataflow measures of a job, committed values only. What it does not give is absent, never 0.
 *
 * @param at as of when, by the service's clock
 * @param counters the job's own counters by {@code namespace/name}, summed over its steps
 * @param collections what has come out of the steps, by the collection's user name
 * @param millis processing time by the service's id of the step, summed over the workers
 * @param vcpuSeconds {@code TotalVcpuTime}
 * @param memoryMegabyteSeconds {@code TotalMemoryUsage}
 * @param shuffledBytes {@code TotalShuffleDataProcessed}
 */
public record JobMeasures(
    Optional<Instant> at,
    Map<String, Long> counters,
    Map<String, Elements> collections,
    Map<String, Long> millis,
    Optional<Double> vcpuSeconds,
    Optional<Long> memoryMegabyteSeconds,
    Optional<Long> shuffledBytes) {

  /**
   * Elements of a collection.
   *
   * @param meanBytes of one, encoded
   */
  public record Elements(Optional<Long> number, Optional<Double> meanBytes) {}

  public JobMeasures {
    counters = Map.copyOf(counters);
    collections = Map.copyOf(collections);
    millis = Map.copyOf(millis);
  }

  /** Counters alone. */
  public static JobMeasures of(Map<String, Long> counters) {
    return new JobMeasures(
        Optional.empty(),
        counters,
        Map.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
