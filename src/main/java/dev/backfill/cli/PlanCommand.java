package dev.backfill.cli;

import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Places;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TargetRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks a plan file. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Checks a plan and prints its problems, one per line.")
final class PlanCommand implements Callable<Integer> {
  static final int INVALID = 2;

  private final Streams streams;

  @Option(
      names = "--check",
      required = true,
      paramLabel = "PLAN.yaml",
      description = "The plan file to check.")
  private Path file;

  PlanCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    try {
      // What a run would refuse at its start is refused here: nothing is begun for it.
      var plan = PlanFile.read(file);
      var problem = TargetRule.DEFAULT.problem(plan.targetProject());
      problem.ifPresent(text -> streams.say("target.project: " + text));
      Places.unlisted(plan).forEach(line -> streams.complain("warning: " + line + "."));
      streams.finish();
      return problem.isEmpty() ? 0 : INVALID;
    } catch (InvalidPlan e) {
      e.problems().forEach(problem -> streams.say(problem.line()));
      streams.finish();
      return INVALID;
    }
  }
}
