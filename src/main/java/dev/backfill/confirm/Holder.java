package dev.backfill.confirm;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who holds datasets and a bucket of a backfill project, as their labels say.
 *
 * @param run the run's id
 * @param console who runs it: user and machine, see {@link #clean}
 * @param since when it took them, UTC, whole seconds; empty when the label is not to be read
 */
public record Holder(String run, String console, Optional<Instant> since) {
  /** The label of a run's id. */
  public static final String RUN = "backfill-run";

  /** The label of the console that runs it. */
  public static final String CONSOLE = "backfill-console";

  /** The label of the time. */
  public static final String SINCE = "backfill-since";

  /** The label of what a run made itself; it stays when the run gives it back. */
  public static final String MADE = "backfill-made";

  // Google's labels take lower-case letters, digits, dashes and underscores, 63 at most.
  private static final int LONGEST = 63;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss'z'").withZone(ZoneOffset.UTC);

  /** What the labels say; empty when no run holds it. */
  public static Optional<Holder> of(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(RUN))
        .map(run -> new Holder(run, labels.getOrDefault(CONSOLE, ""), time(labels.get(SINCE))));
  }

  /** The labels that say so. */
  public Map<String, String> labels() {
    return Map.of(
        RUN, clean(run), CONSOLE, clean(console), SINCE, since.map(TIME::format).orElse(""));
  }

  /** The labels of what the run makes itself. */
  public Map<String, String> labelsOfMade() {
    var all = new TreeMap<>(labels());
    all.put(MADE, clean(run));
    return all;
  }

  /** Whether both are one run on one console, whenever they took it. */
  public boolean isSame(Holder other) {
    return clean(run).equals(clean(other.run)) && clean(console).equals(clean(other.console));
  }

  /** Whether both are one run. */
  public boolean isSameRun(Holder other) {
    return clean(run).equals(clean(other.run));
  }

  /** A text as a label's value can hold it. */
  public static String clean(String text) {
    var kept = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-");
    return kept.length() <= LONGEST ? kept : kept.substring(0, LONGEST);
  }

  private static Optional<Instant> time(String label) {
    try {
      return label == null ? Optional.empty() : Optional.of(TIME.parse(label, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
