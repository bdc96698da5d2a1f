package dev.backfill.sandbox;

import dev.backfill.sandbox.bigquery.BigQueryRoutes;
import dev.backfill.sandbox.bigquery.BigQueryService;
import dev.backfill.sandbox.bigquery.ReadServer;
import dev.backfill.sandbox.dataflow.DataflowRoutes;
import dev.backfill.sandbox.dataflow.DataflowService;
import dev.backfill.sandbox.dataflow.JobProject;
import dev.backfill.sandbox.dataflow.Templates;
import dev.backfill.sandbox.fault.Deletion;
import dev.backfill.sandbox.fault.Faults;
import dev.backfill.sandbox.http.HttpFrame;
import dev.backfill.sandbox.http.Ports;
import dev.backfill.sandbox.http.RequestLog;
import dev.backfill.sandbox.http.RequestTally;
import dev.backfill.sandbox.http.Router;
import dev.backfill.sandbox.iam.PermissionRoutes;
import dev.backfill.sandbox.iam.ProjectNumber;
import dev.backfill.sandbox.seed.Documents;
import dev.backfill.sandbox.seed.RejectedSeed;
import dev.backfill.sandbox.seed.Seed;
import dev.backfill.sandbox.seed.SeedArchive;
import dev.backfill.sandbox.seed.Seeding;
import dev.backfill.sandbox.storage.StorageService;
import dev.backfill.sandbox.strict.Clutter;
import dev.backfill.sandbox.strict.StrictAnswers;
import dev.backfill.sandbox.strict.Strictness;
import dev.backfill.sandbox.strict.WorkersAccount;
import dev.backfill.settings.OwnFiles;
import dev.backfill.settings.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A local stand-in for Google's services, in one folder, on one loopback port. */
public final class Sandbox implements AutoCloseable {
  private static final int QUOTA = 2;

  private final Path folder;
  private final ProcessLock lock;
  private final BigQueryService bigQuery;
  private final StorageService storage;
  private final DataflowService dataflow;
  private final ReadServer reads;
  private final HttpFrame frame;
  private final Router router;
  private final PermissionRoutes permissions;
  private final RequestTally tally = new RequestTally();
  private final String id;
  private HttpFrame workers;

  private Sandbox(
      Path folder,
      ProcessLock lock,
      BigQueryService bigQuery,
      StorageService storage,
      DataflowService dataflow,
      ReadServer reads,
      HttpFrame frame,
      Router router,
      PermissionRoutes permissions,
      String id) {
    this.folder = folder;
    this.lock = lock;
    this.bigQuery = bigQuery;
    this.storage = storage;
    this.dataflow = dataflow;
    this.reads = reads;
    this.frame = frame;
    this.router = router;
    this.permissions = permissions;
    this.id = id;
    router.log(tally);
  }

  /**
   * Starts serving a folder, made when absent.
   *
   * @param port 0 for any that is free
   * @throws IOException when another process serves the folder, or the port is taken
   */
  public static Sandbox start(Path folder, int port) throws IOException {
    return start(folder, port, 0);
  }

