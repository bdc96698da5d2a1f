package dev.backfill.ui.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How fast things get done, and how long the rest may take.
 *
 * @param perMinute things a minute
 * @param least the shorter end of the rest's range
 * @param most the longer end
 */
public record Pace(double perMinute, Duration least, Duration most) {
  // With fewer ends than these a spread says nothing.
  private static final int FEWEST = 4;

  /**
   * The pace of things that ended one after the other; empty when too few did. The range takes the
   * fastest and the slowest third of the run so far as if all the rest went like it.
   *
   * @param ends when each ended, in order
   */
  public static Optional<Pace> of(Instant begun, List<Instant> ends, int open) {
    if (ends.size() < FEWEST || open <= 0) {
      return Optional.empty();
    }
    var third = Math.max(1, ends.size() / 3);
    var slowest = 0.0;
    var fastest = Double.MAX_VALUE;
    var from = begun;
    for (var i = third; i <= ends.size(); i += third) {
      var each = seconds(from, ends.get(i - 1)) / third;
      slowest = Math.max(slowest, each);
      fastest = Math.min(fastest, each);
      from = ends.get(i - 1);
    }
    var whole = seconds(begun, ends.get(ends.size() - 1));
    return whole <= 0
        ? Optional.empty()
        : Optional.of(
            new Pace(60 * ends.size() / whole, rest(fastest * open), rest(slowest * open)));
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private static Duration rest(double seconds) {
    return Duration.ofSeconds(Math.round(seconds));
  }
}
