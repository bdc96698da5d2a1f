package dev.backfill.estimate;

import dev.backfill.stage.StageKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How much longer than the model says the stages of earlier runs took, of the same document types
 * on the same kind of cloud.
 *
 * @param runs how many tell of it
 * @param seconds actual time for a second of the model's
 * @param vcpuSeconds the same of the workers' time; empty where nothing is known of that
 */
public record Correction(int runs, Range seconds, Optional<Range> vcpuSeconds) {
  // One run says little of the next: the fewer there are, the wider it is taken.
  private static final double SPREAD = 0.5;

  /** The corrections of a plan's stages: of those that every type of the plan was run through. */
  public static Map<StageKind, Correction> of(
      List<List<Observation>> types, Collection<StageKind> stages, boolean sandbox) {
    var found = new HashMap<StageKind, Correction>();
    for (var stage : stages) {
      of(types, stage, sandbox).ifPresent(one -> found.put(stage, one));
    }
    return found;
  }

  private static Optional<Correction> of(
      List<List<Observation>> types, StageKind stage, boolean sandbox) {
    var all = new ArrayList<Observation>();
    for (var type : types) {
      var some =
          type.stream()
              .filter(one -> one.stage() == stage && one.sandbox() == sandbox)
              .filter(Observation::isPlausible)
              .filter(one -> one.modelSeconds() > 0 && one.seconds() > 0)
              .toList();
      if (some.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(some);
    }
    var runs = (int) all.stream().map(Observation::run).distinct().count();
    var worked = all.stream().filter(o -> o.vcpuSeconds() > 0 && o.modelVcpuSeconds() > 0).toList();
    return Optional.of(
        new Correction(
            runs,
            range(all, o -> o.seconds() / o.modelSeconds(), runs),
            worked.isEmpty()
                ? Optional.empty()
                : Optional.of(range(worked, o -> o.vcpuSeconds() / o.modelVcpuSeconds(), runs))));
  }

  private static Range range(List<Observation> all, ToDoubleFunction<Observation> share, int runs) {
    var sorted = all.stream().mapToDouble(share).sorted().toArray();
    var spread = 1 + SPREAD / runs;
    return new Range(
        sorted[0] / spread, sorted[sorted.length / 2], sorted[sorted.length - 1] * spread);
  }
}
