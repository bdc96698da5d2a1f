package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one job in a process, and keeps what it says in the job's record. */
final class RunningJob implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);
  private static final int STALL_SECONDS = 8;
  // Minutes at Google; long enough to be seen here.
  private static final int LAUNCH_SECONDS = 1;
  // An organisation's decoder counts under names of its own, and its steps have others.
  private static final String OTHERS = "decoder";
  private static final String UNTOUCHED = "outputs_were_empty";

  private final DecodeJobRecord job;
  private final JobTables tables;
  private final Served served;
  private final Workers workers;
  private final Supplier<JobFault> troubles;
  private final JobProject project;
  private final Metrics metrics = new Metrics();
  private volatile boolean cancelled;
  private volatile boolean abandoned;
  private volatile WorkerProcess process;
  private Autoscaler pool;
  private long began;
  private long total;

  RunningJob(
      DecodeJobRecord job,
      JobTables tables,
      Served served,
      Workers workers,
      Supplier<JobFault> troubles,
      JobProject project) {
    this.project = project;
    this.job = job;
    this.tables = tables;
    this.served = served;
    this.workers = workers;
    this.troubles = troubles;
  }

  String id() {
    return job.id();
  }

  /** Ends the job at the caller's wish. */
  void cancel() {
    cancelled = true;
    kill();
  }

  /** Ends the process and leaves the job to the sandbox's next start. */
  void abandon() {
    abandoned = true;
    kill();
  }

  private void kill() {
    var now = process;
    if (now != null) {
      now.kill();
    }
  }

  @Override
  public void run() {
    if (abandoned) {
      return;
    }
    try {
      var trouble = troubles.get();
      if (job.state().equals("JOB_STATE_QUEUED") && !launch(trouble)) {
        return;
      }
      if (!project.defaultNetwork() && !namesANetwork()) {
        withoutNetwork();
        return;
      }
      prepare();
      switch (trouble) {
        case NONE, LAUNCHER_FAILS -> work();
        case FAILS -> fails();
        case STALLS -> stalls();
        case LOSES_WORKER -> losesWorker();
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("Job {} failed", job.id(), e);
      failed("The sandbox could not run the job: " + e.getMessage());
    }
  }

  /** What a launcher's machine does before there is a pipeline; whether there is one then. */
  private boolean launch(JobFault trouble) throws IOException {
    var log = job.note(DecodeJobRecord.LAUNCHER).asText() + "/template_launches/" + job.id();
    job.message(
        "JOB_MESSAGE_BASIC",
        "Console log from launcher will be available at " + log + "/console_logs.");
    for (var i = 0; i < LAUNCH_SECONDS && !cancelled && !abandoned; i++) {
      sleepASecond();
    }
    if (abandoned) {
      return false;
    }
    if (cancelled) {
      ended();
      return false;
    }
    try {
      if (trouble == JobFault.LAUNCHER_FAILS) {
        throw new DecoderStandIn.LaunchFailed("java failed with exit status 1");
      }
      if (job.isDecoder()) {
        job.launched(new DecoderStandIn(tables, job.given()).options());
      }
    } catch (DecoderStandIn.LaunchFailed e) {
      job.message("JOB_MESSAGE_ERROR", e.getMessage());
      failed("Error occurred in the launcher container: Template launch failed. See console logs.");
      return false;
    }
    return job.state("JOB_STATE_PENDING");
  }

  private boolean namesANetwork() throws IOException {
    var pool = job.environment().path("workerPools").path(0);
    return pool.hasNonNull("network") || pool.hasNonNull("subnetwork");
  }

  /** The service's words when Compute Engine has not the network that a job means. */
  private void withoutNetwork() throws IOException {
    job.state("JOB_STATE_RUNNING");
    var of = job.resource().path("projectId").asText();
    job.message(
        "JOB_MESSAGE_ERROR",
        "Startup of the worker pool failed to bring up any of the desired workers."
            + " INVALID_FIELD_VALUE: Invalid value for field"
            + " 'resource.networkInterfaces[0].network': 'projects/"
            + of
            + "/global/networks/default'. The referenced network resource cannot be found.");
    failed("Workflow failed.");
  }

  private void fails() throws IOException {
    job.state("JOB_STATE_RUNNING");
    job.workers(pool.ask());
    job.workers(pool.ready());
    job.workers(pool.stop());
    failed("Workflow failed. A work item was attempted 4 times without success.");
  }

  private void stalls() throws IOException {
    job.state("JOB_STATE_RUNNING");
    job.message("JOB_MESSAGE_WARNING", "Processing is stuck in the step that reads the tables.");
    for (var i = 0; i < STALL_SECONDS && !cancelled && !abandoned; i++) {
      sleepASecond();
    }
    work();
  }

  private static void sleepASecond() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void losesWorker() throws IOException {
    job.state("JOB_STATE_RUNNING");
    process = workers.start(job, served);
    try {
      process.follow(line -> process.kill());
    } catch (IOException gone) {
      LOG.info("The worker of job {} is lost, as asked for", job.id());
    }
    if (!cancelled && !abandoned) {
      prepare();
    }
    work();
  }

  /** An attempt that died may have loaded some tables already; a second one starts from none. */
  private void prepare() throws IOException {
    var options = DecodeJobRecord.JSON.readTree(job.options().toFile()).path("options");
    if (job.note(UNTOUCHED).isMissingNode()) {
      long rows = 0;
      for (var table : outputs(options)) {
        rows += tables.rows(table);
      }
      job.note(UNTOUCHED, rows == 0);
    } else if (job.note(UNTOUCHED).asBoolean()) {
      job.message("JOB_MESSAGE_WARNING", "The worker was lost. Its work is done again.");
      for (var table : outputs(options)) {
        tables.empty(table);
      }
    } else {
      throw new IOException("the worker was lost, and the tables had rows before it began");
    }
    total = 0;
    for (var input : options.path("inputs")) {
      total += tables.rows(table(input));
    }
    var wanted = options.path("maxNumWorkers").asInt(1);
    var most = Math.min(wanted, project.mostWorkers());
    if (most < wanted) {
      job.message(
          "JOB_MESSAGE_WARNING",
          "Autoscaling: Unable to reach resize target. QUOTA_EXCEEDED: Quota 'CPUS' exceeded; the"
              + " pool has at most "
              + most
              + " of "
              + wanted
              + " workers.");
    }
    pool = new Autoscaler(options.path("numWorkers").asInt(1), most, total);
  }

  private static List<String> outputs(JsonNode options) {
    return StreamSupport.stream(options.path("outputs").spliterator(), false)
        .map(RunningJob::table)
        .toList();
  }

  /** The table of an input or output, which stands before what else the option says of it. */
  private static String table(JsonNode option) {
    return option.asText().split("\\|")[0];
  }

  private void work() throws IOException {
    began = System.nanoTime();
    process = workers.start(job, served);
    if (cancelled || abandoned) {
      process.kill();
    }
    job.workers(pool.ask());
    var code = process.follow(this::heard);
    if (abandoned) {
      return;
    }
    keepCounters();
    job.workers(pool.stop());
    if (cancelled) {
      ended();
    } else if (code == 0) {
      job.message("JOB_MESSAGE_BASIC", "The job is done.");
      job.state("JOB_STATE_DONE");
    } else {
      failed("The worker ended with code " + code + lastWords());
    }
  }

  private void ended() throws IOException {
    job.message("JOB_MESSAGE_BASIC", "Cancelled.");
    job.state("JOB_STATE_CANCELLED");
  }

  private String lastWords() throws IOException {
    var errors = job.log().resolveSibling("worker.err");
    if (!Files.exists(errors)) {
      return ".";
    }
    try (var lines = Files.lines(errors)) {
      return lines
          .filter(line -> line.contains("Exception") || line.contains("Error"))
          .findFirst()
          .map(line -> ": " + line)
          .orElse(".");
    }
  }

  private void failed(String why) {
    try {
      job.message("JOB_MESSAGE_ERROR", why);
      job.state("JOB_STATE_FAILED");
    } catch (IOException e) {
      LOG.error("The end of job {} could not be kept", job.id(), e);
    }
  }

  private void heard(JsonNode line) {
    try {
      if (job.state().equals("JOB_STATE_PENDING")) {
        job.state("JOB_STATE_RUNNING");
        job.workers(pool.ready());
      }
      switch (line.path("kind").asText()) {
        case "message" -> job.message(line.path("importance").asText(), line.path("text").asText());
        case "transform" -> job.transform(named(line, "name"));
        case "counter" -> metrics.counted(named(line, "step"));
        case "tick" -> {
          var running = Duration.ofNanos(System.nanoTime() - began);
          metrics.ticked(line, running.toMillis());
          keepCounters();
          for (var event : pool.tick(running, metrics.read())) {
            job.workers(event);
          }
        }
        default -> LOG.info("worker: {}", line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode named(JsonNode line, String field) {
    if (!job.isDecoder()) {
      return line;
    }
    var other = ((ObjectNode) line.deepCopy()).put("namespace", OTHERS);
    return other.put(field, OTHERS + "/" + line.path(field).asText());
  }

  private void keepCounters() throws IOException {
    job.metrics(metrics.toJson(job.pipeline(), DecodeJobRecord.now()));
    job.progress(total == 0 ? 1 : Math.min(1.0, metrics.read() / (double) total));
  }
}
