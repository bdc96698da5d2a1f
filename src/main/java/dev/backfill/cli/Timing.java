package dev.backfill.cli;

import dev.backfill.google.CloudProfile;
import dev.backfill.run.Sleeper;
import java.time.Clock;
import java.time.Duration;

/** A run's clock, and how it waits; a test brings its own. */
record Timing(Clock clock, Sleeper sleeper) {
  // A sandbox on this machine has no quota, and nothing to gain from Dataflow's five seconds.
  private static final Duration SANDBOX_CADENCE = Duration.ofMillis(500);

  /** Real time, in which a sandbox is asked more often than Google. */
  static Timing of(CloudProfile profile) {
    return new Timing(
        Clock.systemUTC(),
        time -> {
          var cadence = profile.endpoint().isPresent() ? SANDBOX_CADENCE : time;
          Thread.sleep(Math.min(time.toMillis(), cadence.toMillis()));
        });
  }
}
