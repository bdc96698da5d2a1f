package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Dataflow's jobs in one folder. Each runs for real, one after the other, in a process of its own;
 * a job that was running when the sandbox died is run again from its start.
 */
public final class DataflowService implements AutoCloseable {
  private static final int SECONDS_TO_END = 10;

  private final Path folder;
  private final JobTables tables;
  private final Templates templates;
  private final Map<String, DecodeJobRecord> jobs = new ConcurrentHashMap<>();
  private final Map<String, RunningJob> running = new ConcurrentHashMap<>();
  // Race: two workers on one machine would starve each other; the second waits as PENDING.
  private final Workers processes;
  private final ExecutorService workers =
      Executors.newSingleThreadExecutor(DataflowService::thread);
  private volatile Supplier<JobFault> trouble = () -> JobFault.NONE;
  private volatile JobProject project = JobProject.PLENTY;
  private volatile Served served;

  /** What the project that jobs run in has for them, from now on. */
  public void project(JobProject has) {
    project = has;
  }

  /** Makes jobs go wrong; asked once when a job begins to run. */
  public void trouble(Supplier<JobFault> by) {
    trouble = by;
  }

  /** Reads the jobs that the folder holds; makes it when absent. Nothing runs before the start. */
  public DataflowService(Path folder, JobTables tables, Templates.Specs specs) throws IOException {
    this.templates = new Templates(specs);
    this.folder = Files.createDirectories(folder);
    this.processes = new Workers(folder.resolve("next"));
    this.tables = tables;
    try (var folders = Files.list(folder)) {
      for (var one : folders.filter(f -> Files.exists(f.resolve("job.json"))).toList()) {
        var job = DecodeJobRecord.read(one);
        jobs.put(job.id(), job);
      }
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "sandbox-dataflow");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs what had not ended.
   *
   * @param servedAt the sandbox's address
   * @param readsAt the address of its Storage Read API
   */
  public void start(String servedAt, String readsAt) throws IOException {
    served(servedAt, readsAt);
    for (var job : inOrder(jobs.values())) {
      if (job.state().equals("JOB_STATE_CANCELLING")) {
        job.state("JOB_STATE_CANCELLED");
      } else if (!job.ended()) {
        run(job);
      }
    }
  }

  /** Sends the workers of jobs that begin from now on to other addresses. */
  public void served(String servedAt, String readsAt) {
    served = new Served(servedAt, readsAt);
  }

  /** Starts a process ahead of the job that is going to need it. */
  public void prepare() throws IOException {
    processes.prepare();
  }

  private void run(DecodeJobRecord job) {
    var work = new RunningJob(job, tables, served, processes, () -> trouble.get(), project);
    running.put(job.id(), work);
    workers.execute(
        () -> {
          try {
            work.run();
          } finally {
            running.remove(work.id());
          }
        });
  }

  /**
   * Takes a job. One that is active under the name is answered in its place, as the service does:
   * its {@code clientRequestId} then tells the caller that it is another's.
   */
  synchronized ObjectNode create(String project, String region, JsonNode body) throws IOException {
    var name = body.path("name").asText();
    requireName(name);
    var options = body.at("/environment/sdkPipelineOptions");
    if (!options.path("options").isObject()) {
      throw ApiException.invalid("environment.sdkPipelineOptions.options is missing.");
    }
    var active = active(project, region, name);
    if (active.isPresent()) {
      return answer(active.get());
    }
    return answer(begin(resource(project, region, body), body));
  }

  private DecodeJobRecord begin(ObjectNode job, JsonNode body) throws IOException {
    var id = job.path("id").asText();
    var made = DecodeJobRecord.create(folder.resolve(id), job, body.path("environment"));
    jobs.put(id, made);
    run(made);
    return made;
  }

  private static void requireName(String name) {
    if (!name.matches("[a-z]([-a-z0-9]*[a-z0-9])?")) {
      throw ApiException.invalid(
          "The job name '" + name + "' is not of the form [a-z]([-a-z0-9]*[a-z0-9])?.");
    }
  }

  private static ObjectNode resource(String project, String region, JsonNode body) {
    var id = Instant.now().toString().replaceAll("[:.TZ]", "-") + UUID.randomUUID();
    var now = DecodeJobRecord.now().toString();
    var job = DecodeJobRecord.JSON.createObjectNode();
    job.put("id", id)
        .put("projectId", project)
        .put("location", region)
        .put("name", body.path("name").asText())
        .put("type", "JOB_TYPE_BATCH")
        .put("currentState", "JOB_STATE_PENDING")
        .put("currentStateTime", now)
        .put("createTime", now)
        .put("clientRequestId", body.path("clientRequestId").asText());
    var labels = job.putObject("labels");
    body.path("labels").fields().forEachRemaining(l -> labels.set(l.getKey(), l.getValue()));
    labels.put("sandbox", "simulated-workers");
    return job;
  }

  private static ObjectNode answer(DecodeJobRecord job) {
    return JobText.of(job, JobView.SUMMARY);
  }

  /**
   * Launches a flex template that has a stand-in here. A job is there at once, in the hands of its
   * launcher; a name that is taken by an active one is refused.
   */
  synchronized ObjectNode launch(String project, String region, JsonNode body) throws IOException {
    var launch = templates.launch(project, region, body);
    var name = launch.body().path("name").asText();
    requireName(name);
    var answer = DecodeJobRecord.JSON.createObjectNode();
    if (body.path("validateOnly").asBoolean(false)) {
      return answer;
    }
    if (active(project, region, name).isPresent()) {
      throw new ApiException(
          409,
          "alreadyExists",
          "The workflow could not be created. Causes: There is already an active job named "
              + name
              + ". If you want to submit a second job, try again by setting a different name.");
    }
    var job = resource(project, region, launch.body());
    job.put("currentState", "JOB_STATE_QUEUED");
    var notes = job.putObject("sandboxNotes").put(DecodeJobRecord.LAUNCHER, launch.staging());
    notes.put(DecodeJobRecord.DECODER, launch.isDecoder());
    answer.set("job", answer(begin(job, launch.body())));
    return answer;
  }

  private Optional<DecodeJobRecord> active(String project, String region, String name) {
    return of(project, region).stream()
        .filter(job -> !job.ended() && job.resource().path("name").asText().equals(name))
        .findFirst();
  }

  DecodeJobRecord job(String project, String region, String id) {
    return Optional.ofNullable(jobs.get(id))
        .filter(job -> isIn(job, project, region))
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "(sandbox) Information about job "
                        + id
                        + " could not be found in our system."));
  }

  private static boolean isIn(DecodeJobRecord job, String project, String region) {
    var resource = job.resource();
    return resource.path("projectId").asText().equals(project)
        && resource.path("location").asText().equals(region);
  }

  /**
   * Jobs of a region.
   *
   * @param region null for all of them
   */
  List<DecodeJobRecord> list(String project, String region) {
    return jobs.values().stream()
        .filter(job -> job.resource().path("projectId").asText().equals(project))
        .filter(job -> region == null || isIn(job, project, region))
        .toList();
  }

  private List<DecodeJobRecord> of(String project, String region) {
    return inOrder(list(project, region));
  }

  private static List<DecodeJobRecord> inOrder(Iterable<DecodeJobRecord> jobs) {
    var sorted = new ArrayList<DecodeJobRecord>();
    jobs.forEach(sorted::add);
    sorted.sort(Comparator.comparing(job -> job.resource().path("createTime").asText()));
    return sorted;
  }

  /** Takes the state that a caller wants; only cancelling is possible for a batch job. */
  ObjectNode update(String project, String region, String id, JsonNode body) throws IOException {
    var job = job(project, region, id);
    var wanted = body.path("requestedState").asText();
    switch (wanted) {
      case "JOB_STATE_CANCELLED" -> cancel(job);
      case "JOB_STATE_DRAINED" ->
          throw new ApiException(
              400,
              "failedPrecondition",
              "Job " + id + " is a batch job: only streaming jobs drain.");
      default -> throw ApiException.unsupported("requestedState '" + wanted + "'");
    }
    return answer(job);
  }

  private void cancel(DecodeJobRecord job) throws IOException {
    job.requested("JOB_STATE_CANCELLED");
    if (job.state("JOB_STATE_CANCELLING")) {
      var work = running.get(job.id());
      if (work != null) {
        work.cancel();
      }
    }
  }

  /** Ends the processes; their jobs go on at the next start. */
  @Override
  public void close() throws IOException {
    processes.close();
    // Not interrupted: a job's thread may be writing, and would take that for a failure.
    running.values().forEach(RunningJob::abandon);
    workers.shutdown();
    try {
      if (!workers.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        throw new IOException("A worker of the sandbox did not end.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
