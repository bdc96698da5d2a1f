package dev.backfill.sandbox.bigquery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DuckDB's native library, which its driver unpacks into the folder for temporary files, 58 to 107
 * MB for each process, and deletes at an orderly end only: not at a kill, nor at a second Ctrl+C,
 * and on Windows never. Once it is loaded its file is not needed, and goes at once; where the
 * system does not let go of it, the next start removes it.
 */
final class DuckDbLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(DuckDbLibrary.class);
  private static final String LOADER = "org.duckdb.DuckDBNative";
  private static final String FILES = "libduckdb_java*.so";

  // Another process may have unpacked its own, and not loaded it yet: that takes seconds.
  private static final Duration SURELY_LOADED = Duration.ofHours(1);

  private final Path folder;

  /**
   * Touches nothing yet.
   *
   * @param folder the one for temporary files
   */
  DuckDbLibrary(Path folder) {
    this.folder = folder;
  }

  /** The one of this process, loaded once for all. */
  static DuckDbLibrary here() {
    return new DuckDbLibrary(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * Loads it, and leaves no file of it behind.
   *
   * @throws LinkageError when it cannot be loaded
   */
  void load() {
    removeOld();
    unpacking(DuckDbLibrary::initialize)
        .ifPresent(file -> removed(file, "it is removed at another start"));
  }

  private static void initialize() {
    try {
      Class.forName(LOADER);
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(LOADER);
    }
  }

  /**
   * The file that a step unpacked, which is there afterwards and was not before. Another process
   * may have unpacked its own meanwhile, without having loaded it: of two, none.
   */
  Optional<Path> unpacking(Runnable step) {
    var before = files();
    step.run();
    var mine = files();
    mine.removeAll(before);
    return mine.size() == 1 ? mine.stream().findFirst() : Optional.empty();
  }

  /** Removes what killed processes left. */
  void removeOld() {
    var until = Instant.now().minus(SURELY_LOADED);
    for (var file : files()) {
      try {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(until)) {
          removed(file, "another process has it loaded, or another user");
        }
      } catch (IOException e) {
        LOG.debug("{} is gone", file, e);
      }
    }
  }

  private Set<Path> files() {
    var found = new HashSet<Path>();
    try (var list = Files.newDirectoryStream(folder, FILES)) {
      list.forEach(found::add);
    } catch (IOException e) {
      LOG.info("{} cannot be listed", folder, e);
    }
    return found;
  }

  private static void removed(Path file, String otherwise) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.info("{} stays: {}", file, otherwise, e);
    }
  }
}
