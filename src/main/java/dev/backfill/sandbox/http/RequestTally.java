package dev.backfill.sandbox.http;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Counts what a sandbox is asked, by the phase that a run is in and by kinds: names and ids in the
 * paths do not matter.
 */
public final class RequestTally implements RequestLog {
  // What follows one of these in a path names something; the word before it says of what kind.
  private static final Pattern NAMES =
      Pattern.compile("/(projects|datasets|tables|jobs|queries|b|o|locations|templates)/[^/?:]+");

  private final Map<String, Map<String, LongAdder>> counts = new ConcurrentHashMap<>();
  private volatile Supplier<String> phase = () -> "";

  /**
   * Counts by phases from now on.
   *
   * @param told tells the phase at any time; empty before a run
   */
  public void by(Supplier<String> told) {
    phase = told;
  }

  @Override
  public void received(String method, String rawPath) {
    counts
        .computeIfAbsent(phase.get(), any -> new ConcurrentHashMap<>())
        .computeIfAbsent(kind(method, rawPath), any -> new LongAdder())
        .increment();
  }

  /** For example {@code GET /bigquery/v2/projects/*&#47;datasets/*&#47;tables}, which is a list. */
  static String kind(String method, String path) {
    return method + " " + NAMES.matcher(path.replaceFirst("\\?.*", "")).replaceAll("/$1/*");
  }

  /** Counts by phase, those of no run under an empty name, and by kind, the most first. */
  public Map<String, Map<String, Long>> byPhase() {
    return counts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, phase -> byKind(phase.getValue())));
  }

  private static Map<String, Long> byKind(Map<String, LongAdder> counts) {
    return counts.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue().sum()))
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
  }
}
