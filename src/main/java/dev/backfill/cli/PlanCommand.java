package dev.backfill.cli;

import dev.backfill.cloud.Projects;
import dev.backfill.google.GoogleCloud;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Places;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TargetRule;
import dev.backfill.settings.Folders;
import dev.backfill.stages.TargetCheck;
import dev.backfill.survey.KeptRates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks a plan file, or estimates what its run will take. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Checks a plan and prints its problems, one per line; or estimates what its run will "
            + "take. Begins nothing.")
final class PlanCommand implements Callable<Integer> {
  static final int INVALID = 2;

  private final Streams streams;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private What what;

  @Mixin private EndpointOption endpoint;

  @Option(
      names = "--ask-cloud",
      description =
          "With --check: also asks Resource Manager for the projects' numbers, as a run does before"
              + " it begins, and refuses a target that has production's.")
  private boolean asks;

  @Option(names = "--json", description = "With --estimate: prints JSON.")
  private boolean json;

  @Option(
      names = "--rates",
      paramLabel = "DIR",
      description =
          "Folder with prices.json and with what earlier runs took. Default: estimates, in the "
              + "user's data folder.")
  private Path rates = Folders.ofUser().estimates();

  private static final class What {
    @Option(names = "--check", paramLabel = "PLAN.yaml", description = "The plan file to check.")
    private Path check;

    @Option(
        names = "--estimate",
        paramLabel = "PLAN.yaml",
        description =
            "The plan file to estimate: bytes, rows, workers' hours, time and cost, as ranges, "
                + "with what they rest on. Asks the cloud for sizes; where it does not answer, "
                + "they are assumed, and that is said.")
    private Path estimate;
  }

  PlanCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (what.check != null && (json || endpoint.isGiven() && !asks)) {
      throw new ParameterException(
          spec.commandLine(),
          "--check asks no cloud without --ask-cloud: --json and --endpoint go with --estimate.");
    }
    if (what.check == null && asks) {
      throw new ParameterException(
          spec.commandLine(), "--ask-cloud goes with --check: --estimate asks the cloud anyway.");
    }
    try {
      return what.check == null ? estimate(PlanFile.read(what.estimate)) : check();
    } catch (InvalidPlan e) {
      e.problems().forEach(problem -> complain(problem.line()));
      streams.finish();
      return INVALID;
    }
  }

  // What is no data does not stand where a program reads JSON.
  private void complain(String line) {
    if (json) {
      streams.complain(line);
    } else {
      streams.say(line);
    }
  }

  private int check() throws IOException, InvalidPlan {
    // What a run would refuse at its start is refused here: nothing is begun for it.
    var plan = PlanFile.read(what.check);
    var problem =
        asks
            ? TargetCheck.problem(plan, TargetRule.DEFAULT, projects(plan))
            : TargetRule.DEFAULT.problem(plan.targetProject());
    problem.ifPresent(text -> streams.say("target.project: " + text));
    Places.unlisted(plan).forEach(line -> streams.complain("warning: " + line + "."));
    streams.finish();
    return problem.isEmpty() ? 0 : INVALID;
  }

  private Projects projects(Plan plan) {
    return GoogleCloud.connect(
            endpoint.profile().as(plan),
            plan,
            job -> {
              throw new IllegalStateException("A check submits nothing.");
            })
        .projects();
  }

  private int estimate(Plan plan) throws IOException {
    var profile = endpoint.profile();
    var printing = new PlanEstimate(streams, plan, profile, new KeptRates(rates));
    var estimate = printing.by(profile);
    if (json) {
      printing.json(estimate);
    } else {
      printing.text(estimate);
    }
    return 0;
  }
}
