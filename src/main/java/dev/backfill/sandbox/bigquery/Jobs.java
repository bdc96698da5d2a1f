package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.bigquery.sql.Translation;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.storage.Blobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs: accepted at once, run on a small pool, marked done in the transaction of their rows. */
final class Jobs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Jobs.class);
  private static final List<String> KINDS = List.of("query", "load", "copy", "extract");
  private final Store store;
  private final QueryJob queries;
  private final Locations locations;
  private final Map<String, JobWork> works;
  private final ExecutorService pool = Executors.newFixedThreadPool(4, Jobs::thread);
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final Map<String, CountDownLatch> running = new ConcurrentHashMap<>();

  /** Files that came with load jobs. */
  private final Map<String, Path> uploads = new ConcurrentHashMap<>();

  private volatile Consumer<String> trouble = kind -> {};

  /** Asked before each job runs, with its kind; what it throws is the job's error. */
  void trouble(Consumer<String> by) {
    trouble = by;
  }

  Jobs(Store store, Blobs blobs) throws SQLException, IOException {
    this.store = store;
    this.queries = new QueryJob(store);
    this.locations = new Locations(store);
    this.works =
        Map.of(
            "query", queries,
            "load", new LoadJobWork(store, blobs),
            "copy", new CopyJob(store),
            "extract", new ExtractJob(store, blobs));
    endInterrupted();
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "sandbox-bigquery-job");
    thread.setDaemon(true);
    return thread;
  }

  /** A job without its end was rolled back when the process died. */
  private void endInterrupted() throws SQLException, IOException {
    for (var entry : new ArrayList<>(store.jobs.entrySet())) {
      if (!entry.getValue().path("status").path("state").asText().equals("DONE")) {
        var job = entry.getValue().deepCopy();
        end(
            job,
            new ApiException(
                503,
                "backendError",
                "The sandbox was stopped while this job ran; its changes were rolled back."
                    + " Run it again under another job id."));
        save(entry.getKey(), job);
      }
    }
  }

  private static String key(String project, String id) {
    return project + ":" + id;
  }

  /** Accepts a job; a dry run comes back done and is not kept. */
  ObjectNode insert(String project, JsonNode body) throws SQLException, IOException {
    return insert(project, body, null);
  }

  /** The same, with the file that a load job reads in place of objects, or null. */
  ObjectNode insert(String project, JsonNode body, Path rows) throws SQLException, IOException {
    store.project(project);
    var configuration = body.path("configuration");
    var kind =
        KINDS.stream()
            .filter(configuration::has)
            .findFirst()
            .orElseThrow(
                () ->
                    ApiException.invalid(
                        "Required parameter is missing: configuration must contain one of "
                            + KINDS));
    var id = body.path("jobReference").path("jobId").asText("");
    boolean dryRun = configuration.path("dryRun").asBoolean(false);
    if (id.isEmpty()) {
      id = "job_" + UUID.randomUUID().toString().replace("-", "");
    } else if (!id.matches("[A-Za-z0-9_-]{1,1024}")) {
      throw ApiException.invalid("Invalid job ID \"" + project + ":" + id + "\".");
    }
    var tables = tables(project, kind, configuration.path(kind));
    var job =
        job(project, id, kind, locations.ofJob(body.path("jobReference"), tables), configuration);
    if (dryRun && kind.equals("query")) {
      return dryRun(project, job, configuration.get("query"));
    }
    if (store.jobs.putIfAbsent(key(project, id), job) != null) {
      throw new ApiException(409, "duplicate", "Already Exists: Job " + job.path("id").asText());
    }
    if (rows != null) {
      uploads.put(key(project, id), rows);
    }
    try {
      start(project, id, kind, job);
    } catch (SQLException | IOException | RuntimeException e) {
      store.jobs.remove(key(project, id));
      throw e;
    }
    return job;
  }

  /** The tables that a job names, in the order in which they decide where it runs. */
  private List<TableRef> tables(String project, String kind, JsonNode config) {
    var tables = new ArrayList<TableRef>();
    if (kind.equals("query")) {
      var translation = queries.translate(config, project);
      tables.addAll(translation.referenced());
      if (translation.target() != null) {
        tables.add(translation.target());
      }
    }
    for (var name : List.of("sourceTable", "destinationTable")) {
      if (config.path(name).isObject()) {
        tables.add(TableRef.of(config.path(name), project));
      }
    }
    config.path("sourceTables").forEach(source -> tables.add(TableRef.of(source, project)));
    return tables;
  }

  private static ObjectNode job(
      String project, String id, String kind, String location, JsonNode configuration) {
    var job = Store.JSON.createObjectNode().put("kind", "bigquery#job");
    job.put("id", project + ":" + location + "." + id).put("etag", id);
    job.put("selfLink", "/bigquery/v2/projects/" + project + "/jobs/" + id);
    job.put("user_email", "operator@sandbox.invalid");
    job.putObject("jobReference")
        .put("projectId", project)
        .put("jobId", id)
        .put("location", location);
    job.set("configuration", configuration.deepCopy());
    ((ObjectNode) job.get("configuration")).put("jobType", kind.toUpperCase(Locale.ROOT));
    job.putObject("status").put("state", "PENDING");
    job.putObject("statistics").put("creationTime", now());
    return job;
  }

  private static String now() {
    return Long.toString(System.currentTimeMillis());
  }

  private ObjectNode dryRun(String project, ObjectNode job, JsonNode query) throws SQLException {
    var translation = queries.translate(query, project);
    requireSeen(job, translation);
    QueryJob.limitBytes(query, translation);
    var statistics = (ObjectNode) job.get("statistics");
    QueryJob.statistics(translation, statistics);
    if (translation.target() == null) {
      ((ObjectNode) statistics.get("query")).set("schema", Field.schema(translation.fields()));
    }
    ((ObjectNode) job.get("jobReference")).remove("jobId");
    job.remove("id");
    ((ObjectNode) job.get("status")).put("state", "DONE");
    return job;
  }

  private void start(String project, String id, String kind, ObjectNode job)
      throws SQLException, IOException {
    var config = (ObjectNode) job.get("configuration").get(kind);
    if (kind.equals("query")) {
      checkQuery(project, id, job, config);
    }
    var key = key(project, id);
    save(key, job);
    running.put(key, new CountDownLatch(1));
    pool.execute(() -> run(project, key, kind, job.deepCopy()));
  }

  private void requireSeen(ObjectNode job, Translation translation) {
    var location = job.at("/jobReference/location").asText();
    locations.requireSeen(location, translation.referenced());
    if (translation.target() != null) {
      locations.requireSeen(location, List.of(translation.target()));
    }
  }

  private void checkQuery(String project, String id, ObjectNode job, ObjectNode config)
      throws SQLException, IOException {
    var translation = queries.translate(config, project);
    requireSeen(job, translation);
    if (config.path("destinationTable").isObject()) {
      var destination = TableRef.of(config.path("destinationTable"), project);
      locations.requireSeen(job.at("/jobReference/location").asText(), List.of(destination));
    }
    QueryJob.limitBytes(config, translation);
    if (translation.target() != null) {
      config.set("destinationTable", translation.target().json());
      return;
    }
    QueryJob.nameDestination(config, project, id);
    if (!store.datasets.containsKey(key(project, QueryJob.ANONYMOUS))
        && config.path("destinationTable").path("datasetId").asText().equals(QueryJob.ANONYMOUS)) {
      synchronized (this) {
        if (!store.datasets.containsKey(key(project, QueryJob.ANONYMOUS))) {
          store.saveDataset(project, QueryJob.ANONYMOUS, Store.JSON.createObjectNode());
        }
      }
    }
  }

  private static TableRef destination(ObjectNode job, String project) {
    for (var kind : KINDS) {
      var target = job.path("configuration").path(kind).path("destinationTable");
      if (target.isObject()) {
        return TableRef.of(target, project).undecorated();
      }
    }
    return new TableRef(project, "", "");
  }

  private void run(String project, String key, String kind, ObjectNode job) {
    var config = (ObjectNode) job.get("configuration").get(kind);
    var statistics = (ObjectNode) job.get("statistics");
    try {
      ((ObjectNode) job.get("status")).put("state", "RUNNING");
      statistics.put("startTime", now());
      publish(key, job);
      var target = destination(job, project);
      var lock = store.lock(target);
      lock.lock();
      try {
        var done = job.deepCopy();
        execute(project, key, kind, done, config, target);
        discard(uploads.remove(key));
        publish(key, done);
      } finally {
        lock.unlock();
      }
    } catch (ApiException e) {
      fail(key, job, e);
    } catch (SQLException | IOException | RuntimeException e) {
      log.warn("Job {} failed", key, e);
      fail(key, job, BigQueryService.refusal(e));
    } finally {
      cancelled.remove(key);
      var latch = running.remove(key);
      if (latch != null) {
        latch.countDown();
      }
    }
  }

  private static void discard(Path upload) {
    try {
      if (upload != null) {
        Files.deleteIfExists(upload);
      }
    } catch (IOException e) {
      log.warn("The uploaded file {} could not be removed", upload, e);
    }
  }

  private void execute(
      String project, String key, String kind, ObjectNode done, ObjectNode config, TableRef target)
      throws SQLException, IOException {
    store.project(target.project());
    var statistics = (ObjectNode) done.get("statistics");
    var run =
        new JobWork.Run(
            project, done, config, statistics, uploads.get(key), () -> cancelled.contains(key));
    store.write(
        (connection, changes) -> {
          run.check();
          trouble.accept(kind);
          works.get(kind).run(connection, changes, run);
          run.check();
          end(done, null);
          store.saveJob(connection, target.project(), key, done);
          return null;
        });
  }

  private void fail(String key, ObjectNode job, ApiException error) {
    discard(uploads.remove(key));
    // A copy: whoever asks meanwhile must not see that it is done before it has its error.
    var ended = job.deepCopy();
    end(ended, error);
    try {
      save(key, ended);
    } catch (SQLException | IOException e) {
      log.error("The end of job {} could not be saved", key, e);
    }
    publish(key, ended);
  }

  private static void end(ObjectNode job, ApiException error) {
    var status = (ObjectNode) job.get("status");
    status.put("state", "DONE");
    ((ObjectNode) job.get("statistics")).put("endTime", now());
    if (error != null) {
      var result = Store.JSON.createObjectNode().put("reason", error.reason());
      result.put("message", error.getMessage());
      if (error.location() != null) {
        result.put("location", error.location());
      }
      status.set("errorResult", result);
      status.putArray("errors").add(result);
    }
  }

  private void save(String key, ObjectNode job) throws SQLException, IOException {
    var project = job.path("jobReference").path("projectId").asText();
    var target = destination(job, project).project();
    store.project(target);
    store.write(
        (connection, changes) -> {
          store.saveJob(connection, target, key, job);
          return null;
        });
    publish(key, job);
  }

  private void publish(String key, ObjectNode job) {
    store.jobs.put(key, job);
  }

  /**
   * A job.
   *
   * @param location where it is looked for; null for the multi-regions
   */
  ObjectNode get(String project, String id, String location) {
    var message = "Not found: Job " + project + ":" + id;
    var job = store.jobs.get(key(project, id));
    if (job == null) {
      throw ApiException.notFound(message);
    }
    Locations.requireAsked(job, location, message);
    return job;
  }

  ObjectNode await(String project, String id, String location, long millis) {
    var latch = running.get(key(project, id));
    if (latch != null && millis > 0) {
      try {
        latch.await(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return get(project, id, location);
  }

  ObjectNode cancel(String project, String id, String location) {
    var job = get(project, id, location);
    if (!job.path("status").path("state").asText().equals("DONE")) {
      cancelled.add(key(project, id));
    }
    return job;
  }

  void delete(String project, String id, String location) throws SQLException, IOException {
    var job = get(project, id, location);
    if (!job.path("status").path("state").asText().equals("DONE")) {
      throw ApiException.invalid(
          "Job " + project + ":" + id + " is still running; cancel it first.");
    }
    var home = destination(job, project).project();
    store.write(
        (connection, changes) ->
            Store.execute(
                connection,
                "DELETE FROM " + Sql.name(home) + ".main.bf_jobs WHERE id = ?",
                key(project, id)));
    store.jobs.remove(key(project, id));
  }

  /** Newest first. */
  List<ObjectNode> list(String project, Predicate<ObjectNode> which) {
    // Whoever waits for jobs lists some of thousands each second: only those are put in order.
    return store.jobs.values().stream()
        .filter(job -> job.path("jobReference").path("projectId").asText().equals(project))
        .filter(which)
        .sorted(
            Comparator.comparingLong(job -> -job.path("statistics").path("creationTime").asLong()))
        .toList();
  }

  @Override
  public void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("Jobs still ran when the sandbox closed; they end at its next start.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
