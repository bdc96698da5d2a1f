package dev.backfill.run;

import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.settings.OwnFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids of runs: the second they begin in, UTC, so that they sort by age; a letter more for the
 * later ones of a second.
 */
public final class RunId {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("'r'yyMMddHHmmss").withZone(ZoneOffset.UTC);
  private static final int LETTERS = 26;

  private static final Logger LOG = LoggerFactory.getLogger(RunId.class);
  private static final Pattern FOLDER = Pattern.compile("r\\d{12}[a-z]*");

  // A sandbox of many documents is filled in minutes.
  private static final Duration OPENING = Duration.ofHours(1);

  private RunId() {}

  /**
   * Takes the id of a run that begins now, by making its folder: two consoles can look at the same
   * moment, but only one of them makes it.
   *
   * @param runs the folder of all runs, made when absent
   * @return the run's folder, empty; its name is the id: lower-case letters and digits, as names of
   *     jobs, datasets and buckets take them
   * @throws IOException when the folder cannot be made
   */
  public static Path take(Path runs, Instant now) throws IOException {
    OwnFiles.made(runs);
    for (var later = 0; ; later++) {
      try {
        var folder = runs.resolve(FORM.format(now) + suffix(later));
        return Files.createDirectory(folder, OwnFiles.folderRights(folder));
      } catch (FileAlreadyExistsException e) {
        // Another run of this second.
      }
    }
  }

  /**
   * Takes away what a console left that was killed before its run began: a folder that is named as
   * a run's, in which nothing was noted, that no console has open, and that is older than any
   * opening takes.
   */
  public static void giveBack(Path folder, Instant now) {
    try {
      if (FOLDER.matcher(folder.getFileName().toString()).matches()
          && Files.getLastModifiedTime(folder).toInstant().isBefore(now.minus(OPENING))) {
        // A journal without entries takes its folder away when it is closed.
        Journal.open(folder).close();
      }
    } catch (IOException | JournalException e) {
      LOG.info("The folder {} of a run that was not begun is left", folder, e);
    }
  }

  // Nothing, a, b to z, za, zb: each sorts behind those before, and before the next second.
  private static String suffix(int later) {
    return later == 0
        ? ""
        : "z".repeat((later - 1) / LETTERS) + (char) ('a' + (later - 1) % LETTERS);
  }
}
