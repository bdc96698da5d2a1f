package dev.backfill.ui.part;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers for a chart's axes. */
public final class Axis {
  private static final double[] TIMES = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400
  };

  private static final double[] SMALL = {4, 8};
  private static final double[] STEPS = {2, 4, 8, 10};

  private Axis() {}

  /**
   * The smallest of 4, 8, 20, 40, 80, 100, 200, 400 … that is not below a value: four whole steps.
   */
  public static double ceiling(double value) {
    for (var power = 1.0; ; power *= 10) {
      for (var times : power == 1 ? SMALL : STEPS) {
        if (times * power >= value) {
          return times * power;
        }
      }
    }
  }

  /** Ticks from 0 to a span of seconds, at most so many. */
  public static List<Double> times(double span, int most) {
    var step = TIMES[TIMES.length - 1];
    for (var candidate : TIMES) {
      if (span / candidate <= most) {
        step = candidate;
        break;
      }
    }
    var ticks = new ArrayList<Double>();
    for (var at = 0.0; at <= span; at += step) {
      ticks.add(at);
    }
    return ticks;
  }

  /** A tick's time, in the unit that fits its axis. */
  public static String time(double seconds, double span) {
    if (span < 120) {
      return Math.round(seconds) + " s";
    }
    if (span < 7200) {
      return trimmed(seconds / 60) + " min";
    }
    return quarters(seconds / 3600) + " h";
  }

  // Ticks of a quarter of an hour need two digits: 0.3 would be none of them.
  private static String quarters(double hours) {
    return 4 * hours % 2 == 1 ? String.format(Locale.US, "%.2f", hours) : trimmed(hours);
  }

  /** A number short enough for an axis: {@code 950}, {@code 1.2k}, {@code 3M}. */
  public static String number(double value) {
    if (value >= 1e6) {
      return trimmed(value / 1e6) + "M";
    }
    return value >= 10_000 ? trimmed(value / 1000) + "k" : trimmed(value);
  }

  private static String trimmed(double value) {
    return value == Math.rint(value)
        ? Long.toString(Math.round(value))
        : String.format(Locale.US, "%.1f", value);
  }
}
