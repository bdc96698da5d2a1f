package dev.backfill.sandbox;

import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.bigquery.BigQueryRoutes;
import dev.backfill.sandbox.bigquery.BigQueryService;
import dev.backfill.sandbox.http.HttpFrame;
import dev.backfill.sandbox.http.Router;
import dev.backfill.sandbox.iam.PermissionRoutes;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.Seed;
import dev.backfill.sandbox.storage.StorageService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** A local stand-in for Google's services, in one folder, on one loopback port. */
public final class Sandbox implements AutoCloseable {
  private final SandboxLock lock;
  private final BigQueryService bigQuery;
  private final HttpFrame frame;

  private Sandbox(SandboxLock lock, BigQueryService bigQuery, HttpFrame frame) {
    this.lock = lock;
    this.bigQuery = bigQuery;
    this.frame = frame;
  }

  /**
   * Starts serving a folder, made when absent.
   *
   * @param port 0 for any that is free
   * @throws IOException when another process serves the folder, or the port is taken
   */
  public static Sandbox start(Path folder, int port) throws IOException {
    var lock = SandboxLock.take(folder);
    var router = new Router();
    var storage = new StorageService(folder.resolve("storage"));
    storage.routes(router);
    var bigQuery = new BigQueryService(folder.resolve("bigquery"), storage);
    BigQueryRoutes.add(router, bigQuery);
    new PermissionRoutes().add(router);
    var frame = new HttpFrame(router, port);
    frame.start();
    return new Sandbox(lock, bigQuery, frame);
  }

  /** Where it serves, for example {@code http://127.0.0.1:8123}. */
  public String endpoint() {
    return frame.endpoint();
  }

  /** Makes a type's production tables and fills the days. */
  public void fill(
      String project, Generator generator, DocumentType type, List<LocalDate> days, int documents)
      throws IOException {
    new Seed(bigQuery, project, generator).fill(type, days, documents);
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      frame.close();
      bigQuery.close();
    }
  }
}
