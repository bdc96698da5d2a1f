package dev.backfill.settings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps every other process, and every other part of this one, off what a folder holds; a process
 * that dies gives it up.
 *
 * <p>The lock is the system's, on a file of its own that nothing else opens. On POSIX a process
 * loses it when it closes <em>any</em> descriptor of that file; on Windows no other handle can read
 * a locked file. So who holds it stands in a second file, {@code X.holder} beside {@code X.lock}.
 */
public final class ProcessLock implements AutoCloseable {
  private static final int LOOKS = 10;
  private static final long LOOK_MILLIS = 50;

  // What this process holds: to find out by opening the file would give it up.
  private static final Set<Object> HELD = new HashSet<>();

  private final Path file;
  private final Object key;
  private final FileChannel channel;

  private ProcessLock(Path file, Object key, FileChannel channel) {
    this.file = file;
    this.key = key;
    this.channel = channel;
  }

  /**
   * Takes a lock, at once or not at all.
   *
   * @param file the lock's own file in a folder that exists, named {@code X.lock}, or {@code lock}
   * @throws HeldException when it is held, saying by whom
   */
  public static ProcessLock take(Path file) throws IOException {
    var taken = tryTake(file);
    if (taken.isEmpty()) {
      throw new HeldException(file, holder(file));
    }
    try {
      LockHolder.here(Instant.now()).write(holderOf(file));
    } catch (IOException e) {
      taken.get().close();
      throw e;
    }
    return taken.get();
  }

  private static Optional<ProcessLock> tryTake(Path file) throws IOException {
    synchronized (HELD) {
      while (true) {
        var key = made(file);
        if (HELD.contains(key)) {
          return Optional.empty();
        }
        var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        if (!locks(channel)) {
          channel.close();
          return Optional.empty();
        }
        // Race: who held it may have removed the file after it was opened here.
        if (key.equals(made(file))) {
          HELD.add(key);
          return Optional.of(new ProcessLock(file, key, channel));
        }
        channel.close();
      }
    }
  }

  private static Object made(Path file) throws IOException {
    // The lock counts, not the file, which may be there.
    return key(OwnFiles.file(file));
  }

  // Windows has no keys of files; there a file that is open keeps its path.
  private static Object key(Path file) throws IOException {
    var key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file.toRealPath() : key;
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Race: between taking a lock and saying so, the file still names the holder before. */
  private static LockHolder holder(Path file) {
    for (var i = 0; i < LOOKS; i++) {
      var found = LockHolder.read(holderOf(file)).filter(LockHolder::mayLive);
      if (found.isPresent()) {
        return found.get();
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
    return null;
  }

  private static Path holderOf(Path file) {
    return file.resolveSibling(file.getFileName().toString().replaceFirst("lock$", "holder"));
  }

  /** Whether the file is still the one that was locked: one put in its place keeps nobody off. */
  public boolean isInPlace() {
    try {
      return key.equals(key(file));
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives the lock up and leaves no file of it. */
  public void remove() throws IOException {
    try (this) {
      Files.deleteIfExists(holderOf(file));
      // Before it is given up: who opened the file until then finds that it is another.
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (!channel.isOpen()) {
        return;
      }
      try {
        if (isInPlace()) {
          Files.deleteIfExists(holderOf(file));
        }
      } finally {
        HELD.remove(key);
        channel.close();
      }
    }
  }
}
