package dev.backfill.ui.part;

import java.time.Duration;

/** Times and sizes in words. */
public final class Spans {
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
