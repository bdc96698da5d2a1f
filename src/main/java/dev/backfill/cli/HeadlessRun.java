package dev.backfill.cli;

import dev.backfill.cloud.Site;
import dev.backfill.confirm.Operator;
import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.google.PipelineSubmission;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TargetRule;
import dev.backfill.report.Format;
import dev.backfill.run.Decision;
import dev.backfill.run.DoneSoFar;
import dev.backfill.run.Engine;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.State;
import dev.backfill.sandbox.fault.Fault;
import dev.backfill.sandbox.fault.Faults;
import dev.backfill.settings.Folders;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.survey.KeptRates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A run without a window: its stages are printed, its confirmations answered by an operator that
 * the command brings, its reports written to a folder.
 *
 * @param folder the run's own, with its journal; its name is the run's id
 * @param reports where the reports go
 * @param faults what goes wrong in a sandbox; told which stage the run is in
 * @param decisions what the operator says about cells before the run goes on
 * @param timing the run's clock, and how it waits
 * @param site where the cloud is; asked when the run begins
 */
record HeadlessRun(
    Streams streams,
    Path folder,
    Path reports,
    CloudProfile profile,
    Operator operator,
    Faults faults,
    List<Decision> decisions,
    Timing timing,
    Function<Plan, Site> site) {
  /**
   * A run that waits as its cloud wants it, that asks a sandbox which one it is, and in which
   * nothing goes wrong on purpose.
   */
  HeadlessRun(Streams streams, Path folder, Path reports, CloudProfile profile, Operator operator) {
    this(
        streams,
        folder,
        reports,
        profile,
        operator,
        new Faults(List.of(), 0, () -> {}),
        List.of(),
        Timing.of(profile),
        plan ->
            profile
                .endpoint()
                .map(address -> SandboxSite.of(address, plan.targetProject()))
                .orElse(Site.UNKNOWN));
  }

  /** The same with what goes wrong in its sandbox. */
  HeadlessRun with(Faults others) {
    return new HeadlessRun(
        streams, folder, reports, profile, operator, others, decisions, timing, site);
  }

  /** The same after what the operator says about its cells. */
  HeadlessRun after(List<Decision> others) {
    return new HeadlessRun(
        streams, folder, reports, profile, operator, faults, others, timing, site);
  }

  /** The same by another clock. */
  HeadlessRun by(Timing other) {
    return new HeadlessRun(
        streams, folder, reports, profile, operator, faults, decisions, other, site);
  }

  /** The same in a cloud whose place is known. */
  HeadlessRun at(Function<Plan, Site> place) {
    return new HeadlessRun(
        streams, folder, reports, profile, operator, faults, decisions, timing, place);
  }

  private static final int SECONDS_TO_STOP = 60;

  /** Runs the stages that are not done; a run of the folder's journal goes on. */
  Outcome run(Plan plan, StageKind from, StageKind until) {
    return told(
        () -> {
          var outcome = with(plan, from, engine -> stoppable(engine, from, until));
          if (outcome == Outcome.REFUSED && from == null) {
            Engine.over(view()).map(CliProblems::text).ifPresent(streams::say);
          }
          return outcome;
        });
  }

  /**
   * Puts the backups back over the partitions that the run copied, and prints what that came to,
   * and what can be done then.
   */
  Outcome undo(Plan plan) {
    return told(
        () -> {
          var outcome = with(plan, null, Engine::undo);
          streams.say("undo " + outcome.name().toLowerCase(Locale.ROOT));
          if (outcome == Outcome.DONE) {
            AfterUndoing.acts(view()).forEach(streams::say);
          } else {
            view().lines(Role.LANDS).stream()
                .filter(line -> line.step().subject().equals(RunView.UNDO))
                .flatMap(line -> CliProblems.text(line).lines())
                .forEach(streams::say);
          }
          return outcome;
        });
  }

  /** Closes the run where it stands, and prints what that came to. */
  Outcome end(Plan plan) {
    return told(() -> with(plan, null, this::end));
  }

  private Outcome end(Engine engine) {
    var result = engine.end();
    CliProblems.text(result).lines().forEach(streams::say);
    if (result.succeeded()) {
      streams.say("To clean up later: --from cleanup");
    }
    return result.succeeded() ? Outcome.DONE : Outcome.REFUSED;
  }

  /**
   * Says after whatever did not come to its end what was done before it: what was refused changed
   * nothing, what went before it did.
   */
  private Outcome told(Supplier<Outcome> work) {
    try {
      var outcome = work.get();
      if (outcome != Outcome.DONE) {
        tell();
      }
      return outcome;
    } catch (JournalException e) {
      // A journal that was refused tells nothing, or is another console's.
      if (!e.isRefusal()) {
        tell();
      }
      throw e;
    }
  }

  private void tell() {
    var lines = Journal.read(folder).isEmpty() ? List.<String>of() : DoneSoFar.of(view());
    streams.say("Done before:" + (lines.isEmpty() ? " nothing" : ""));
    lines.forEach(line -> streams.say("- " + line));
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }

  private Outcome with(Plan plan, StageKind from, Function<Engine, Outcome> work) {
    var printer = new Printer(streams.out());
    var id = folder.getFileName().toString();
    try (var journal = Journal.open(folder, () -> faults.on(Fault.DISK_FULL))) {
      if (!journal.entries().isEmpty() && from == null) {
        printer.skip(RunView.of(journal.entries()));
      }
      // The plan as the journal has it now that nobody else can write there.
      var held = journal.entries().isEmpty() ? plan : RunView.begun(journal.entries()).plan();
      var cloud =
          GoogleCloud.connect(
                  profile,
                  held,
                  new PipelineSubmission(profile.as(held), Folders.ofUser().bundles()))
              .at(site.apply(held));
      var around =
          new Engine.Surroundings(
                  Version.text(),
                  timing.clock(),
                  timing.sleeper(),
                  operator,
                  new Phases(printer),
                  view -> Format.writeAll(view, reports),
                  TargetRule.DEFAULT)
              .by(KeptRates.besides(folder.toAbsolutePath().getParent()));
      var engine = new Engine(id, held, cloud, journal, around);
      var decided = decisions.isEmpty() ? new StepResult.Done("") : engine.decide(decisions);
      if (!decided.succeeded()) {
        CliProblems.text(decided).lines().forEach(line -> streams.say("refused: " + line));
        return Outcome.REFUSED;
      }
      return work.apply(engine);
    }
  }

  /**
   * Ctrl+C, or a signal to end, stops the run between two calls, and the process with the run's
   * code; a second Ctrl+C ends the process at once.
   */
  private Outcome stoppable(Engine engine, StageKind from, StageKind until) {
    var ended = new CountDownLatch(1);
    var hook = new Thread(() -> stop(engine, ended), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (var heard = Interrupts.heard(() -> stopAside(engine, ended), HeadlessRun::halt)) {
      return engine.run(from, until);
    } finally {
      ended.countDown();
      unhook(hook);
    }
  }

  private void stopAside(Engine engine, CountDownLatch ended) {
    var waiting = new Thread(() -> stop(engine, ended), "stop");
    waiting.setDaemon(true);
    waiting.start();
  }

  private void stop(Engine engine, CountDownLatch ended) {
    engine.stop();
    streams.say(
        "Stopping... Jobs in the cloud continue. Press Ctrl+C again to exit at once; the run can be"
            + " resumed either way.");
    streams.out().flush();
    try {
      // A call that is not answered ends by its own timeout, well before; nothing is lost by then.
      if (!ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS) || isShuttingDown()) {
        halt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void halt() {
    Runtime.getRuntime().halt(Outcome.STOPPED.exitCode());
  }

  /** Whether it is a signal to end that is obeyed: the command's own exit code would be lost. */
  private static boolean isShuttingDown() {
    var thread = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(thread);
      return !Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException shuttingDown) {
      return true;
    }
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook is what ends the process now, with the code of a stopped run.
    }
  }

  private final class Phases implements RunListener {
    private final RunListener next;

    Phases(RunListener next) {
      this.next = next;
    }

    @Override
    public void changed(RunView view) {
      next.changed(view);
      view.stages().stream()
          .filter(stage -> stage.state() == State.RUNNING)
          .findFirst()
          .ifPresent(stage -> faults.phase(stage.kind().id()));
    }

    @Override
    public void said(StageKind stage, String text) {
      next.said(stage, text);
    }

    @Override
    public void warned(StageKind stage, String text) {
      next.warned(stage, text);
    }
  }

  /** Writes the report of a run that ended early, so that it can be looked at too. */
  Path writeNow() throws IOException {
    return Format.writeAll(view(), reports);
  }
}
