package dev.backfill.ui.model;

import dev.backfill.fact.JobFact.Said;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells whether a job stands still: since too long nothing of it has changed, or the service says
 * that it is stuck and nothing has changed since.
 */
public final class StallDetector {
  // As long as the watch waits before it warns. Workers need up to five minutes to start.
  private static final double PATIENCE = 600;

  /**
   * The service's words: "Processing is stuck in step …", "Operation ongoing in step … stalled".
   */
  private static final Pattern STUCK = Pattern.compile("\\b(stuck|stalled)\\b|nothing was heard");

  private double moved = Double.NaN;
  private double workers = -1;
  private String words = "";
  private Optional<String> error = Optional.empty();

  /**
   * A job that stands still.
   *
   * @param since how long nothing has changed
   * @param words the service's own; empty when it has none
   */
  public record Still(Duration since, String words) {}

  void clear() {
    moved = Double.NaN;
    workers = -1;
    words = "";
    error = Optional.empty();
  }

  /** Something of the job changed. */
  void moved(double time) {
    moved = Double.isNaN(moved) ? time : Math.max(moved, time);
    words = "";
  }

  /** There are so many workers: that some come or go is a change, that more are wanted is none. */
  void workers(double time, double now) {
    if (now != workers) {
      workers = now;
      moved(time);
    }
  }

  void said(double time, Said said) {
    if (said.isError() && error.isEmpty()) {
      error = Optional.of(said.text());
    }
    if (said.importance().equals("WARNING") && STUCK.matcher(said.text()).find()) {
      words = said.text();
      moved = Double.isNaN(moved) ? time : moved;
    }
  }

  /** The first error that the service told of. */
  Optional<String> error() {
    return error;
  }

  Optional<Still> at(double now) {
    if (Double.isNaN(moved) || Double.isNaN(now)) {
      return Optional.empty();
    }
    var still = Math.max(0, now - moved);
    return still < PATIENCE && words.isEmpty()
        ? Optional.empty()
        : Optional.of(new Still(Duration.ofMillis(Math.round(1000 * still)), words));
  }
}
