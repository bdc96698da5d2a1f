package dev.backfill.cli;

import dev.backfill.run.RunView;
import dev.backfill.run.StagePace;
import dev.backfill.text.Amounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How far a stage of many steps is and how long it will take: a line twice a minute. */
final class PaceLines {
  private static final Duration EACH = Duration.ofSeconds(30);

  private final Clock clock;
  private final StagePace pace;
  private Instant told;

  PaceLines(Clock clock) {
    this.clock = clock;
    this.pace = new StagePace(clock);
    this.told = clock.instant();
  }

  /** A line, when it is time for one. */
  Optional<String> changed(RunView view) {
    // Looked at each time: a stage's pace counts from when it was first seen.
    var now = pace.of(view);
    if (now.isEmpty() || clock.instant().isBefore(told.plus(EACH))) {
      return Optional.empty();
    }
    told = clock.instant();
    return now.map(PaceLines::text);
  }

  private static String text(StagePace.Now now) {
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d steps, about %s left; %,d requests a minute",
        now.stage(),
        now.steps().done(),
        now.steps().all(),
        Amounts.span(now.left()),
        now.requests());
  }
}
