package dev.backfill.sandbox.http;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Counts what a sandbox is asked, by kinds: names and ids in the paths do not matter. */
public final class RequestTally implements RequestLog {
  // What follows one of these in a path names something; the word before it says of what kind.
  private static final Pattern NAMES =
      Pattern.compile("/(projects|datasets|tables|jobs|queries|b|o|locations|templates)/[^/?:]+");

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  @Override
  public void received(String method, String rawPath) {
    counts.computeIfAbsent(kind(method, rawPath), any -> new LongAdder()).increment();
  }

  /** For example {@code GET /bigquery/v2/projects/datasets/tables}. */
  static String kind(String method, String path) {
    return method + " " + NAMES.matcher(path.replaceFirst("\\?.*", "")).replaceAll("/$1");
  }

  /** Counts by kind, the most first. */
  public Map<String, Long> byKind() {
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
