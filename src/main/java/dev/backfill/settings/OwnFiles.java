package dev.backfill.settings;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and folders that their owner alone may read: journals, packets, reports beside them,
 * sandboxes, settings and the log hold ids, SQL and messages of production.
 *
 * <p>Rights are 0700 and 0600 from the moment a file is made, whatever the umask, and wider ones
 * are narrowed. On Windows the user's profile keeps others out by its inherited access list, which
 * is left as it is. What an operator asks for in a place of his own, a report or an export, is his:
 * it gets the rights that his umask gives.
 */
public final class OwnFiles {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnFiles() {}

  /** Makes a folder of ours, with those above that are not there, or narrows its rights. */
  public static Path folder(Path folder) throws IOException {
    made(folder);
    narrow(folder);
    return folder;
  }

  /**
   * Makes a folder that an operator named, like {@link #folder}; one that is there already may be
   * one that he shares, and keeps its rights.
   */
  public static Path made(Path folder) throws IOException {
    // A link to a folder counts as one: createDirectories alone refuses it.
    return Files.isDirectory(folder)
        ? folder
        : Files.createDirectories(folder, rights(folder, FOLDER));
  }

  /** Makes an empty file where there is none, or narrows its rights. */
  public static Path file(Path file) throws IOException {
    try {
      Files.createFile(file, rights(file, FILE));
    } catch (FileAlreadyExistsException e) {
      narrow(file);
    }
    return file;
  }

  /**
   * Writes a text whole: who reads meanwhile, or finds it after a kill, sees the old or the new.
   */
  public static void write(Path file, String text) throws IOException {
    var next = Files.createTempFile(file.toAbsolutePath().getParent(), ".next", null);
    try {
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /** Whether a folder is its owner's alone. */
  public static boolean isOwn(Path folder) throws IOException {
    return !isPosix(folder) || FOLDER.containsAll(Files.getPosixFilePermissions(folder));
  }

  private static void narrow(Path path) throws IOException {
    if (!isPosix(path)) {
      return;
    }
    var rights = Files.getPosixFilePermissions(path);
    if (FOLDER.containsAll(rights)) {
      return;
    }
    var narrower = EnumSet.copyOf(rights);
    narrower.retainAll(FOLDER);
    try {
      Files.setPosixFilePermissions(path, narrower);
    } catch (IOException e) {
      // Another user's, or a file system without rights: what can be written can be worked with.
      logger().warn("{} can be read by others, and that cannot be changed", path, e);
    }
  }

  /** For calls that make a file: with these rights from the first moment. */
  public static FileAttribute<?>[] fileRights(Path file) {
    return rights(file, FILE);
  }

  /** For calls that make a folder. */
  public static FileAttribute<?>[] folderRights(Path folder) {
    return rights(folder, FOLDER);
  }

  private static FileAttribute<?>[] rights(Path path, Set<PosixFilePermission> rights) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  // Not a constant: the log file itself is made by this class, before there is a log.
  private static Logger logger() {
    return LoggerFactory.getLogger(OwnFiles.class);
  }
}
