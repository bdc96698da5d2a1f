package dev.backfill.run;

import dev.backfill.stage.Step;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Folds a journal's entries into how long steps of one stage were under way. */
final class BusyFold {
  private final Set<Step> open = new HashSet<>();
  private Instant rested = Instant.MIN;
  private BusyTime now = BusyTime.NONE;

  /** A console begins with the stage: what a former one left open was under way until its end. */
  void begin() {
    open.clear();
    rest(now.heard());
  }

  /** A try of a step began. */
  void start(Step step, Instant at) {
    open.add(step);
    // Entries of steps side by side need not be in the order of their times.
    var from = at.isBefore(rested) ? rested : at;
    now = new BusyTime(now.past(), now.since().or(() -> Optional.of(from)), at);
  }

  /** A try of a step ended, or what it came to was taken back. */
  void end(Step step, Instant at) {
    heard(at);
    if (open.remove(step) && open.isEmpty()) {
      rest(at);
    }
  }

  /** The stage noted something. */
  void heard(Instant at) {
    now = new BusyTime(now.past(), now.since(), at);
  }

  private void rest(Instant at) {
    now = new BusyTime(now.until(at), Optional.empty(), now.heard());
    rested = at;
  }

  BusyTime now() {
    return now;
  }
}
