package dev.backfill.cli;

import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How far a run goes without a window, and where its reports go. */
final class RunOptions {
  @Option(
      names = "--until",
      paramLabel = "STAGE",
      converter = StageOption.class,
      description = "The last stage to run. Default: all stages.")
  private StageKind until;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Folder for the reports. Default: the folder of the run.")
  private Path reports;

  /** The last stage to run; null where none was named, for the whole run. */
  StageKind until() {
    return until;
  }

  /** The folder of the reports of the run in a folder. */
  Path reports(Path folder) {
    return reports == null ? folder : reports;
  }

  /** Fails where no report could be written: now, and not after a run of hours. */
  void check() throws IOException {
    if (reports != null) {
      if (!Files.isDirectory(reports)) {
        Files.createDirectories(reports);
      }
      if (!Files.isWritable(reports)) {
        throw new AccessDeniedException(reports.toString());
      }
    }
  }
}
