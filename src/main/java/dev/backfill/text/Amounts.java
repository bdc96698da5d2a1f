package dev.backfill.text;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Spans of time and sizes, as a person reads them. */
public final class Amounts {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};

  // "120 s" reads worse than "2 min", and "1 min" for 89 s says too little.
  private static final long MOST_SECONDS = 90;

  private Amounts() {}

  /** A span in its two largest units: {@code 2 h 05 min}, {@code 3 min}, {@code 12 s}. */
  public static String span(Duration span) {
    var seconds = span.toSeconds();
    if (seconds < 1) {
      return span.toMillis() + " ms";
    }
    if (seconds < MOST_SECONDS) {
      return seconds + " s";
    }
    var minutes = Math.round(seconds / 60.0);
    return minutes < 60
        ? minutes + " min"
        : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
  }

  /** A moment in UTC to the second: {@code 2020-04-15T03:00:00Z}. */
  public static String second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A number of things: {@code 1 day}, {@code 3 days}. */
  public static String of(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /** How long ago a moment was: {@code 12 min}, {@code 5 h}, {@code 3 d}, {@code 2 y}. */
  public static String age(Duration span) {
    var days = span.toDays();
    if (days >= 2) {
      return days < 730 ? days + " d" : days / 365 + " y";
    }
    return span.toHours() > 0 ? span.toHours() + " h" : Math.max(1, span.toMinutes()) + " min";
  }

  /** Bytes in the largest decimal unit, as Google's console shows them. */
  public static String bytes(long bytes) {
    var unit = 0;
    double size = bytes;
    while (size >= 1000 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
  }
}
