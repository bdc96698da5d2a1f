package dev.backfill.sandbox.dataflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Simulates a worker pool from what the one real worker does: as many workers as would decode the
 * rest within {@link #GOAL} at the rate measured. No thread, no clock: the caller brings the time.
 */
final class Autoscaler {
  // The service rescales no oftener; a rehearsal of a minute still sees several steps.
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration GOAL = Duration.ofSeconds(2);

  private final int initial;
  private final int most;
  private final long total;
  private long current;
  private long target;
  private Duration last = Duration.ZERO;
  private long readThen;

  /**
   * Makes a pool.
   *
   * @param total how many records there are to decode
   */
  Autoscaler(int initial, int most, long total) {
    this.initial = Math.max(1, Math.min(initial, most));
    this.most = Math.max(1, most);
    this.total = total;
  }

  /**
   * A change of the pool.
   *
   * @param type the service's own: TARGET_NUM_WORKERS_CHANGED, CURRENT_NUM_WORKERS_CHANGED
   */
  record Event(long current, long target, String type, String text) {}

  /** The pool is asked for. */
  Event ask() {
    target = initial;
    return new Event(0, target, "TARGET_NUM_WORKERS_CHANGED", "Starting " + target + " workers.");
  }

  /** The pool is there. */
  Event ready() {
    current = target;
    return new Event(current, target, "CURRENT_NUM_WORKERS_CHANGED", "Workers have started.");
  }

  /**
   * What changes after some time of running.
   *
   * @param read how many records were decoded so far
   */
  List<Event> tick(Duration running, long read) {
    var passed = running.minus(last);
    if (passed.compareTo(PATIENCE) < 0) {
      return List.of();
    }
    var events = new ArrayList<Event>();
    if (current != target) {
      current = target;
      events.add(
          new Event(
              current,
              target,
              "CURRENT_NUM_WORKERS_CHANGED",
              "The pool has " + current + " workers."));
    }
    var rate = (read - readThen) / Math.max(0.001, passed.toMillis() / 1000.0);
    var wanted = wanted(rate, total - read);
    if (wanted != target) {
      var up = wanted > target;
      target = wanted;
      events.add(
          new Event(
              current,
              target,
              "TARGET_NUM_WORKERS_CHANGED",
              (up ? "Raised" : "Reduced")
                  + " the number of workers to "
                  + target
                  + ": "
                  + Math.round(rate)
                  + " records a second, "
                  + Math.max(0, total - read)
                  + " to go."));
    }
    last = running;
    readThen = read;
    return events;
  }

  /** Without a rate yet, or with nothing left to read, there is no reason to grow. */
  private long wanted(double rate, long rest) {
    if (rest <= 0) {
      return 1;
    }
    if (rate <= 0) {
      return target;
    }
    var seconds = rest / rate;
    return Math.max(1, Math.min(most, (long) Math.ceil(seconds / GOAL.toSeconds())));
  }

  /** The pool's end. */
  Event stop() {
    current = 0;
    target = 0;
    return new Event(0, 0, "CURRENT_NUM_WORKERS_CHANGED", "Worker pool stopped.");
  }
}
