package dev.backfill.journal;

import dev.backfill.journal.JournalException.Kind;
import dev.backfill.settings.HeldException;
import dev.backfill.settings.OwnFiles;
import dev.backfill.settings.ProcessLock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of one run: entries are only ever added, each is on the disk when {@link #append}
 * returns, and one console at a time may add. Anyone may read meanwhile.
 */
public final class Journal implements AutoCloseable {
  /** The journal's name in a run's folder. */
  public static final String FILE = "journal.jsonl";

  /** The lock's own file: the journal itself is opened and closed by every reader. */
  static final String LOCK = "journal.lock";

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Path file;
  private final ProcessLock lock;
  // Not a channel: an interrupt of the thread that writes would close that for good.
  private final RandomAccessFile out;
  private final Object key;
  private final BooleanSupplier full;
  private final List<Entry> entries;
  private long end;
  private boolean half;

  private Journal(
      Path file,
      ProcessLock lock,
      RandomAccessFile out,
      JournalLines.Read read,
      BooleanSupplier full)
      throws IOException {
    this.file = file;
    this.lock = lock;
    this.out = out;
    this.key = attributes(file).fileKey();
    this.full = full;
    this.entries = new ArrayList<>(read.entries());
    this.end = read.bytes();
  }

  /**
   * Opens the journal of a run's folder for adding, made when absent.
   *
   * @throws JournalException when another console has it open, saying which, or it is damaged
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
      OwnFiles.folder(folder);
      return locked(file, lock(folder), full);
    } catch (IOException e) {
      throw new JournalException(
          Kind.DISK,
          "The journal " + file + " cannot be opened.",
          "Check the folder's permissions and free space.",
          e);
    }
  }

  /**
   * Keeps every other console off a run.
   *
   * @throws JournalException naming the console that has the run open
   */
  static ProcessLock lock(Path folder) throws IOException {
    try {
      return ProcessLock.take(folder.resolve(LOCK));
    } catch (HeldException e) {
      throw new JournalException(
          Kind.HELD,
          "Another console has the run " + folder.getFileName() + " open" + e.inBrackets() + ".",
          "Close it there, or wait until it has finished.",
          e);
    }
  }

  private static Journal locked(Path file, ProcessLock lock, BooleanSupplier full)
      throws IOException {
    try {
      var out = new RandomAccessFile(OwnFiles.file(file).toFile(), "rw");
      try {
        var read = JournalLines.read(file, Files.readAllBytes(file));
        if (read.tail() != JournalScan.Tail.NONE) {
          LOG.warn("What follows byte {} of {} is left out: {}", read.bytes(), file, read.tail());
          // A line that was cut off would otherwise run into the next entry.
          out.setLength(read.bytes());
        }
        return new Journal(file, lock, out, read, full);
      } catch (RuntimeException | IOException e) {
        out.close();
        throw e;
      }
    } catch (RuntimeException | IOException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * The entries of a run's folder, without opening it for adding; none when its console ended
   * before it wrote one.
   *
   * @throws JournalException when there is no journal, or it is damaged
   */
  public static List<Entry> read(Path folder) {
    var file = folder.resolve(FILE);
    return JournalLines.read(file, content(file)).entries();
  }

  static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new JournalException(
          Kind.ABSENT, "There is no run at " + file.getParent() + ".", "Check the run's name.", e);
    } catch (IOException e) {
      throw new JournalException(
          Kind.DISK, "The journal " + file + " cannot be read.", "Check its permissions.", e);
    }
  }

  /**
   * Adds an entry and returns when it is on the disk.
   *
   * @return the entry as it is kept: without credentials
   * @throws JournalException when it could not be written whole; what was there before stays. Also
   *     when the journal is no longer the file at its path, or another program wrote to it: then
   *     what the run does next would be told nowhere
   */
  public synchronized Entry append(Entry entry) {
    var kept = JournalLines.write(entry);
    try {
      stayed();
      write(kept.line());
      entries.add(kept.entry());
      return kept.entry();
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private void write(byte[] line) throws IOException {
    out.seek(end);
    half = true;
    if (full.getAsBoolean()) {
      out.write(line, 0, line.length / 2);
      throw new IOException("No space left on device");
    }
    out.write(line);
    out.getFD().sync();
    if (end == 0) {
      Copies.synced(folder());
    }
    end += line.length;
    half = false;
  }

  private void stayed() throws IOException {
    if (half) {
      // Our own, which a full disk did not let us take back before.
      out.setLength(end);
      half = false;
    }
    if (out.length() != end) {
      throw lost("another program wrote to it");
    }
    try {
      if (!Objects.equals(attributes(file).fileKey(), key)) {
        throw lost("another file was put in its place");
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw lost("it was removed");
    }
    if (!lock.isInPlace()) {
      throw lost("its lock " + LOCK + " was removed, so that another console can take the run");
    }
  }

  private JournalException lost(String why) {
    return new JournalException(
        Kind.LOST,
        "The journal "
            + file
            + " is not what it was when this console opened it: "
            + why
            + ". The run stops here, before its next step."
            + rescued(),
        "Put the run's folder back as it was, then resume the run: it asks the cloud what became of"
            + " its last step.",
        null);
  }

  /** What this console wrote is still there behind its open file, whatever happened to the path. */
  private String rescued() {
    try {
      var content = new byte[(int) Math.min(end, Integer.MAX_VALUE - 8)];
      out.seek(0);
      out.readFully(content);
      var name = folder().resolveSibling(folder().getFileName() + "." + FILE);
      return " What it had written until then is kept in " + Copies.keep(name, content) + ".";
    } catch (IOException e) {
      LOG.error("The journal {} could not be kept elsewhere", file, e);
      return "";
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class);
  }

  private JournalException unwritten(IOException cause) {
    try {
      out.setLength(end);
      half = false;
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return new JournalException(
        Kind.DISK,
        "The journal " + file + " cannot be written: " + cause.getMessage() + ".",
        "Free some space, then resume the run.",
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

  /** Lets others take the run. One that never began leaves nothing behind. */
  @Override
  public synchronized void close() {
    try (lock) {
      out.close();
      if (entries.isEmpty()) {
        discard();
      }
    } catch (IOException e) {
      throw new JournalException(
          Kind.DISK, "The journal " + file + " cannot be closed.", "Check the disk.", e);
    }
  }

  private void discard() throws IOException {
    if (!lock.isInPlace()) {
      return;
    }
    Files.deleteIfExists(file);
    lock.remove();
    try {
      Files.deleteIfExists(folder());
    } catch (DirectoryNotEmptyException e) {
      // Someone keeps other things there.
    }
  }
}
