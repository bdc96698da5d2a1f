package dev.backfill.estimate;

import java.util.List;

/**
 * A job as the model runs it: its phases, one after the other, and its workers over time.
 *
 * @param phases without gaps, from the job's submission
 * @param workers how many were there, from each point until the next
 */
public record JobCurve(List<Phase> phases, List<Point> workers) {
  /** What a job does at a time. */
  public enum Kind {
    START,
    EXPORT,
    WORK,
    LOAD;

    /** In words, for tables. */
    public String words() {
      return switch (this) {
        case START -> "starting";
        case EXPORT -> "waiting for the data";
        case WORK -> "reading, decoding, writing files";
        case LOAD -> "loading";
      };
    }
  }

  /** A phase, with its length in seconds. */
  public record Phase(Kind kind, double seconds) {}

  /** So many workers from a time on, in seconds after the submission. */
  public record Point(double second, int workers) {}

  public JobCurve {
    phases = List.copyOf(phases);
    workers = List.copyOf(workers);
  }

  /** How long a phase takes, in seconds; 0 where the job has none of it. */
  public double seconds(Kind kind) {
    return phases.stream().filter(p -> p.kind() == kind).mapToDouble(Phase::seconds).sum();
  }

  /** How long all of it takes. */
  public double seconds() {
    return phases.stream().mapToDouble(Phase::seconds).sum();
  }

  /** The most workers that it had. */
  public int peak() {
    return workers.stream().mapToInt(Point::workers).max().orElse(0);
  }

  /** Hours of all its workers together. */
  public double workerHours() {
    var seconds = 0.0;
    for (var i = 0; i < workers.size(); i++) {
      var until = i + 1 < workers.size() ? workers.get(i + 1).second() : seconds();
      seconds += workers.get(i).workers() * Math.max(0, until - workers.get(i).second());
    }
    return seconds / 3600;
  }
}
