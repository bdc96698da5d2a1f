package dev.backfill.google;

import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.JobList;
import com.google.cloud.bigquery.JobId;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for all who wait for jobs side by side: one list of what is under way, and not a question
 * for each job each time. Only who may have to wait no longer asks about its own job; what a list
 * says is believed for nothing else.
 *
 * <p>API: 100 requests a second, a user and a method. Of 32 jobs each is looked at 20 times a
 * second at first, and eight times in ten seconds; together they are by one list a second.
 */
final class JobLooks {
  /** Lists the ids of what is under way in a project. */
  interface Listing {
    Set<String> underWay(String project) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(JobLooks.class);
  private static final long NANOS_EACH = 50_000_000;
  private static final long MOST_NANOS = 1_000_000_000;
  // Who may not list today may in a minute; meanwhile each job is asked about.
  private static final long REFUSED_NANOS = 60_000_000_000L;
  private static final int MOST_MILLIS_TOGETHER = 250;
  private static final long PAGE = 1000;

  private final Listing listing;
  private final LongSupplier nanos;
  private final Map<String, Watched> projects = new HashMap<>();

  /** What is known of a project's jobs. */
  private static final class Watched {
    private int waiting;
    private boolean asking;
    private boolean refused;
    private long asked;
    private Set<String> underWay;
  }

  /** Makes looks by a client, whose user's own jobs are listed: that takes no permission. */
  JobLooks(Bigquery rest) {
    this(project -> list(rest, project), System::nanoTime);
  }

  JobLooks(Listing listing, LongSupplier nanos) {
    this.listing = listing;
    this.nanos = nanos;
  }

  /** A wait for a job, which is closed when it is over. */
  final class Wait implements AutoCloseable {
    private final JobId id;
    private final Watched project;
    private final long since = nanos.getAsLong();

    private Wait(JobId id, Watched project) {
      this.id = id;
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
      return project.waiting < 2 || project.refused && now - project.asked < REFUSED_NANOS;
    }

    private long together() {
      return project.waiting * NANOS_EACH;
    }

    private boolean isListed() {
      return project.underWay.contains(id.getJob());
    }

    /** Looks for all; whether this job is under way. */
    private boolean look() {
      var begun = nanos.getAsLong();
      Set<String> found = null;
      try {
        found = listing.underWay(id.getProject());
      } catch (IOException | RuntimeException e) {
        // Who asks about its own job then is told what is wrong, and waits for it.
        LOG.info("Jobs of {} cannot be listed; each is asked about", id.getProject(), e);
      }
      synchronized (projects) {
        project.asking = false;
        project.refused = found == null;
        project.asked = begun;
        project.underWay = found;
        return found != null && isListed();
      }
    }

    @Override
    public void close() {
      synchronized (projects) {
        project.waiting--;
      }
    }
  }

  /** How many jobs are waited for. */
  int waiting() {
    synchronized (projects) {
      return projects.values().stream().mapToInt(project -> project.waiting).sum();
    }
  }

  /** Begins to wait for a job that was begun before. */
  Wait begin(JobId id) {
    synchronized (projects) {
      var project = projects.computeIfAbsent(id.getProject(), any -> new Watched());
      project.waiting++;
      return new Wait(id, project);
    }
  }

  private static Set<String> list(Bigquery rest, String project) throws IOException {
    return ListedPages.all(
            token ->
                rest.jobs()
                    .list(project)
                    .setStateFilter(List.of("pending", "running"))
                    .setMaxResults(PAGE)
                    .setPageToken(token)
                    .execute(),
            JobList::getJobs,
            JobList::getNextPageToken)
        .stream()
        .map(job -> job.getJobReference().getJobId())
        .collect(Collectors.toSet());
  }
}
