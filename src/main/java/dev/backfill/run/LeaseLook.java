package dev.backfill.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Looks whether the target is still the run's before a job of a stage begins, for all of the
 * stage's jobs that begin at about that time: a request for each dataset and job would be most of
 * what a run of thousands of cells asks.
 *
 * <p>Race: a job may begin up to {@link #FRESH} after another run took over, in place of the moment
 * between a look and its job. Who takes over has typed so, and counts what lies there.
 */
final class LeaseLook {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private Instant found = Instant.MIN;

  /** What others hold of what the run held. */
  synchronized List<TargetResource> lostToOthers(Steps steps) {
    var now = steps.now();
    if (found.isAfter(now.minus(FRESH)) && !found.isAfter(now)) {
      return List.of();
    }
    var lost = new Lease(steps).lostToOthers();
    if (lost.isEmpty()) {
      found = now;
    }
    return lost;
  }
}
