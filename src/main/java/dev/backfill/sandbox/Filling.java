package dev.backfill.sandbox;

import dev.backfill.settings.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the filling of a sandbox has come, kept in its folder so that a kill shows. A sandbox
 * that was filled is never filled or emptied again; what a filling left that was cut short is
 * deleted before anything is served from it, so that nobody can have used it.
 */
record Filling(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(Filling.class);
  private static final String BEGUN = "filling";
  private static final String DONE = "filled";
  private static final String OVER_OTHERS = "over what others had put there";
  private static final List<String> PARTS = List.of("storage", "bigquery", "dataflow");

  boolean isDone() {
    return Files.exists(folder.resolve(DONE));
  }

  private boolean isCutShort() {
    return Files.exists(folder.resolve(BEGUN));
  }

  /**
   * Deletes what a filling left that was cut short.
   *
   * @throws IOException when something lay there before it: that is not ours to delete
   */
  void discardHalf() throws IOException {
    if (isDone() || !isCutShort()) {
      return;
    }
    if (Files.readString(folder.resolve(BEGUN)).contains(OVER_OTHERS)) {
      return;
    }
    LOG.info("The filling of {} was cut short; what it left is deleted", folder);
    discard();
  }

  /**
   * Marks that a filling begins.
   *
   * @throws IOException when a former one was cut short and what it left is still there
   */
  void begin(String what) throws IOException {
    if (isCutShort()) {
      throw new IOException(
          "The filling of the sandbox in "
              + folder
              + " was cut short. Start it again, and it is filled anew; when it held other things"
              + " before, take another folder: what is yours there cannot be told from the rest.");
    }
    // Written whole or not at all: a half would not say whose the rest is.
    var whole = folder.resolve(BEGUN + ".new");
    Files.writeString(OwnFiles.file(whole), what + "\n" + (isUsed() ? OVER_OTHERS + "\n" : ""));
    Files.move(whole, folder.resolve(BEGUN), StandardCopyOption.ATOMIC_MOVE);
  }

  void end() throws IOException {
    Files.move(folder.resolve(BEGUN), folder.resolve(DONE), StandardCopyOption.ATOMIC_MOVE);
  }

  // A sandbox that was started and not used has folders and no file.
  private boolean isUsed() throws IOException {
    for (var part : PARTS) {
      try (var files = Files.walk(folder.resolve(part))) {
        if (files.anyMatch(Files::isRegularFile)) {
          return true;
        }
      } catch (NoSuchFileException e) {
        // Not even the folder.
      }
    }
    return false;
  }

  /** Deletes everything that a sandbox keeps. */
  void remove() throws IOException {
    if (isDone()) {
      // A kill from here on leaves what the next start deletes, not a filled sandbox without rows.
      Files.writeString(folder.resolve(DONE), "");
      Files.move(
          folder.resolve(DONE),
          folder.resolve(BEGUN),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    discard();
  }

  private void discard() throws IOException {
    for (var part : PARTS) {
      delete(folder.resolve(part));
    }
    Files.deleteIfExists(folder.resolve(BEGUN + ".new"));
    Files.deleteIfExists(folder.resolve(BEGUN));
  }

  private static void delete(Path part) throws IOException {
    if (!Files.exists(part)) {
      return;
    }
    try (var files = Files.walk(part)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
