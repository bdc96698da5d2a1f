package dev.backfill.cli;

import dev.backfill.plan.PlaybookId;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.fault.Faults;
import dev.backfill.sandbox.strict.Strictness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves a sandbox until it is interrupted. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description =
        "Serves a local stand-in for Google's services until it is interrupted. A "
            + "new folder is filled with documents first, or left empty with "
            + "--documents 0; an existing one is served as it is.")
final class SandboxCommand implements Callable<Integer> {
  private static final int MOST_PORT = 65_535;

  private final Streams streams;

  @Spec private CommandSpec spec;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the sandbox.")
  private Path folder;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to serve on. Default: 0, any free port.")
  private int port;

  @Option(
      names = "--read-port",
      paramLabel = "N",
      description =
          "Port of the Storage Read API (gRPC without TLS). Default: 0, any free " + "port.")
  private int readPort;

  @Mixin private FillOptions filling;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      converter = FaultOption.class,
      completionCandidates = FaultOption.class,
      description = "Injects a fault; repeatable. One of: ${COMPLETION-CANDIDATES}")
  private List<Faults.Wanted> faults = List.of();

  @Option(
      names = "--strict",
      paramLabel = "NAME",
      converter = StrictOption.class,
      completionCandidates = StrictOption.class,
      description =
          "Makes the sandbox as strict or as untidy as a Google project can be; "
              + "repeatable. One of: ${COMPLETION-CANDIDATES}")
  private Set<Strictness> strict = Set.of();

  SandboxCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > MOST_PORT) {
      throw new ParameterException(
          spec.commandLine(), "--port takes a number from 0 to " + MOST_PORT + ".");
    }
    var documents = filling.isNone() ? null : filling.documents(PlaybookId.REPLAY);
    try (var sandbox = Sandbox.start(folder, port, readPort)) {
      if (documents != null) {
        filling.fill(sandbox, documents, PlaybookId.REPLAY);
      }
      sandbox.strict(strict, FillOptions.SOURCE, RehearseCommand.TARGET);
      sandbox.disturb(faults, filling.seed(), FillOptions.SOURCE);
      streams.say(sandbox.endpoint());
      streams.say("Storage Read API: " + sandbox.readAddress());
      streams.finish();
      Thread.currentThread().join();
      return 0;
    }
  }
}
