package dev.backfill.google;

import com.google.cloud.bigquery.JobId;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for all who wait for jobs side by side: one list of what is under way, and not a question
 * for each job each time; where several are no longer under way, one list of what they came to.
 * Whose job is on neither asks about it alone.
 *
 * <p>API: 100 requests a second, a user and a method. Of 32 jobs each is looked at 20 times a
 * second at first, and eight times in ten seconds, and once when it has ended; together they are by
 * two lists a second.
 *
 * @param <J> what is known of a job that has ended
 */
final class JobLooks<J> {
  /** Lists jobs of a project. */
  interface Listing<J> {
    /** The ids of what is under way. */
    Set<String> underWay(String project) throws IOException;

    /**
     * What has ended, by its id; what cannot be told whole may be left out.
     *
     * @param from when the oldest was created, in milliseconds since 1970
     * @param to when the newest was
     */
    Map<String, J> ended(String project, long from, long to) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(JobLooks.class);
  private static final long NANOS_EACH = 100_000_000;
  private static final long MOST_NANOS = 1_000_000_000;
  // Who may not list today may in a minute; meanwhile each job is asked about.
  private static final long REFUSED_NANOS = 60_000_000_000L;
  private static final int MOST_MILLIS_TOGETHER = 250;

  private final Listing<J> listing;
  private final LongSupplier nanos;
  private final Map<String, Watched> projects = new HashMap<>();

  /** What is known of a project's jobs. */
  private final class Watched {
    private final Set<Wait> waiting = new HashSet<>();
    private boolean asking;
    private boolean refused;
    private long asked;
    private Set<String> underWay;
  }

  JobLooks(Listing<J> listing, LongSupplier nanos) {
    this.listing = listing;
    this.nanos = nanos;
  }

  /** A wait for a job, which is closed when it is over. */
  final class Wait implements AutoCloseable {
    private final JobId id;
    private final long created;
    private final Watched project;
    private final long since = nanos.getAsLong();
    private Optional<J> end = Optional.empty();

    private Wait(JobId id, long created, Watched project) {
      this.id = id;
      this.created = created;
      this.project = project;
    }

    /**
     * Whether it is worth asking about the job itself. Never waits for another's look: who comes
     * while there is one looks again after its next pause.
     */
    boolean mayBeOver() {
      synchronized (projects) {
        var now = nanos.getAsLong();
        if (isForItself(now)) {
          return true;
        }
        // A list that is older than the job does not have it.
        var tells = project.underWay != null && project.asked - since >= 0;
        if (tells && now - project.asked < MOST_NANOS && now - project.asked < together()) {
          return !isListed();
        }
        if (project.asking) {
          return tells && !isListed();
        }
        project.asking = true;
      }
      return !look();
    }

    /** What the job came to, where a list told it. */
    Optional<J> end() {
      synchronized (projects) {
        return end;
      }
    }

    /**
     * How long to wait before the next look, in milliseconds, where one that waits alone would wait
     * so long: a look at what the newest list says costs nothing, so an end is seen within a second
     * of it, however long it was waited for.
     */
    int pause(int alone) {
      synchronized (projects) {
        return isForItself(nanos.getAsLong()) ? alone : Math.min(alone, MOST_MILLIS_TOGETHER);
      }
    }

    private boolean isForItself(long now) {
      return project.waiting.size() < 2 || project.refused && now - project.asked < REFUSED_NANOS;
    }

    private long together() {
      return project.waiting.size() * NANOS_EACH;
    }

    private boolean isListed() {
      return project.underWay.contains(id.getJob());
    }

    /** Looks for all; whether this job is under way. */
    private boolean look() {
      var begun = nanos.getAsLong();
      Set<String> found = null;
      var ended = Map.<String, J>of();
      try {
        found = listing.underWay(id.getProject());
        ended = ended(found, begun);
      } catch (IOException | RuntimeException e) {
        // Who asks about its own job then is told what is wrong, and waits for it.
        LOG.info("Jobs of {} cannot be listed; each is asked about", id.getProject(), e);
      }
      synchronized (projects) {
        project.asking = false;
        project.refused = found == null;
        project.asked = begun;
        project.underWay = found;
        for (var one : project.waiting) {
          if (ended.containsKey(one.id.getJob())) {
            one.end = Optional.of(ended.get(one.id.getJob()));
          }
        }
        return found != null && isListed();
      }
    }

    /** What became of those that a list has no more; one alone asks about its job itself. */
    private Map<String, J> ended(Set<String> underWay, long asked) throws IOException {
      List<Long> over;
      synchronized (projects) {
        over =
            project.waiting.stream()
                .filter(one -> asked - one.since >= 0 && !underWay.contains(one.id.getJob()))
                .map(one -> one.created)
                .sorted()
                .toList();
      }
      return over.size() < 2
          ? Map.of()
          : listing.ended(id.getProject(), over.get(0), over.get(over.size() - 1));
    }

    @Override
    public void close() {
      synchronized (projects) {
        project.waiting.remove(this);
      }
    }
  }

  /** How many jobs are waited for. */
  int waiting() {
    synchronized (projects) {
      return projects.values().stream().mapToInt(project -> project.waiting.size()).sum();
    }
  }

  /**
   * Begins to wait for a job that was begun before.
   *
   * @param created when, by the service's clock, in milliseconds since 1970
   */
  Wait begin(JobId id, long created) {
    synchronized (projects) {
      var project = projects.computeIfAbsent(id.getProject(), any -> new Watched());
      var wait = new Wait(id, created, project);
      project.waiting.add(wait);
      return wait;
    }
  }
}
