package dev.backfill.report;

import java.util.Locale;

/** Times and sizes in words. */
final class Spans {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};

  private Spans() {}

  /** Milliseconds in the two largest units. */
  static String of(long millis) {
    var seconds = millis / 1000;
    if (millis > 0 && seconds < 1) {
      return millis + " ms";
    }
    if (seconds < 120) {
      return seconds + " s";
    }
    var minutes = Math.round(seconds / 60.0);
    return minutes < 60
        ? minutes + " min"
        : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
  }

  /** Bytes in the largest decimal unit, as Google's console shows them. */
  static String bytes(long bytes) {
    var unit = 0;
    double size = bytes;
    while (size >= 1000 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
  }
}
