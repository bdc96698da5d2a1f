package dev.backfill.cli;

import dev.backfill.cloud.Identity;
import dev.backfill.cloud.Patience;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.Site;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Operator;
import dev.backfill.google.CloudProfile;
import dev.backfill.journal.Journal;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Decision;
import dev.backfill.run.Playbook;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunId;
import dev.backfill.run.RunView;
import dev.backfill.settings.Folders;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a plan without a window. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs a plan without a window, against Google or a sandbox.",
    footer = {
      "",
      "Exit codes:",
      "  0  done",
      "  1  a stage failed",
      "  2  wrong usage, or an invalid plan",
      "  3  refused: the refused step changed nothing, and the last lines say what",
      "     was done before it",
      "  4  stopped; resume it",
      "  5  unknown: the cloud did not answer; resume to find out"
    })
final class RunCommand implements Callable<Integer> {
  private final Streams streams;
  private final Function<CloudProfile, Timing> timings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--plan",
      paramLabel = "PLAN.yaml",
      description = "The plan file that starts a new run.")
  private Path plan;

  @Mixin private CloudOptions options;

  @Mixin private RunOptions running;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Continues the run with this ID, with the plan it was started with.")
  private String resume;

  @Option(
      names = "--from",
      paramLabel = "STAGE",
      converter = StageOption.class,
      description =
          "Runs this stage and the later ones again. From stage or decode on, every "
              + "cell that is not copied yet is decoded again.")
  private StageKind from;

  @Mixin private CellOptions cells;

  @Option(
      names = "--undo",
      description =
          "With --resume: restores the partitions that the run overwrote from their "
              + "backups. Confirm each with --confirm='undo "
              + "project:dataset.table$20200414'. Afterwards --resume copies them again, "
              + "once that is confirmed.")
  private boolean undo;

  @Option(
      names = "--end",
      description =
          "With --resume: closes the run as it is, after an undo or before anything "
              + "was copied. What is in the target project stays; --from cleanup can "
              + "delete it later.")
  private boolean end;

  @Option(
      names = "--handed-over",
      paramLabel = "DIGEST",
      description = "With --resume: states that the packet with this digest was executed.")
  private Set<String> handedOver = Set.of();

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Folder of the journals. Default: the user's data folder.")
  private Path runs = Folders.ofUser().runs();

  RunCommand(Streams streams, Function<CloudProfile, Timing> timings) {
    this.streams = streams;
    this.timings = timings;
  }

  @Override
  public Integer call() throws IOException {
    if ((plan == null) == (resume == null)) {
      throw new ParameterException(
          spec.commandLine(), "Give --plan to start a run, or --resume to continue one.");
    }
    if (resume != null && !resume.matches("[A-Za-z0-9_-]+")) {
      throw new ParameterException(
          spec.commandLine(), "--resume takes a run ID, as printed when the run started.");
    }
    if (undo && end) {
      throw new ParameterException(spec.commandLine(), "Give --undo first, and then --end.");
    }
    if (resume == null && (undo || end || cells.needRun())) {
      throw new ParameterException(
          spec.commandLine(),
          "--undo, --end, --accept and --again need --resume: they are about what a run found.");
    }
    try (var heap = LeanHeap.keep()) {
      var what = plan();
      // A mistyped cell begins no run, nor does a stage of another kind of run.
      var decisions = cells.decisions(what);
      checkStages(Playbooks.of(what));
      running.check();
      var profile = options.profile();
      // Credentials that are refused begin no run.
      var who = who(profile.as(what));
      who.say(streams::say);
      var folder = resume == null ? RunId.take(runs, Instant.now()) : runs.resolve(resume);
      return run(folder, what, profile, decisions, who);
    } catch (InvalidPlan e) {
      e.problems().forEach(problem -> streams.complain(problem.line()));
      streams.finish();
      return PlanCommand.INVALID;
    }
  }

  /** Takes a token with a run's patience, and with its lines about an outage. */
  private Identity who(CloudProfile profile) {
    var timing = timings.apply(profile);
    var patience = new Patience(timing.clock(), timing.sleeper()::sleep);
    var mine = resume == null ? patience : patience.resumed();
    return mine.during(new Told(streams), profile::identity);
  }

  private void checkStages(Playbook playbook) {
    for (var stage : Arrays.asList(from, running.until())) {
      if (stage != null && !playbook.has(stage)) {
        throw new ParameterException(
            spec.commandLine(),
            "The plan is a "
                + playbook.id()
                + ", which has no stage '"
                + stage
                + "'. Its stages are "
                + Ids.list(playbook.kinds().toArray(StageKind[]::new), StageKind::id)
                + ".");
      }
    }
  }

  private Plan plan() throws IOException, InvalidPlan {
    return resume == null
        ? PlanFile.read(plan)
        : RunView.of(Journal.read(runs.resolve(resume))).plan();
  }

  private static Site site(CloudProfile profile, Plan plan, Identity who) {
    return profile
        .endpoint()
        .map(address -> SandboxSite.of(address, plan.targetProject()))
        .orElseGet(() -> Site.google(who.account().orElse(who.kind())));
  }

  private int run(
      Path folder, Plan what, CloudProfile profile, List<Decision> decisions, Identity who)
      throws IOException {
    streams.say("run " + folder.getFileName());
    streams.finish();
    var headless =
        new HeadlessRun(
                streams,
                folder,
                running.reports(folder),
                profile,
                new Flags(options.confirmed(), handedOver))
            .after(decisions)
            .by(timings.apply(profile))
            .at(one -> site(profile, one, who));
    var outcome =
        undo
            ? headless.undo(what)
            : end ? headless.end(what) : headless.run(what, from, running.until());
    streams.say("report: " + headless.writeNow());
    streams.finish();
    return outcome.exitCode();
  }

  /** What is told before there is a run. */
  private record Told(Streams streams) implements Progress {
    @Override
    public void say(String text) {
      streams.say(text);
      streams.out().flush();
    }

    // Nothing was begun: who wants to stop ends the command.
    @Override
    public boolean stopped() {
      return false;
    }
  }

  /** An operator who said everything on the command line. */
  private record Flags(Set<String> phrases, Set<String> executed) implements Operator {
    @Override
    public Set<String> typed(ConfirmationRequest<?> request) {
      return phrases;
    }
  }
}
