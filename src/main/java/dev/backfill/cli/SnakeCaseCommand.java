package dev.backfill.cli;

import dev.backfill.text.SnakeCase;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the column name of each name it reads. */
@Command(
    name = "snake-case",
    mixinStandardHelpOptions = true,
    description = "Reads names, one per line, and prints the column name of each.")
final class SnakeCaseCommand implements Callable<Integer> {
  private final Streams streams;

  SnakeCaseCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    var lines = Streams.lines(streams.in());
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      streams.out().print(SnakeCase.column(line) + "\n");
    }
    streams.finish();
    return 0;
  }
}
