package dev.backfill.sandbox.dataflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the workers of this process unpack their native libraries, Snappy's and Netty's: a worker
 * that is killed, as one without a job always is, deletes none. One folder for all of them, in the
 * system's for temporary files, where programs may be loaded from; it goes with the process, or at
 * the start of the next one when this was killed itself.
 */
final class WorkerTemp {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerTemp.class);
  private static final String PREFIX = "backfill-worker-";

  private final Path parent;
  private final long process;
  private Path folder;

  /**
   * Makes nothing yet.
   *
   * @param parent the folder for temporary files
   * @param process the id of the process whose workers these are
   */
  WorkerTemp(Path parent, long process) {
    this.parent = parent;
    this.process = process;
  }

  static WorkerTemp here() {
    return new WorkerTemp(
        Path.of(System.getProperty("java.io.tmpdir")), ProcessHandle.current().pid());
  }

  /** The folder, made for this user alone when it is not there. */
  synchronized Path folder() throws IOException {
    if (folder == null || !Files.isDirectory(folder)) {
      removeLeft();
      folder = Files.createTempDirectory(parent, PREFIX + process + "-");
    }
    return folder;
  }

  /** Removes the folder; workers that still end may keep a file of it. */
  synchronized void remove() {
    if (folder != null) {
      remove(folder);
      folder = null;
    }
  }

  /** Removes the folders of processes that are no more. */
  void removeLeft() {
    try (var list = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (var one : list) {
        if (isLeft(one.getFileName().toString())) {
          remove(one);
        }
      }
    } catch (IOException e) {
      LOG.info("{} cannot be listed", parent, e);
    }
  }

  private static boolean isLeft(String name) {
    var id = name.substring(PREFIX.length()).replaceFirst("-.*", "");
    return id.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(id)).isEmpty();
  }

  private static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.info("{} stays until another start", folder, e);
    }
  }
}
