package dev.backfill.run;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.Identity;
import dev.backfill.cloud.Patience;
import dev.backfill.cloud.Site;
import dev.backfill.cloud.Stop;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.Holder;
import dev.backfill.confirm.Operator;
import dev.backfill.fact.ActingAs;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TargetRule;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.Stage.Role;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.survey.Rates;
import dev.backfill.text.Amounts;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a plan's stages in order, and goes on from the journal after any end. One thread runs it;
 * {@link #stop} may be called from another.
 */
public final class Engine {
  /** How a run is closed that went to its end. */
  public static final String DONE = "done";

  /** How a run is closed before anything was copied; any other word tells of an undo. */
  public static final String ENDED = "ended";

  private final String run;
  private final Plan plan;
  private final Cloud cloud;
  private final Journal journal;
  private final Surroundings around;
  private final ConfirmationDesk desk;
  private Playbook playbook;
  private final Stop stop = new Stop();
  private final Patience patience;
  private RunLog log;
  private boolean toldWho;

  /**
   * What a run needs of the world besides a cloud.
   *
   * @param program the console's version
   * @param console who runs it, as a label's value: another one may not go on with a run unasked
   * @param rates prices, and what earlier runs took
   */
  public record Surroundings(
      String program,
      Clock clock,
      Sleeper sleeper,
      Operator operator,
      RunListener listener,
      ReportWriter reports,
      TargetRule targets,
      String console,
      Rates rates) {

    /** For this user on this machine, with the program's own prices. */
    public Surroundings(
        String program,
        Clock clock,
        Sleeper sleeper,
        Operator operator,
        RunListener listener,
        ReportWriter reports,
        TargetRule targets) {
      this(
          program,
          clock,
          sleeper,
          operator,
          listener,
          reports,
          targets,
          ThisConsole.identity(),
          Rates.OF_PROGRAM);
    }

    /** The same by other rates, which learn what the run takes. */
    public Surroundings by(Rates other) {
      return new Surroundings(
          program, clock, sleeper, operator, listener, reports, targets, console, other);
    }

    /** The same as another console. */
    public Surroundings on(String other) {
      return new Surroundings(
          program, clock, sleeper, operator, listener, reports, targets, other, rates);
    }
  }

  /**
   * Makes an engine; nothing is sent.
   *
   * @param run the run's id: lower-case letters, digits, dashes
   */
  public Engine(String run, Plan plan, Cloud cloud, Journal journal, Surroundings around) {
    this.run = run;
    this.plan = plan;
    this.cloud = cloud;
    this.journal = journal;
    this.around = around;
    this.desk = new ConfirmationDesk(around.clock());
    this.patience = new Patience(around.clock(), around.sleeper()::sleep);
  }

  /**
   * Whether the cloud has answered this run before: then its address, and the network, are right.
   */
  private boolean wasAnswered() {
    return view().stages().stream().anyMatch(stage -> stage.state() == State.DONE);
  }

  /** Asks the run to end soon; it can be resumed. */
  public void stop() {
    stop.ask();
  }

  /**
   * Runs the stages that are not done yet.
   *
   * @param from this stage and those after it are gone through again; from stage or decode on, what
   *     was decoded is decoded once more, but for cells that were copied, and no copy that
   *     succeeded is made a second time
   * @param until the last stage to run; null for the playbook's last
   */
  public Outcome run(StageKind from, StageKind until) {
    open();
    if (from == null && over(view()).isPresent()) {
      return Outcome.REFUSED;
    }
    wantAgain(from);
    var last = until == null ? playbook.last() : until;
    for (var stage : playbook.stages()) {
      if (playbook.isBefore(last, stage.kind()) || !due(stage, from)) {
        continue;
      }
      var result = stage(stage, isFrom(from, stage.kind()));
      if (!result.succeeded()) {
        return Outcome.of(result);
      }
    }
    if (last.equals(playbook.last())) {
      close(DONE);
      keepRates();
    }
    return Outcome.DONE;
  }

  /** The next estimate of the same document types rests on what this run took. */
  private void keepRates() {
    Spending.of(view(), around.clock().instant())
        .ifPresent(spent -> around.rates().keep(view().types(), spent.observations(view())));
  }

  /** The same to the playbook's last stage. */
  public Outcome run(StageKind from) {
    return run(from, null);
  }

  /** Runs what is not done yet, to a stage. */
  public Outcome resume(StageKind until) {
    return run(null, until);
  }

  /**
   * Puts the backups back over the partitions that this run copied, after they were named. The run
   * can then copy them again, validate again, clean up, or end.
   */
  public Outcome undo() {
    open();
    var lands = playbook.one(Role.LANDS);
    if (lands.isEmpty()) {
      throw new JournalException(
          JournalException.Kind.ELSEWHERE,
          "Run " + run + " is a " + playbook.id() + ", which brings nothing to production.",
          "There is nothing to undo.",
          null);
    }
    var landing = lands.get();
    var steps = steps(landing, false);
    var undo = new Step(landing, RunView.UNDO);
    var ended = Set.of(State.DONE, State.REFUSED);
    var goesOn = log.line(undo).filter(line -> !ended.contains(line.state())).isPresent();
    log.append(new Entry.Started(around.clock().instant(), undo, 1, null));
    var result =
        steps.guarded(
            undo,
            () -> {
              tellWho(steps);
              return new LeasedWork(
                      Stage.Hold.TARGET, own -> playbook.stage(landing).undo(own, goesOn))
                  .run(steps);
            });
    log.append(new Entry.Ended(around.clock().instant(), undo, 1, result));
    if (view().closed().isPresent()) {
      close(DONE);
    }
    return Outcome.of(result);
  }

  /**
   * Closes the run where it stands, when production holds nothing of it: before anything was
   * copied, or after an undo. What it made in the target project stays; cleanup can be run later.
   *
   * @return done, or refused with the reason; nothing is sent
   */
  public StepResult end() {
    open();
    if (view().closed().isPresent()) {
      return StepResult.Refused.of("The run is closed already.", "Begin another run of its plan.");
    }
    if (!view().production().isFree()) {
      return StepResult.Refused.of(
          Problem.of(
                  "Production holds what this run copied.",
                  "Undo that first, or verify it and clean up.")
              .with(Action.undo()));
    }
    close(ENDED);
    return new StepResult.Done(
        "The run is closed. What it made is left in "
            + plan.targetProject()
            + " until it is cleaned up.");
  }

  /**
   * Why a run is not gone on with unless a stage to begin at is named; empty when it can be. It was
   * closed before production held what it brings.
   */
  public static Optional<Problem> over(RunView view) {
    return view.closed()
        .filter(closed -> !closed.outcome().equals(DONE))
        .map(
            closed ->
                Problem.of(
                        "The run was closed at "
                            + Amounts.second(closed.at())
                            + ", "
                            + closed.outcome()
                            + ".",
                        "Begin another run of its plan, or go through a stage of it again.")
                    .with(BackTo.CLEANUP));
  }

  /**
   * Notes what the operator says about cells: all of it, or nothing when something speaks against
   * any of it. What is to be done with them is done when the run goes on.
   *
   * @return {@link StepResult.Done}, or {@link StepResult.Refused} with what speaks against it
   */
  public StepResult decide(List<Decision> decisions) {
    open();
    var judge = new Decisions(log);
    var problems = decisions.stream().flatMap(one -> judge.problems(one).stream()).toList();
    if (!problems.isEmpty()) {
      return new StepResult.Refused(problems);
    }
    decisions.forEach(one -> judge.entry(one, around.clock().instant()).ifPresent(log::append));
    return new StepResult.Done(decisions.size() + " noted");
  }

  private void open() {
    if (journal.entries().isEmpty()) {
      var site = cloud.site();
      journal.append(
          new Entry.Opened(
                  around.clock().instant(),
                  run,
                  around.program(),
                  cloud.description(),
                  PlanFile.write(plan),
                  Entry.FORMAT,
                  Playbooks.of(plan).id())
              .on(site.address(), site.sandbox(), site.account()));
    }
    log = new RunLog(plan, journal, around.clock(), around.listener());
    if (wasAnswered()) {
      patience.resumed();
    }
    var begun = view().opened();
    playbook = view().playbook();
    if (!begun.run().equals(run)) {
      // The ids of its jobs follow from its name: under another, no job would be found again.
      throw new JournalException(
          JournalException.Kind.ELSEWHERE,
          "The journal in " + journal.folder() + " is of run " + begun.run() + ".",
          "Give its folder that name again, then resume it.",
          null);
    }
    if (view().site().isOther(cloud.site())) {
      // What one sandbox's journal calls done was never done on another.
      throw new JournalException(
          JournalException.Kind.ELSEWHERE,
          "Run "
              + run
              + " was started on another sandbox ("
              + where(view().site())
              + "), not on this one ("
              + where(cloud.site())
              + ").",
          "Resume it on that sandbox, or begin another run.",
          null);
    }
    if (!begun.cloud().equals(cloud.description())) {
      // What a sandbox's journal calls done was never done to production.
      throw new JournalException(
          JournalException.Kind.ELSEWHERE,
          "Run "
              + begun.run()
              + " was begun on "
              + begun.cloud()
              + ", not on "
              + cloud.description()
              + ".",
          "Resume it there, or begin another run.",
          null);
    }
  }

  private String where(Site site) {
    return site.words(cloud.description(), plan.targetProject());
  }

  private boolean isFrom(StageKind from, StageKind kind) {
    return from != null && !playbook.isBefore(kind, from);
  }

  /**
   * Who goes back to where rows are made wants the cells decoded once more that are not copied yet.
   */
  private void wantAgain(StageKind from) {
    if (from == null || playbook.stage(from).role() != Role.MAKES_ROWS) {
      return;
    }
    var judge = new Decisions(log);
    view().cells().stream()
        .map(Decision.Again::new)
        .filter(again -> judge.problems(again).isEmpty())
        .forEach(again -> judge.entry(again, around.clock().instant()).ifPresent(log::append));
  }

  private boolean due(Stage stage, StageKind from) {
    if (isNothingDue(stage, from)) {
      return false;
    }
    if (isFrom(from, stage.kind())) {
      return true;
    }
    // Whoever gives a run up cleans up after it wherever it stands.
    if (from != null && playbook.stage(from).role() == Role.CLEANS) {
      return false;
    }
    return view().stage(stage.kind()).state() != State.DONE && !isGivenUp(stage, from);
  }

  // After an undo, an operator who names a later stage does not mean to copy again, nor one who
  // goes on with a cleanup that was agreed to after it.
  private boolean isGivenUp(Stage stage, StageKind from) {
    var production = view().production();
    return (stage.role() == Role.LANDS || stage.role() == Role.PROVES)
        && production.isUndone()
        && (from != null || production.discarded());
  }

  // Where nothing is to be done, the way to cleaning up leads past the stages that refuse.
  private boolean isNothingDue(Stage stage, StageKind from) {
    return from != null
        && playbook.stage(from).role().isAfterCells()
        && stage.role().isOnCells()
        && CellValidation.due(view()).isEmpty();
  }

  private StepResult stage(Stage stage, boolean anew) {
    var kind = stage.kind();
    var steps = steps(kind, anew);
    var whole = new Step(kind, RunView.WHOLE);
    log.append(new Entry.Started(around.clock().instant(), whole, 1, null));
    var result =
        stop.isAsked()
            ? NotConfirmed.stopped()
            : steps.guarded(
                whole,
                () -> {
                  tellWho(steps);
                  return new LeasedWork(stage.hold(), stage::run).run(steps);
                });
    log.append(new Entry.Ended(around.clock().instant(), whole, 1, result));
    return result;
  }

  /** Notes as whom is acted, where that is anybody else than it was. */
  private void tellWho(Steps steps) {
    if (toldWho) {
      return;
    }
    var who = cloud.permissions().identity();
    var fact = new ActingAs(who.account(), who.kind(), who.quotaProject(), who.text());
    if (!who.equals(Identity.NOBODY) && !view().actingAs().equals(Optional.of(fact))) {
      steps.note(fact);
    }
    toldWho = true;
  }

  private Steps steps(StageKind kind, boolean anew) {
    return new Steps(
        new Steps.Run(mark(), plan, cloud, log, stop, desk, around, patience), kind, anew);
  }

  private Holder mark() {
    return new Holder(run, around.console(), Optional.of(around.clock().instant()));
  }

  /** Closes the run with an outcome, unless something was undone: then that is what it came to. */
  private void close(String otherwise) {
    var production = view().production();
    var outcome =
        production.count(Footprint.RESTORED) == 0
            ? otherwise
            : production.isFree() ? "undone" : "undone in part";
    if (view().closed().filter(closed -> closed.outcome().equals(outcome)).isEmpty()) {
      log.append(new Entry.Closed(around.clock().instant(), outcome));
    }
  }

  private RunView view() {
    return log.view();
  }
}