  /**
   * The same, with the Storage Read API on a port of the caller's choice.
   *
   * @param readPort 0 for any that is free
   */
  public static Sandbox start(Path folder, int port, int readPort) throws IOException {
    // Before anything is made: a new folder would be left behind, half a sandbox.
    Ports.requireFree(port);
    Ports.requireFree(readPort);
    var lock = SandboxLock.take(folder);
    try {
      new Filling(folder).discardHalf();
      return serving(folder, lock, port, readPort);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Sandbox serving(Path folder, ProcessLock lock, int port, int readPort)
      throws IOException {
    var router = new Router();
    var storage = new StorageService(own(folder, "storage"));
    storage.routes(router);
    var bigQuery = new BigQueryService(own(folder, "bigquery"), storage);
    try {
      BigQueryRoutes.add(router, bigQuery);
      var permissions = new PermissionRoutes();
      permissions.add(router);
      var dataflow =
          new DataflowService(
              own(folder, "dataflow"), new StoredJobTables(bigQuery), storage::readAll);
      DataflowRoutes.add(router, dataflow);
      var id = SandboxId.of(folder);
      var frame = new HttpFrame(router, port).saying(id);
      frame.start();
      var reads = bigQuery.reads(readPort).start();
      dataflow.start(frame.endpoint(), reads.address());
      return new Sandbox(
          folder, lock, bigQuery, storage, dataflow, reads, frame, router, permissions, id);
    } catch (IOException | RuntimeException e) {
      bigQuery.close();
      throw e;
    }
  }

  /** DuckDB makes its files as the umask says: the folder keeps others out. */
  private static Path own(Path folder, String part) throws IOException {
    return OwnFiles.folder(folder.resolve(part));
  }

  /**
   * Makes it go wrong from now on.
   *
   * @param project the production project, in which someone else may change a table
   */
  public Faults disturb(List<Faults.Wanted> wanted, long seed, String project) {
    var faults = new Faults(wanted, seed, new Deletion(bigQuery, project));
    router.disturb(faults);
    tally.by(faults::phase);
    bigQuery.trouble(faults::job);
    dataflow.trouble(faults::dataflow);
    return faults;
  }

  /**
   * Is from now on as projects on Google may be. What others have put there is made at once.
   *
   * @param source the production project
   * @param target the project that the backfill works in
   */
  public void strict(Set<Strictness> wanted, String source, String target) throws IOException {
    router.disturb(new StrictAnswers(wanted, target + "/datasets/" + Clutter.denied()));
    var clutter = new Clutter(bigQuery);
    var project = JobProject.PLENTY;
    for (var one : wanted) {
      switch (one) {
        case UNIFORM_ACCESS -> storage.requireUniformAccess();
        case BUCKETS_OF_ALL -> storage.listBucketsOfAll();
        case PARTITION_FILTERS -> clutter.requireFilters(source);
        case OTHERS_TABLES -> {
          clutter.tables(source);
          clutter.datasetWithTables(target, "others");
        }
        case MANY_DATASETS -> clutter.datasets(target);
        case NO_DEFAULT_NETWORK -> project = project.withoutNetwork();
        case WORKER_QUOTA -> project = project.withWorkers(QUOTA);
        case WORKERS_WITHOUT_BUCKET -> closeToWorkers(source);
        case ROW_POLICIES_HIDDEN, API_DISABLED -> {
          // What StrictAnswers refuses.
        }
      }
    }
    dataflow.project(project);
  }

  /** Gives workers a port of their own, at which the production project's buckets are closed. */
  private void closeToWorkers(String source) throws IOException {
    var number = ProjectNumber.of(source);
    var account = new WorkersAccount(bucket -> storage.projectNumber(bucket).equals(number));
    workers = new HttpFrame(router, 0, account);
    workers.start();
    dataflow.served(workers.endpoint(), reads.address());
  }

  /** What is granted to whoever asks; all, at first. */
  public PermissionRoutes permissions() {
    return permissions;
  }

  /** Starts the process of the next decode job ahead, while something else takes the time. */
  public void prepareWorker() throws IOException {
    dataflow.prepare();
  }

  /**
   * How often it was asked since it started, by the phase of the run that it disturbs, under an
   * empty name before it, and by kind, the most first: {@code GET
   * /bigquery/v2/projects/*&#47;datasets}.
   */
  public Map<String, Map<String, Long>> requests() {
    return tally.byPhase();
  }

  /** Tells of every request before it is answered. */
  public void witness(RequestLog log) {
    router.log(log);
  }

  /** Where it serves, for example {@code http://127.0.0.1:8123}. */
  public String endpoint() {
    return frame.endpoint();
  }

  /** What tells it from any other: kept in its folder, and a header of each answer. */
  public String id() {
    return id;
  }

  /** Where it serves the Storage Read API, by gRPC without TLS: {@code 127.0.0.1:8124}. */
  public String readAddress() {
    return reads.address();
  }

  /**
   * Fills the production project, unless that was done before. A filling that is cut short by a
   * kill is begun anew by the next start.
   *
   * @param uri where the schema archive is put, {@code gs://bucket/object}
   * @return whether anything was filled
   * @throws IOException when a former filling was cut short and the sandbox was not started since,
   *     or held other things before
   */
  public boolean fill(String project, Documents documents, SeedArchive archive, String uri)
      throws IOException {
    return fill(project, documents, archive, uri, Seeding.FAILED_DAY);
  }

  /** The same as what a playbook needs it. */
  public boolean fill(
      String project, Documents documents, SeedArchive archive, String uri, Seeding how)
      throws IOException {
    var filling = new Filling(folder);
    if (filling.isDone()) {
      return false;
    }
    filling.begin(uri);
    archive.store(storage, project, uri);
    switch (how) {
      case FAILED_DAY, LEAKED -> new Seed(bigQuery, project, how).fill(documents, archive);
      case REJECTED -> {
        new RejectedSeed(bigQuery, project).fill(documents, archive);
        SeedArchive.put(
            storage, project, decoder(uri), "application/json", Templates.decoderSpec());
      }
    }
    filling.end();
    return true;
  }

  /**
   * Where the container spec of the decoder's stand-in lies, once rejected documents are filled in.
   *
   * @param uri where the schema archive lies: the spec is put into the same bucket
   */
  public static String decoder(String uri) {
    return uri.substring(0, uri.indexOf('/', "gs://".length()) + 1) + Templates.DECODER_OBJECT;
  }

  /**
   * Deletes what a sandbox kept in a folder; the folder's other files stay.
   *
   * @throws IOException when another process serves the folder
   */
  public static void remove(Path folder) throws IOException {
    var lock = SandboxLock.take(folder);
    try (lock) {
      new Filling(folder).remove();
      SandboxId.remove(folder);
      lock.remove();
    }
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      dataflow.close();
      frame.close();
      if (workers != null) {
        workers.close();
      }
      reads.close();
      bigQuery.close();
    }
  }
}
