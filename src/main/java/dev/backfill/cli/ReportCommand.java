package dev.backfill.cli;

import dev.backfill.journal.Journal;
import dev.backfill.report.Format;
import dev.backfill.run.RunView;
import dev.backfill.settings.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the report of a run. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Writes the report of a run, finished or not.")
final class ReportCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "The run's ID, or its folder.")
  private String run;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "html|md|json",
      description = "Format of the report.")
  private String format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "File to write. Default: standard output.")
  private Path out;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Folder of the journals. Default: the user's data folder.")
  private Path runs = Folders.ofUser().runs();

  ReportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (run.isBlank()) {
      throw new ParameterException(spec.commandLine(), "Give a run's id, or its folder.");
    }
    var text = format().write(RunView.of(Journal.read(folder(runs, run))));
    if (out == null) {
      streams.out().print(text);
      streams.finish();
    } else {
      Files.writeString(out, text);
    }
    return 0;
  }

  /** The folder of a run that is named by its id or by that folder. */
  static Path folder(Path runs, String run) {
    return Files.isDirectory(Path.of(run)) ? Path.of(run) : runs.resolve(run);
  }

  private Format format() {
    try {
      return Format.of(format);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
