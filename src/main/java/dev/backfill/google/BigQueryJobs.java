package dev.backfill.google;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics;
import com.google.cloud.bigquery.JobStatus;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.StoppedException;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import java.util.Optional;

/** Starts jobs under ids of our own and waits for their ends. */
final class BigQueryJobs {
  private static final int FIRST_PAUSE_MILLIS = 50;
  private static final int LONGEST_PAUSE_MILLIS = 5_000;

  private final BigQuery client;
  private final JobLooks<Job> looks;
  private final String location;

  BigQueryJobs(BigQuery client, JobLooks<Job> looks, String location) {
    this.client = client;
    this.looks = looks;
    this.location = location;
  }

  /** Where the run's jobs run, {@code US}. */
  String location() {
    return location;
  }

  /** How many jobs are waited for. */
  int waiting() {
    return looks.waiting();
  }

  /** An id in the project and location of the run. */
  JobId id(String project, String job) {
    return JobId.newBuilder().setProject(project).setLocation(location).setJob(job).build();
  }

  /**
   * Runs a job to its end. When one of that id exists, that one is waited for: the service refuses
   * a second one of the same id.
   */
  Job run(JobId id, JobConfiguration configuration, Progress progress) {
    var name = "Job " + id.getJob();
    return await(Errors.change(name, () -> start(id, configuration)), progress);
  }

  /** Waits for the end of a job that the service is known to have. */
  Job await(JobId id, Progress progress) {
    return await(found("Job " + id.getJob(), id), progress);
  }

  /** The job of an id, running or ended. */
  Optional<Job> find(JobId id) {
    return Errors.poll("Job " + id.getJob(), () -> Optional.ofNullable(client.getJob(id)));
  }

  private Job start(JobId id, JobConfiguration configuration) {
    try {
      return client.create(JobInfo.of(id, configuration));
    } catch (BigQueryException e) {
      var found = e.getCode() == 409 ? client.getJob(id) : null;
      if (found == null) {
        throw e;
      }
      return found;
    }
  }

  /**
   * Waits for a job's end.
   *
   * @throws CloudException of kind JOB_FAILED, with what the service said, when it ended with an
   *     error; of another kind when it could not be asked
   */
  Job await(Job job, Progress progress) {
    var id = job.getJobId().getJob();
    var ended = JobFailures.isEnded(job.getStatus()) ? job : ended(job, progress);
    var failure = JobFailures.of(id, ended.getStatus());
    if (failure.isPresent()) {
      throw failure.get();
    }
    return ended;
  }

  private Job ended(Job job, Progress progress) {
    var id = job.getJobId().getJob();
    var pause = FIRST_PAUSE_MILLIS;
    var now = job;
    try (var wait = looks.begin(job.getJobId(), created(job))) {
      while (!JobFailures.isEnded(now.getStatus())) {
        progress.say("Job " + id + " " + word(now.getStatus()));
        sleep(id, wait.pause(pause), progress);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        if (wait.mayBeOver()) {
          now = wait.end().orElseGet(() -> found("Job " + id, job.getJobId()));
        }
      }
    }
    return now;
  }

  private static long created(Job job) {
    JobStatistics told = job.getStatistics();
    return told == null || told.getCreationTime() == null ? 0 : told.getCreationTime();
  }

  /** A state that this version does not know is shown by its name, and has not ended. */
  private static String word(JobStatus status) {
    return status == null
            || status.getState() == null
            || status.getState() == JobStatus.State.RUNNING
        ? "runs"
        : "is " + status.getState();
  }

  // Not as if there were none: taken for failed, it would be made once more under another id.
  private Job found(String name, JobId id) {
    var job = ask(name, id);
    if (job == null) {
      throw new CloudException(
          CloudException.Kind.UNAVAILABLE,
          Problem.of(name + " was started, but is not found.", "Resume to find out.")
              .with(Action.resume()),
          null);
    }
    return job;
  }

  // Not Job.reload(): it throws when the job ended with an error, as if it could not be asked.
  private Job ask(String name, JobId id) {
    try {
      return Errors.poll(name, () -> client.getJob(id));
    } catch (CloudException e) {
      throw e.about(name);
    }
  }

  private static void sleep(String id, int millis, Progress progress) {
    try {
      progress.pause(() -> Thread.sleep(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException(
          "Interrupted. Job " + id + " continues in the cloud.", "Resume to see how it ended.");
    }
    if (progress.stopped()) {
      throw new StoppedException(
          "Stopped by you. Job " + id + " continues in the cloud.", "Resume to see how it ended.");
    }
  }
}
