package dev.backfill.sandbox.dataflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the processes of jobs. One may be started ahead, while something else takes the time: half
 * of what 1,000 documents cost a worker are the classes of Beam and of Google's clients.
 */
final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final String HEAP = "1g";

  private final Path folder;
  private final WorkerTemp temporary = WorkerTemp.here();
  private WorkerProcess spare;

  /**
   * Makes a starter.
   *
   * @param folder where a process that has no job yet keeps its files
   */
  Workers(Path folder) {
    this.folder = folder;
  }

  /** Starts a process that the next job finds ready. */
  synchronized void prepare() throws IOException {
    if (spare == null) {
      Files.createDirectories(folder);
      spare = WorkerProcess.start(folder.resolve("worker.log"), HEAP, temporary.folder());
    }
  }

  /** A process for a job: the one that is ready, or a new one. */
  synchronized WorkerProcess start(DecodeJobRecord job, Served served) throws IOException {
    var ready = spare;
    spare = null;
    if (ready != null && ready.isAlive()) {
      try {
        ready.give(job.options(), served, job.log());
        return ready;
      } catch (IOException e) {
        LOG.info("The worker that was ready has ended; another is started", e);
      }
    }
    var worker = WorkerProcess.start(job.log(), HEAP, temporary.folder());
    worker.give(job.options(), served, job.log());
    return worker;
  }

  @Override
  public synchronized void close() {
    if (spare != null) {
      spare.kill();
      spare = null;
    }
    temporary.remove();
  }
}
