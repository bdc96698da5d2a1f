package dev.backfill.cli;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.Progress;
import dev.backfill.google.GoogleCloud;
import dev.backfill.google.PipelineSubmission;
import dev.backfill.landing.Packet;
import dev.backfill.landing.PacketExecution;
import dev.backfill.landing.PacketOrigin;
import dev.backfill.run.Outcome;
import dev.backfill.settings.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a packet that was handed over, or executes it. */
@Command(
    name = "hand-over",
    mixinStandardHelpOptions = true,
    description =
        "Shows what a handed-over packet overwrites, and its commands. With "
            + "--execute, copies the partitions that --confirm names.")
final class HandOverCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "PACKET.json", description = "The packet that was handed over.")
  private Path file;

  @Option(names = "--execute", description = "Copies the partitions.")
  private boolean execute;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Folder of the journals. Default: the user's data folder.")
  private Path runs = Folders.ofUser().runs();

  @Mixin private CloudOptions options;

  HandOverCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    try {
      var packet = Packet.read(file);
      var origin = PacketOrigin.of(packet, file, runs);
      if (origin.problem().isPresent()) {
        streams.complain(origin.problem().get());
        streams.finish();
        return Outcome.REFUSED.exitCode();
      }
      new PacketText(streams, packet, origin).print();
      var outcome = execute ? execute(packet) : Outcome.DONE;
      streams.finish();
      return outcome.exitCode();
    } catch (IllegalArgumentException e) {
      return said(Outcome.REFUSED, e);
    } catch (CloudException e) {
      return said(e.leavesUnknown() ? Outcome.UNKNOWN : Outcome.FAILED, e);
    }
  }

  private Outcome execute(Packet packet) {
    var profile = options.profile();
    profile.as(packet.plan()).identity().say(streams::say);
    var cloud = GoogleCloud.connect(profile, packet.plan(), new PipelineSubmission(profile));
    var result =
        new PacketExecution(packet, cloud, request -> options.confirmed(), Clock.systemUTC())
            .run(Progress.SILENT);
    result.copied().forEach(c -> streams.say(c.jobId() + ": " + rows(c)));
    result.refused().forEach(why -> streams.complain(CliProblems.text(why)));
    if (result.outcome() != Outcome.DONE) {
      var all = packet.items().size();
      streams.say(
          result.copied().isEmpty()
              ? "Done before: nothing. Production was not changed by this packet."
              : "Done before: %d of %d partitions of production overwritten."
                  .formatted(result.copied().size(), all));
    }
    return result.outcome();
  }

  private static String rows(CopyDone copy) {
    return copy.rows().map(rows -> rows + " rows").orElse("rows not told");
  }

  private int said(Outcome outcome, RuntimeException why) throws IOException {
    streams.complain(why.getMessage());
    streams.finish();
    return outcome.exitCode();
  }
}
