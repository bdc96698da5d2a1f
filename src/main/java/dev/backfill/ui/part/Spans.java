package dev.backfill.ui.part;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times and sizes in words. */
public final class Spans {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);
  private static final String[] BYTES = {"B", "KB", "MB", "GB", "TB", "PB"};

  private Spans() {}

  /** A span in its two largest units: {@code 2 h 05 min}, {@code 3 min}, {@code 12 s}. */
  public static String of(Duration span) {
    var seconds = span.toSeconds();
    if (seconds < 1) {
      return span.toMillis() + " ms";
    }
    if (seconds < 90) {
      return seconds + " s";
    }
    var minutes = Math.round(seconds / 60.0);
    return minutes < 60
        ? minutes + " min"
        : String.format(java.util.Locale.US, "%d h %02d min", minutes / 60, minutes % 60);
  }

  /** A range of spans; one span where both ends read the same. */
  public static String range(Duration least, Duration most) {
    var from = of(least);
    var to = of(most);
    return from.equals(to) ? from : Texts.of("span.range", from, to);
  }

  /** A moment in UTC with its age: {@code 2020-04-15 03:00, 3 d ago}. */
  public static String when(Instant then, Instant now) {
    return Texts.of("span.when", MINUTE.format(then), age(Duration.between(then, now)));
  }

  /** A moment in UTC with how long it is until then: {@code 2020-04-22 03:00, in 6 d}. */
  public static String until(Instant then, Instant now) {
    return then.isBefore(now)
        ? when(then, now)
        : Texts.of("span.until", MINUTE.format(then), age(Duration.between(now, then)));
  }

  private static String age(Duration span) {
    if (span.compareTo(Duration.ofHours(1)) < 0) {
      return span.isNegative() ? Texts.of("span.now") : Math.max(1, span.toMinutes()) + " min";
    }
    var days = span.toDays();
    return days < 2 ? span.toHours() + " h" : days < 730 ? days + " d" : days / 365 + " y";
  }

  /** Bytes in the largest decimal unit, as Google's console shows them. */
  public static String bytes(long bytes) {
    var unit = 0;
    double size = bytes;
    while (size >= 1000 && unit < BYTES.length - 1) {
      size /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(java.util.Locale.US, "%.1f %s", size, BYTES[unit]);
  }
}
