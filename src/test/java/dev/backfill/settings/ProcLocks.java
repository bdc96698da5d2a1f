package dev.backfill.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The locks that Linux says this process holds: what the product believes does not count here. */
public final class ProcLocks {
  private static final Path LOCKS = Path.of("/proc/locks");

  private ProcLocks() {}

  /** Whether this process holds a lock on a file; where the system does not tell, that it does. */
  public static boolean holds(Path file) throws IOException {
    return holds(ProcessHandle.current().pid(), file);
  }

  /** The same for another process. */
  public static boolean holds(long process, Path file) throws IOException {
    if (!Files.exists(LOCKS)) {
      return true;
    }
    var end = ":" + Files.getAttribute(file, "unix:ino") + " 0 EOF";
    return Files.readAllLines(LOCKS).stream()
        .anyMatch(line -> line.contains(" WRITE " + process + " ") && line.endsWith(end));
  }
}
