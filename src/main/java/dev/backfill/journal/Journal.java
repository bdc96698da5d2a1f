package dev.backfill.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The record of one run: entries are only ever added, each is on the disk when {@link #append}
 * returns, and one process at a time may add.
 */
public final class Journal implements AutoCloseable {
  static final String FILE = "journal.jsonl";

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;
  private final BooleanSupplier full;
  private final List<Entry> entries;
  private long end;

  private Journal(
      Path file, FileChannel channel, FileLock lock, JournalLines.Read read, BooleanSupplier full) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
    this.full = full;
    this.entries = new ArrayList<>(read.entries());
    this.end = read.bytes();
  }

  /**
   * Opens the journal of a run's folder for adding, made when absent.
   *
   * @throws JournalException when another process has it open, or it is damaged
   */
  public static Journal open(Path folder) {
    return open(folder, () -> false);
  }

  /**
   * The same on a disk that may be full, for rehearsing that.
   *
   * @param full asked before each entry: whether only a part of it finds space
   */
  public static Journal open(Path folder, BooleanSupplier full) {
    var file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return locked(file, channel, full);
    } catch (IOException e) {
      throw new JournalException(
          "The journal " + file + " cannot be opened. Check the folder's rights and space.", e);
    }
  }

  private static Journal locked(Path file, FileChannel channel, BooleanSupplier full)
      throws IOException {
    try {
      var lock = channel.tryLock();
      if (lock == null) {
        throw new OverlappingFileLockException();
      }
      var read = JournalLines.read(file.toString(), Files.readAllBytes(file));
      // A torn last line would otherwise run into the next entry.
      channel.truncate(read.bytes());
      return new Journal(file, channel, lock, read, full);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new JournalException(
          "Another console has the run "
              + file.getParent().getFileName()
              + " open. Close it there.",
          e);
    } catch (RuntimeException | IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * The entries of a run's folder, without opening it for adding.
   *
   * @throws JournalException when there is none, or it is damaged
   */
  public static List<Entry> read(Path folder) {
    var file = folder.resolve(FILE);
    try {
      return JournalLines.read(file.toString(), Files.readAllBytes(file)).entries();
    } catch (NoSuchFileException e) {
      throw new JournalException("There is no run at " + folder + ".", e);
    } catch (IOException e) {
      throw new JournalException("The journal " + file + " cannot be read.", e);
    }
  }

  /**
   * Adds an entry and returns when it is on the disk.
   *
   * @return the entry as it is kept: without credentials
   * @throws JournalException when it could not be written whole; what was there before stays
   */
  public synchronized Entry append(Entry entry) {
    var kept = JournalLines.write(entry);
    var bytes = ByteBuffer.wrap(kept.line());
    try {
      var at = end;
      if (full.getAsBoolean()) {
        channel.write(bytes.limit(bytes.limit() / 2), at);
        throw new IOException("No space left on device");
      }
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      channel.force(false);
      end = at;
      entries.add(kept.entry());
      return kept.entry();
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private JournalException unwritten(IOException cause) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return new JournalException(
        "The journal "
            + file
            + " cannot be written: "
            + cause.getMessage()
            + ". Free some space, then resume the run.",
        cause);
  }

  /** The run's folder. */
  public Path folder() {
    return file.getParent();
  }

  /** All entries, oldest first. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new JournalException("The journal " + file + " cannot be closed.", e);
    }
  }
}
