package dev.backfill.cli;

import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.Generator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves a sandbox until it is interrupted. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = "Serves a local stand-in for Google's services until interrupted.")
final class SandboxCommand implements Callable<Integer> {
  private static final String SOURCE = "moz-fx-data-shared-prod";

  private final Streams streams;

  @Spec private CommandSpec spec;

  @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Its folder.")
  private Path folder;

  @Option(names = "--port", paramLabel = "N", description = "0, the default, picks one.")
  private int port;

  @Option(
      names = "--documents",
      paramLabel = "N",
      description = "Fills it first with so many documents a table and day.")
  private int documents;

  @Option(names = "--duplicates", paramLabel = "RATIO", description = "Default: 0.05.")
  private double duplicates = 0.05;

  @Option(names = "--seed", paramLabel = "N", description = "Default: 1.")
  private long seed = 1;

  @Option(
      names = "--table",
      paramLabel = "T",
      description = "main_v4, core_v10 or event_v4; several times for several. Default: main_v4.")
  private List<String> tables = List.of("main_v4");

  @Option(names = "--day", paramLabel = "YYYY-MM-DD", description = "Default: 2020-04-14.")
  private List<LocalDate> days = List.of(LocalDate.of(2020, 4, 14));

  SandboxCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var types = tables.stream().map(this::type).toList();
    var generator = generator();
    try (var sandbox = Sandbox.start(folder, port)) {
      if (documents > 0) {
        for (var type : types) {
          sandbox.fill(SOURCE, generator, type, days, documents);
        }
      }
      streams.out().print(sandbox.endpoint() + "\n");
      streams.finish();
      Thread.currentThread().join();
      return 0;
    }
  }

  private Generator generator() {
    try {
      return new Generator(seed, duplicates);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private DocumentType type(String table) {
    return Generator.TYPES.keySet().stream()
        .filter(type -> type.table().equals(table))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "No documents are generated for "
                        + table
                        + ". Take one of "
                        + Generator.TYPES.keySet().stream()
                            .map(DocumentType::table)
                            .sorted()
                            .toList()
                        + "."));
  }
}
