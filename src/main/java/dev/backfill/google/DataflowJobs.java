package dev.backfill.google;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.dataflow.Dataflow;
import com.google.api.services.dataflow.model.AutoscalingEvent;
import com.google.api.services.dataflow.model.Job;
import com.google.api.services.dataflow.model.JobMessage;
import com.google.api.services.dataflow.model.ListJobMessagesResponse;
import com.google.api.services.dataflow.model.ListJobsResponse;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.DecodeJob;
import dev.backfill.cloud.JobGraph;
import dev.backfill.cloud.JobMeasures;
import dev.backfill.cloud.JobService;
import dev.backfill.cloud.ObjectStore;
import dev.backfill.cloud.Patience;
import dev.backfill.cloud.RegionQuota;
import dev.backfill.cloud.TemplateJob;
import dev.backfill.plan.Plan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Watches Dataflow through its REST client; submitting is the pipeline's part. */
final class DataflowJobs implements JobService {
  private static final String PREFIX = "JOB_STATE_";
  private static final int CONFLICT = 409;

  private final Dataflow client;
  private final Function<DecodeJob, String> submission;
  private final ProjectGuard guard;
  private final ObjectStore objects;
  private final Optional<ComputeQuotas> quotas;

  /**
   * Makes a watcher.
   *
   * @param quotas empty where there is no Compute Engine
   */
  DataflowJobs(
      Dataflow client,
      Function<DecodeJob, String> submission,
      ProjectGuard guard,
      ObjectStore objects,
      Optional<ComputeQuotas> quotas) {
    this.client = client;
    this.submission = submission;
    this.guard = guard;
    this.objects = objects;
    this.quotas = quotas;
  }

  @Override
  public Optional<List<RegionQuota>> quotas(String project, String region) {
    return quotas.flatMap(compute -> compute.of(project, region));
  }

  @Override
  public JobKey submit(DecodeJob job) {
    guard.staging(job.project());
    job.inputs().forEach(input -> guard.staging(input.table().name().project()));
    job.inputs().forEach(input -> guard.staging(input.to().name().project()));
    job.outputs().keySet().forEach(table -> guard.staging(table.name().project()));
    stagesInTarget(job.flow());
    return Errors.change("Submitting job " + job.name(), () -> submitOnce(job));
  }

  /** Files that outlive a run are written to buckets of the target, and to no other project's. */
  private void stagesInTarget(Plan.Dataflow flow) {
    flow.setup()
        .stagingBucket()
        .ifPresent(
            name ->
                guard.bucket(
                    objects
                        .bucket(name)
                        .orElseThrow(
                            () -> CloudException.gone("gs://" + name, "Make it, then resume."))));
  }

  private JobKey submitOnce(DecodeJob job) throws IOException {
    var found = known(job.project(), job.region(), job.name());
    return found.isPresent() ? found.get() : submitNew(job);
  }

  private JobKey submitNew(DecodeJob job) throws IOException {
    try {
      // Beam sends the workers' files and tries again by itself, for minutes and without a word.
      var id =
          Patience.telling(
              "Job " + job.name() + " and its workers' files are being sent",
              () -> submission.apply(job));
      return new JobKey(job.project(), job.region(), id);
    } catch (RuntimeException e) {
      // Race: another console submitted this name since it was looked for.
      var other = known(job.project(), job.region(), job.name());
      if (other.isPresent()) {
        return other.get();
      }
      throw Errors.inside(e).orElseThrow(() -> e);
    }
  }

  @Override
  public JobKey launch(TemplateJob job) {
    guard.staging(job.project());
    job.parameters().values().forEach(guard::parameter);
    stagesInTarget(job.flow());
    return Errors.change("Launching job " + job.name(), () -> launchOnce(job));
  }

  private JobKey launchOnce(TemplateJob job) throws IOException {
    var found = known(job.project(), job.region(), job.name());
    if (found.isPresent()) {
      return found.get();
    }
    try {
      var answer =
          client
              .projects()
              .locations()
              .flexTemplates()
              .launch(job.project(), job.region(), TemplateLaunch.of(job))
              .execute();
      return new JobKey(job.project(), job.region(), answer.getJob().getId());
    } catch (GoogleJsonResponseException e) {
      // Race: another console launched this name since it was looked for.
      var other =
          e.getStatusCode() == CONFLICT
              ? known(job.project(), job.region(), job.name())
              : Optional.<JobKey>empty();
      return other.orElseThrow(() -> e);
    }
  }

  /**
   * The job of a name, ended or not. A call that is made again after an outage finds by it what the
   * lost answer was about, which may have ended meanwhile: names carry the number of the try.
   */
  private Optional<JobKey> known(String project, String region, String name) {
    return find(project, region, name).map(JobState::key);
  }

