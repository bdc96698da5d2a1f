package dev.backfill.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Dataflow: submits the decode job and watches it. Every method throws {@link CloudException}. */
public interface JobService {
  /**
   * Submits; a job of the same name, whatever its state, is returned in place of a second one: an
   * answer may be lost and the job end before it is asked for again.
   */
  JobKey submit(DecodeJob job);

  /** Launches a template; one of the same name is returned as by {@link #submit}. */
  JobKey launch(TemplateJob job);

  /** The newest job of a name, whatever its state. */
  Optional<JobState> find(String project, String region, String name);

  JobState state(JobKey job);

  /** Messages and worker events from an instant on, that included, oldest first. */
  Messages messages(JobKey job, Instant from);

  /** What the service measures of the job. */
  JobMeasures measures(JobKey job);

  /** The job's own graph; without transforms until the service has built it. */
  JobGraph graph(JobKey job);

  /** Asks the job to end; it goes on for a while. */
  void cancel(JobKey job);

  /** What Compute Engine lets a project have in a region; empty where it cannot be asked for. */
  default Optional<List<RegionQuota>> quotas(String project, String region) {
    return Optional.empty();
  }

  /** A job's address. */
  record JobKey(String project, String region, String id) {}

  /**
   * A job as it stands.
   *
   * @param simulatedWorkers whether the worker counts are the sandbox's simulation
   * @param word the service's own word for the state, which may be one that it has added since
   */
  record JobState(
      JobKey key,
      String name,
      State state,
      Instant since,
      Instant created,
      boolean simulatedWorkers,
      String word) {

    /** A job in a state that this version knows. */
    public JobState(
        JobKey key,
        String name,
        State state,
        Instant since,
        Instant created,
        boolean simulatedWorkers) {
      this(key, name, state, since, created, simulatedWorkers, state.name());
    }
  }

  /** Dataflow's states, {@code JOB_STATE_} left off. */
  enum State {
    UNKNOWN,
    QUEUED,
    PENDING,
    RUNNING,
    CANCELLING,
    DRAINING,
    PAUSING,
    PAUSED,
    RESOURCE_CLEANING_UP,
    DONE,
    FAILED,
    CANCELLED,
    DRAINED,
    UPDATED,
    STOPPED;

    public boolean ended() {
      return switch (this) {
        case DONE, FAILED, CANCELLED, DRAINED, UPDATED -> true;
        // One that was added since has not ended: whatever ends a job says so by one of those.
        case UNKNOWN,
                QUEUED,
                PENDING,
                RUNNING,
                CANCELLING,
                DRAINING,
                PAUSING,
                PAUSED,
                RESOURCE_CLEANING_UP,
                STOPPED ->
            false;
      };
    }
  }

  /** What came since the last look. */
  record Messages(List<Message> messages, List<WorkerEvent> workers) {}

  /**
   * A job message.
   *
   * @param importance DEBUG, DETAILED, BASIC, WARNING or ERROR
   * @param id the service's own, the same each time it is asked; empty when it gave none
   */
  record Message(Instant time, String importance, String text, String id) {
    /** A message without an id. */
    public Message(Instant time, String importance, String text) {
      this(time, importance, text, "");
    }
  }

  /**
   * An autoscaling event: workers now, workers wanted, and why.
   *
   * @param kind the service's own word: TARGET_NUM_WORKERS_CHANGED, CURRENT_NUM_WORKERS_CHANGED,
   *     ACTUATION_FAILURE, NO_CHANGE, or one it has added since; empty when it gave none
   */
  record WorkerEvent(Instant time, long current, long target, String text, String kind) {
    /** An event of no kind. */
    public WorkerEvent(Instant time, long current, long target, String text) {
      this(time, current, target, text, "");
    }
  }
}
