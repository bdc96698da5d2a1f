package dev.backfill.cli;

import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalRepair;
import dev.backfill.journal.JournalRepair.Loss;
import dev.backfill.journal.JournalRepair.Result;
import dev.backfill.run.Playbooks;
import dev.backfill.settings.Folders;
import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Repairs a run's journal. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    description =
        "Repairs a damaged journal: keeps what is intact beside a copy of the "
            + "original, and prints which lines were lost. When the run is resumed, it "
            + "asks the cloud about its jobs.")
final class JournalCommand implements Callable<Integer> {
  private final Streams streams;

  @Option(
      names = "--repair",
      required = true,
      paramLabel = "RUN",
      description = "The run's ID, or its folder.")
  private String run;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Folder of the journals. Default: the user's data folder.")
  private Path runs = Folders.ofUser().runs();

  JournalCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    var folder = ReportCommand.folder(runs, run);
    var result = JournalRepair.repair(folder, Instant.now());
    if (result instanceof Result.Whole whole) {
      streams.say("Nothing to repair: " + whole.entries() + " entries, all of them whole.");
    } else if (result instanceof Result.Repaired repaired) {
      say(repaired, Playbooks.order(Journal.read(folder)));
    } else {
      streams.say(
          "Nothing to repair: the run never began, and did nothing. Begin another of its plan.");
    }
    streams.finish();
    return 0;
  }

  private void say(Result.Repaired repaired, Comparator<StageKind> order) {
    for (var loss : repaired.losses()) {
      streams.say(text(loss));
    }
    if (repaired.cutOff() > 0) {
      streams.say(
          "The last line was cut off ("
              + repaired.cutOff()
              + " bytes) and is left out: nothing was done on its word.");
    }
    streams.say(
        "Kept "
            + repaired.entries()
            + " entries; damaged lines: "
            + repaired.losses().size()
            + ". The journal as it was: "
            + repaired.copy());
    streams.say(
        "Resume the run: it asks the cloud about its jobs by their IDs." + again(repaired, order));
  }

  private static String text(Loss loss) {
    var kept = loss.saved() == 0 ? "" : "; whole entries in it that were kept: " + loss.saved();
    return "Line "
        + loss.line()
        + ", in "
        + loss.stage()
        + ", is damaged: "
        + loss.bytes()
        + " bytes are lost"
        + kept
        + ".";
  }

  private static String again(Result.Repaired repaired, Comparator<StageKind> order) {
    return repaired.losses().stream()
        .map(Loss::stage)
        .min(order)
        .map(first -> " To note again what the lost lines told: --from " + first + ".")
        .orElse("");
  }
}
