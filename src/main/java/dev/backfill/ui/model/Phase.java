package dev.backfill.ui.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a decode job's life, read off its curves.
 *
 * @param from seconds since the epoch
 */
public record Phase(Kind kind, double from, double to) {
  // The service holds a job a few workers below its target for minutes.
  private static final double PEAK = 0.95;

  /** What the job is at. */
  public enum Kind {
    /** No row was written yet. */
    WAITING,
    /** The workers are still fewer than they will be. */
    SCALING,
    PEAK,
    /** The workers become fewer: the rows are loaded into the tables. */
    LOADING
  }

  /** The phases of a job from its first event to a time. */
  public static List<Phase> of(Curve workers, Curve rows, double until) {
    var phases = new ArrayList<Phase>();
    if (workers.size() == 0) {
      return phases;
    }
    var begun = workers.time(0);
    var data = Math.min(until, Math.max(begun, firstAbove(rows, 0, begun)));
    var peak = PEAK * workers.max();
    var up = Math.max(data, firstAbove(workers, peak - 1e-9, begun));
    var down = Math.max(up, lastEndAbove(workers, peak, until));
    add(phases, Kind.WAITING, begun, data);
    add(phases, Kind.SCALING, data, Math.min(up, until));
    add(phases, Kind.PEAK, up, down);
    add(phases, Kind.LOADING, down, until);
    return phases;
  }

  private static void add(List<Phase> phases, Kind kind, double from, double to) {
    if (to > from) {
      phases.add(new Phase(kind, from, to));
    }
  }

  private static double firstAbove(Curve curve, double level, double otherwise) {
    for (var i = 0; i < curve.size(); i++) {
      if (curve.value(i) > level) {
        return curve.time(i);
      }
    }
    return otherwise;
  }

  private static double lastEndAbove(Curve curve, double level, double until) {
    for (var i = curve.size() - 1; i >= 0; i--) {
      if (curve.value(i) >= level) {
        return i == curve.size() - 1 ? until : curve.time(i + 1);
      }
    }
    return until;
  }
}
