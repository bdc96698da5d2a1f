package dev.backfill.ui.model;

import dev.backfill.cloud.DecodeJob;
import dev.backfill.fact.JobFact.Counters;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job's counters, of which there are some for each document type, with their sums.
 *
 * @param values by name and type
 * @param isOwn whether the console's decoder is among those who count; an organisation's is not
 * @param rows of all types
 * @param errors of all types
 * @param through records of which decode is through, as rows, error rows, or left out
 */
record CounterSums(Map<String, Long> values, boolean isOwn, long rows, long errors, long through) {
  static final CounterSums NONE = new CounterSums(Map.of(), false, 0, 0, 0);

  private static final String OWN = DecodeJob.NAMESPACE + "/";
  private static final List<String> ENDS =
      List.of(DecodeJob.ROWS, DecodeJob.ERRORS, DecodeJob.LOST, DecodeJob.OTHER_DAYS);

  /** Sums a fact's counters; takes a while for hundreds of types. */
  static CounterSums of(Counters fact) {
    return new CounterSums(
        Map.copyOf(fact.values()),
        fact.values().keySet().stream().anyMatch(name -> name.startsWith(OWN)),
        fact.sum(OWN + DecodeJob.ROWS),
        fact.sum(OWN + DecodeJob.ERRORS),
        ENDS.stream().mapToLong(prefix -> fact.sum(OWN + prefix)).sum());
  }

  /** A counter of the job's own; empty when it was not told. */
  Optional<Long> own(String name) {
    return Optional.ofNullable(values.get(OWN + name));
  }
}
