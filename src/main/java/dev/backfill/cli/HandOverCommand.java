package dev.backfill.cli;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Progress;
import dev.backfill.google.GoogleCloud;
import dev.backfill.google.PipelineSubmission;
import dev.backfill.run.Outcome;
import dev.backfill.run.Packet;
import dev.backfill.run.PacketExecution;
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
    description = {
      "Shows the commands of a packet that a run handed over; with --execute, copies its",
      "partitions, each named by --confirm."
    })
final class HandOverCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "PACKET.json")
  private Path file;

  @Option(names = "--execute", description = "Copies, in place of showing the commands.")
  private boolean execute;

  @Mixin private CloudOptions options;

  HandOverCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    try {
      var packet = Packet.read(file);
      var outcome = execute ? execute(packet) : show(packet);
      streams.finish();
      return outcome.exitCode();
    } catch (IllegalArgumentException e) {
      return said(Outcome.REFUSED, e);
    } catch (CloudException e) {
      return said(e.leavesUnknown() ? Outcome.UNKNOWN : Outcome.FAILED, e);
    }
  }

  private Outcome show(Packet packet) {
    packet.commands().forEach(command -> streams.say(command));
    return Outcome.DONE;
  }

  private Outcome execute(Packet packet) {
    var profile = options.profile();
    var cloud = GoogleCloud.connect(profile, packet.plan(), new PipelineSubmission(profile));
    var result =
        new PacketExecution(packet, cloud, request -> options.confirmed(), Clock.systemUTC())
            .run(Progress.SILENT);
    result.copied().forEach(c -> streams.say(c.jobId() + ": " + c.rows() + " rows"));
    result.refused().forEach(why -> streams.complain(why));
    return result.outcome();
  }

  private int said(Outcome outcome, RuntimeException why) throws IOException {
    streams.complain(why.getMessage());
    streams.finish();
    return outcome.exitCode();
  }
}
