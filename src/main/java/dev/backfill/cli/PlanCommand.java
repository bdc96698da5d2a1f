package dev.backfill.cli;

import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks a plan file. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Prints every problem of a plan, a line each.")
final class PlanCommand implements Callable<Integer> {
  static final int INVALID = 2;

  private final Streams streams;

  @Option(names = "--check", required = true, paramLabel = "PLAN.yaml")
  private Path file;

  PlanCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    try {
      PlanFile.read(file);
      return 0;
    } catch (InvalidPlan e) {
      e.problems().forEach(problem -> streams.say(problem.line()));
      streams.finish();
      return INVALID;
    }
  }
}
