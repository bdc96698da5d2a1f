package dev.backfill.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second process off a sandbox's folder; a process that dies gives it up. */
final class SandboxLock implements AutoCloseable {
  static final String FILE = "lock";

  private final FileChannel channel;

  private SandboxLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws IOException when another process serves the folder
   */
  static SandboxLock take(Path folder) throws IOException {
    Files.createDirectories(folder);
    var file = folder.resolve(FILE);
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new SandboxLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw taken(folder, e);
    }
    channel.close();
    throw taken(folder, null);
  }

  private static IOException taken(Path folder, Exception cause) {
    return new IOException(
        "Another process serves the sandbox in " + folder + ". End it, or take another folder",
        cause);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
