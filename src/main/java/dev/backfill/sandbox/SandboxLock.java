package dev.backfill.sandbox;

import dev.backfill.settings.HeldException;
import dev.backfill.settings.OwnFiles;
import dev.backfill.settings.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps a second process off a sandbox's folder, and a second sandbox in this process. */
final class SandboxLock {
  private static final String FILE = "lock";

  private SandboxLock() {}

  /**
   * Takes the lock of a folder, made when absent.
   *
   * @throws HeldException when the folder is served, saying by whom
   */
  static ProcessLock take(Path folder) throws IOException {
    OwnFiles.made(folder);
    try {
      return ProcessLock.take(folder.resolve(FILE));
    } catch (HeldException e) {
      throw new HeldException(
          "Another process serves the sandbox in "
              + folder
              + e.inBrackets()
              + ". End it, or take another folder.",
          e);
    }
  }
}
