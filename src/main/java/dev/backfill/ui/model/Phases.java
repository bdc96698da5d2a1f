package dev.backfill.ui.model;

import dev.backfill.ui.model.Phase.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a job's phases from what is reported of it, in the order in which it is reported: states,
 * autoscaling events, records read, loads. What is not reported is not assumed: without workers
 * there is no peak, and once a record was read nothing waits for data.
 */
final class Phases {
  // The service holds a job a few workers below its target for minutes.
  private static final double NEARLY = 0.95;

  private static final String NO_WORKERS = "ACTUATION_FAILURE";
  private static final Set<String> BEFORE = Set.of("QUEUED", "PENDING", "STOPPED");
  private static final Set<String> ENDING = Set.of("CANCELLING", "DRAINING");
  private static final Set<String> ENDED =
      Set.of("DONE", "FAILED", "CANCELLED", "DRAINED", "UPDATED");

  private final List<Mark> marks = new ArrayList<>();
  private String state = "";
  private double current;
  private double target;
  private double most;
  private boolean lacks;
  private boolean reads;
  private boolean loads;

  /** From a time on; without a kind the job has ended. */
  private record Mark(double time, Kind kind, double workers) {}

  void clear() {
    marks.clear();
    state = "";
    current = 0;
    target = 0;
    most = 0;
    lacks = false;
    reads = false;
    loads = false;
  }

  /** The job came to a state. */
  void state(double time, String word) {
    state = word;
    mark(time);
  }

  /** The pool changed, or should. */
  void workers(double time, double now, double wanted, String kind) {
    // What is wanted follows what there is to read: more of it than at first is being worked on.
    reads = reads || current > 0 && now > 0 && target > 0 && wanted > target;
    lacks = kind.equals(NO_WORKERS) && now < wanted;
    current = now;
    target = wanted;
    most = Math.max(most, now);
    mark(time);
  }

  /**
   * Records were read.
   *
   * @param all whether there are none left
   */
  void read(double time, boolean all) {
    reads = true;
    loads = loads || all;
    mark(time);
  }

  /** Load jobs were seen: they begin when every row is in a file. */
  void loads(double time) {
    loads = true;
    mark(time);
  }

  private void mark(double time) {
    var kind = kind();
    var last = marks.isEmpty() ? null : marks.get(marks.size() - 1);
    // Reports of different clocks may come out of order by seconds; the newer knowledge holds.
    var at = last == null ? time : Math.max(time, last.time());
    // How many workers there are tells a peak from less; a day's other events are one mark.
    var counts = kind == Kind.PEAK && last != null && last.workers() != current;
    if (last == null || last.kind() != kind || counts) {
      marks.add(new Mark(at, kind, current));
    }
  }

  private Kind kind() {
    if (ENDED.contains(state)) {
      return null;
    }
    if (ENDING.contains(state)) {
      return Kind.ENDING;
    }
    if (loads) {
      return Kind.LOADING;
    }
    if (!reads) {
      return current > 0 ? Kind.WAITING : BEFORE.contains(state) ? Kind.QUEUED : Kind.STARTING;
    }
    if (most == 0 && target == 0) {
      return Kind.READING;
    }
    return current < NEARLY * target ? lacks ? Kind.SHORT : Kind.SCALING : Kind.PEAK;
  }

  /** What the job is at, by the newest report; empty before the first and after its end. */
  Optional<Kind> now() {
    if (marks.isEmpty() || marks.get(marks.size() - 1).kind() == null) {
      return Optional.empty();
    }
    var last = marks.get(marks.size() - 1);
    return Optional.of(settled(last, last.workers() >= NEARLY * most && most > 0, true));
  }

  /** The phases until a time; none lies beyond the job's end. */
  List<Phase> until(double time) {
    var phases = new ArrayList<Phase>();
    var climbed = false;
    for (var i = 0; i < marks.size(); i++) {
      var mark = marks.get(i);
      var highest = mark.workers() >= NEARLY * most && most > 0;
      climbed = climbed || highest;
      if (mark.kind() != null) {
        var end = i + 1 < marks.size() ? marks.get(i + 1).time() : Math.max(time, mark.time());
        add(phases, settled(mark, highest, climbed), mark.time(), end);
      }
    }
    return phases;
  }

  /** As many as were wanted then is the peak only if there never were more. */
  private static Kind settled(Mark mark, boolean highest, boolean climbed) {
    return mark.kind() != Kind.PEAK || highest
        ? mark.kind()
        : climbed ? Kind.REDUCING : Kind.SCALING;
  }

  private static void add(List<Phase> phases, Kind kind, double from, double to) {
    if (to <= from) {
      return;
    }
    var last = phases.isEmpty() ? null : phases.get(phases.size() - 1);
    if (last != null && last.kind() == kind && last.to() >= from) {
      phases.set(phases.size() - 1, new Phase(kind, last.from(), to));
    } else {
      phases.add(new Phase(kind, from, to));
    }
  }
}
