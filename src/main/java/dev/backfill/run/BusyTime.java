package dev.backfill.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long steps of a stage were under way, in all tries of all consoles; those that ran side by
 * side count once.
 *
 * @param past until the last moment at which none was
 * @param since when one is under way again; empty when none is
 * @param heard when the stage wrote to the journal last
 */
public record BusyTime(Duration past, Optional<Instant> since, Instant heard) {
  /** That of a stage that was not begun. */
  public static final BusyTime NONE = new BusyTime(Duration.ZERO, Optional.empty(), Instant.EPOCH);

  /** The same when what has no end yet is under way until a moment. */
  public Duration until(Instant end) {
    return since
        .filter(end::isAfter)
        .map(from -> past.plus(Duration.between(from, end)))
        .orElse(past);
  }
}