  @Override
  public Optional<JobState> find(String project, String region, String name) {
    return Errors.guard(
        "Jobs of " + project,
        () -> {
          var jobs =
              ListedPages.all(
                  token ->
                      locations().list(project, region).setName(name).setPageToken(token).execute(),
                  ListJobsResponse::getJobs,
                  ListJobsResponse::getNextPageToken);
          return jobs.stream()
              .filter(job -> name.equals(job.getName()))
              .map(job -> state(new JobKey(project, region, job.getId()), job))
              .max(Comparator.comparing(JobState::created));
        });
  }

  @Override
  public JobState state(JobKey key) {
    return Errors.poll(
        "Job " + key.id(),
        () -> state(key, locations().get(key.project(), key.region(), key.id()).execute()));
  }

  @Override
  public Messages messages(JobKey key, Instant from) {
    return Errors.poll(
        "Messages of job " + key.id(),
        () -> {
          var messages = new ArrayList<Message>();
          var workers = new ArrayList<WorkerEvent>();
          var pages =
              ListedPages.all(
                  token ->
                      locations()
                          .messages()
                          .list(key.project(), key.region(), key.id())
                          .setMinimumImportance("JOB_MESSAGE_DETAILED")
                          .setStartTime(from.toString())
                          .setPageToken(token)
                          .execute(),
                  Collections::singletonList,
                  ListJobMessagesResponse::getNextPageToken);
          for (var page : pages) {
            if (page.getJobMessages() != null) {
              page.getJobMessages().forEach(m -> messages.add(message(m)));
            }
            if (page.getAutoscalingEvents() != null) {
              page.getAutoscalingEvents().forEach(e -> workers.add(event(e)));
            }
          }
          messages.sort(Comparator.comparing(Message::time));
          workers.sort(Comparator.comparing(WorkerEvent::time));
          return new Messages(messages, workers);
        });
  }

  @Override
  public JobMeasures measures(JobKey key) {
    return Errors.poll(
        "Metrics of job " + key.id(),
        () ->
            DataflowMeasures.of(
                locations().getMetrics(key.project(), key.region(), key.id()).execute()));
  }

  @Override
  public JobGraph graph(JobKey key) {
    return Errors.poll(
        "Steps of job " + key.id(),
        () ->
            DataflowGraph.of(
                locations()
                    .get(key.project(), key.region(), key.id())
                    .setView("JOB_VIEW_ALL")
                    .setFields(DataflowGraph.FIELDS)
                    .execute()));
  }

  @Override
  public void cancel(JobKey key) {
    guard.staging(key.project());
    var request = new Job().setRequestedState(PREFIX + "CANCELLED");
    Errors.change(
        "Job " + key.id(),
        () -> locations().update(key.project(), key.region(), key.id(), request).execute());
  }

  private Dataflow.Projects.Locations.Jobs locations() throws IOException {
    return client.projects().locations().jobs();
  }

  private static JobState state(JobKey key, Job job) {
    var labels = job.getLabels() == null ? Map.<String, String>of() : job.getLabels();
    var word = text(job.getCurrentState()).replaceFirst("^" + PREFIX, "");
    return new JobState(
        key,
        text(job.getName()),
        state(word),
        DataflowMeasures.time(job.getCurrentStateTime()).orElse(Instant.EPOCH),
        DataflowMeasures.time(job.getCreateTime()).orElse(Instant.EPOCH),
        "simulated-workers".equals(labels.get("sandbox")),
        word.isEmpty() ? State.UNKNOWN.name() : word);
  }

  /** A state that this version does not know is shown by its name, and has not ended. */
  private static State state(String word) {
    return Stream.of(State.values())
        .filter(state -> state.name().equals(word))
        .findFirst()
        .orElse(State.UNKNOWN);
  }

  private static Message message(JobMessage message) {
    return new Message(
        DataflowMeasures.time(message.getTime()).orElse(Instant.EPOCH),
        text(message.getMessageImportance()).replaceFirst("^JOB_MESSAGE_", ""),
        text(message.getMessageText()),
        text(message.getId()));
  }

  private static WorkerEvent event(AutoscalingEvent event) {
    var description = event.getDescription();
    return new WorkerEvent(
        DataflowMeasures.time(event.getTime()).orElse(Instant.EPOCH),
        event.getCurrentNumWorkers() == null ? 0 : event.getCurrentNumWorkers(),
        event.getTargetNumWorkers() == null ? 0 : event.getTargetNumWorkers(),
        description == null ? "" : text(description.getMessageText()),
        text(event.getEventType()));
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }
}
