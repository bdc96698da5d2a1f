package dev.backfill.run;

import dev.backfill.check.Counts;
import dev.backfill.fact.ActingAs;
import dev.backfill.fact.CountFact;
import dev.backfill.fact.Estimated;
import dev.backfill.fact.Fact;
import dev.backfill.fact.JobFact;
import dev.backfill.fact.LeaseHeld;
import dev.backfill.fact.LinesLost;
import dev.backfill.fact.Listed;
import dev.backfill.fact.ListedAgain;
import dev.backfill.fact.Noted;
import dev.backfill.fact.PermissionAsked;
import dev.backfill.fact.ProductionFact;
import dev.backfill.fact.ScopeSeen;
import dev.backfill.fact.Sent;
import dev.backfill.fact.Staged;
import dev.backfill.fact.UnknownFact;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.Stage.Role;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.text.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folds a journal's entries one by one. A new entry costs what it changes, not the length of the
 * journal: a job of ten hours observes tens of thousands of things.
 */
final class RunFold {
  // What is made anew is counted anew, by whatever stage it is made.
  private static final String AGAIN = "To be counted again";

  private static final String PASSED_OVER = "The run went on without it";

  private static final Problem UNKNOWN =
      Problem.of(
              "Lines of the journal were lost while partitions were copied.",
              "Resume the run, which asks the cloud about their jobs.")
          .with(Action.resume());

  private final Entry.Opened opened;
  private final Plan plan;
  private final Playbook playbook;
  private final Optional<StageKind> landing;
  private final Optional<Step> copies;
  private final Map<StageKind, StageLines> lines = new HashMap<>();
  private final Map<StageKind, StageView> stages = new LinkedHashMap<>();
  private final Map<Step, StepResult> results = new HashMap<>();
  private final Set<StageKind> lost = new HashSet<>();
  private boolean hasLostLines;
  private final ProductionFold production;
  private final AfterUndo undone;
  private int entries;
  private final GrowingList<Noted<?>> facts = new GrowingList<>();
  private final Map<RunView.Kind, GrowingList<Noted<?>>> kinds = new HashMap<>();
  private final GrowingList<Entry.Agreed> agreed = new GrowingList<>();
  private final GrowingList<Acceptance> accepted = new GrowingList<>();
  private final ChoiceFold choices = new ChoiceFold();
  private final Map<StageKind, ProgressFold> progress = new HashMap<>();
  private final Map<StageKind, BusyFold> busy = new HashMap<>();
  private final Set<StageKind> reopened = new HashSet<>();
  private Optional<Entry.Closed> closed = Optional.empty();

  RunFold(Entry.Opened opened, Plan plan) {
    this.opened = opened;
    this.plan = plan;
    this.playbook = Playbooks.of(opened);
    this.production = new ProductionFold(plan, playbook);
    this.undone = new AfterUndo(production, plan.cells().size());
    this.landing = playbook.one(Role.LANDS);
    this.copies = landing.map(stage -> new Step(stage, RunView.WHOLE));
    for (var kind : playbook.kinds()) {
      lines.put(kind, new StageLines());
      stages.put(
          kind,
          new StageView(
              kind,
              State.WAITING,
              "",
              Optional.empty(),
              List.of(),
              List.of(),
              StepCount.NONE,
              BusyTime.NONE));
      progress.put(kind, new ProgressFold());
      busy.put(kind, new BusyFold());
    }
  }

  RunFold add(Entry entry) {
    stage(entry)
        .filter(stage -> !stages.containsKey(stage))
        .ifPresent(
            stage -> {
              throw Playbooks.unknown(
                  opened,
                  "the stage '" + stage + "' in entry " + (entries + 1) + " of its journal");
            });
    entries++;
    var back = production.add(entry);
    entry.accept(new EntryFold());
    back.ifPresent(cell -> undo(cell, entry.at()));
    production.touched().ifPresent(this::look);
    return this;
  }

  private static Optional<StageKind> stage(Entry entry) {
    if (entry instanceof Entry.Started one) {
      return Optional.of(one.step().stage());
    } else if (entry instanceof Entry.Ended one) {
      return Optional.of(one.step().stage());
    } else if (entry instanceof Entry.Observed one) {
      return Optional.of(one.stage());
    } else if (entry instanceof Entry.Agreed one) {
      return Optional.of(one.stage());
    }
    return Optional.empty();
  }

  /** What a stage will do is known when it begins: the operator chooses between stages. */
  private void begin(Step step) {
    if (step.subject().equals(RunView.WHOLE)) {
      var again = stages.get(step.stage()).state() == State.DONE;
      var steps = playbook.stage(step.stage()).steps(PlannedRun.of(view()));
      progress.get(step.stage()).begin(steps, again);
    }
  }

  private void busy(Step step, Instant at) {
    var time = busy.get(step.stage());
    if (step.subject().equals(RunView.WHOLE) || step.subject().equals(RunView.UNDO)) {
      time.begin();
    } else {
      time.start(step, at);
    }
  }

  private final class EntryFold implements Entry.Visitor<RunFold> {
    @Override
    public RunFold opened(Entry.Opened entry) {
      return RunFold.this;
    }

    @Override
    public RunFold started(Entry.Started entry) {
      results.remove(entry.step());
      if (copies.filter(entry.step()::equals).isPresent()) {
        lost.remove(entry.step().stage());
      }
      undone.started(entry.step());
      begin(entry.step());
      busy(entry.step(), entry.at());
      put(line(entry));
      return RunFold.this;
    }

    @Override
    public RunFold ended(Entry.Ended entry) {
      end(entry);
      return RunFold.this;
    }

    @Override
    public RunFold observed(Entry.Observed entry) {
      note(entry);
      return RunFold.this;
    }

    @Override
    public RunFold agreed(Entry.Agreed entry) {
      agreed.add(entry);
      return RunFold.this;
    }

    @Override
    public RunFold accepted(Entry.Accepted entry) {
      accepted.add(
          new Acceptance(
              entry.at(),
              entry.cell(),
              entry.reason(),
              entry.deviations(),
              counted(entry.cell()),
              playbook));
      return RunFold.this;
    }

    @Override
    public RunFold leftOut(Entry.LeftOut entry) {
      leaveOut(entry);
      return RunFold.this;
    }

    @Override
    public RunFold again(Entry.Again entry) {
      RunFold.this.again(entry);
      return RunFold.this;
    }

    @Override
    public RunFold closed(Entry.Closed entry) {
      closed = Optional.of(entry);
      return RunFold.this;
    }
  }

  /** The newest try of a step. */
  Optional<StageLine> line(Step step) {
    return lines.get(step.stage()).of(step);
  }

  /** How the newest try of a step ended; empty while it has no end. */
  Optional<StepResult> result(Step step) {
    return Optional.ofNullable(results.get(step));
  }

  /** Whether lines of the journal were lost. */
  boolean hasLostLines() {
    return hasLostLines;
  }

  RunView view() {
    var byKind = new HashMap<RunView.Kind, List<Noted<?>>>();
    kinds.forEach((kind, grown) -> byKind.put(kind, grown.now()));
    return new RunView(
        opened,
        plan,
        closed.isEmpty() ? List.copyOf(stages.values()) : passedOver(),
        facts.now(),
        byKind,
        agreed.now(),
        accepted.now(),
        choices.now(),
        closed,
        production.now());
  }

  /**
   * The stages of a run that is closed: one that was never begun, though a later one was, is not
   * waited for. It was made since, or left out by whoever went on behind it.
   */
  private List<StageView> passedOver() {
    var all = new ArrayList<StageView>(stages.values());
    var isLater = false;
    for (var i = all.size() - 1; i >= 0; i--) {
      var one = all.get(i);
      if (one.state() == State.WAITING && one.lines().isEmpty() && isLater) {
        all.set(
            i,
            new StageView(
                one.kind(),
                State.SKIPPED,
                PASSED_OVER,
                one.code(),
                one.problems(),
                one.lines(),
                one.steps(),
                one.busy()));
      }
      isLater |= !one.lines().isEmpty();
    }
    return List.copyOf(all);
  }

  /** Every fact is kept for whoever shows it; some change how the run stands, too. */
  private void note(Entry.Observed one) {
    var noted = new Noted<>(one.at(), one.stage(), one.fact());
    facts.add(noted);
    busy.get(one.stage()).heard(one.at());
    kinds
        .computeIfAbsent(
            new RunView.Kind(one.stage(), one.fact().getClass()), kind -> new GrowingList<>())
        .add(noted);
    one.fact().accept(new FactFold(noted)).run();
  }

  /** What validation counted of a cell last. */
  private Optional<Counts> counted(String cell) {
    return playbook
        .one(Role.VALIDATES)
        .map(stage -> kinds.get(new RunView.Kind(stage, CountFact.Counted.class)))
        .flatMap(
            all ->
                all.now().stream()
                    .map(noted -> (CountFact.Counted) noted.fact())
                    .filter(one -> one.cell().equals(cell))
                    .reduce((first, second) -> second))
        .map(CountFact.Counted::counts);
  }

  private void lose(StageKind stage) {
    hasLostLines = true;
    lost.add(stage);
    recheck();
  }

  /** What a fact changes besides being kept. */
  private final class FactFold implements Fact.Visitor<Runnable> {
    private static final Runnable NOTHING = () -> {};

    private final Noted<?> noted;

    FactFold(Noted<?> noted) {
      this.noted = noted;
    }

    @Override
    public Runnable actingAs(ActingAs fact) {
      return NOTHING;
    }

    @Override
    public Runnable estimated(Estimated fact) {
      return NOTHING;
    }

    @Override
    public Runnable permission(PermissionAsked fact) {
      return NOTHING;
    }

    @Override
    public Runnable lease(LeaseHeld fact) {
      return NOTHING;
    }

    @Override
    public Runnable sent(Sent fact) {
      return NOTHING;
    }

    @Override
    public Runnable staged(Staged fact) {
      return NOTHING;
    }

    @Override
    public Runnable scope(ScopeSeen fact) {
      return NOTHING;
    }

    @Override
    public Runnable job(JobFact fact) {
      return NOTHING;
    }

    @Override
    public Runnable count(CountFact fact) {
      return () -> choices.counted(playbook.stage(noted.stage()).role(), fact);
    }

    @Override
    public Runnable production(ProductionFact fact) {
      return () -> {
        production.note(noted.at(), fact);
        if (fact instanceof ProductionFact.ErrorsReturned returned) {
          takeBack(returned);
        }
      };
    }

    @Override
    public Runnable listed(Listed fact) {
      return NOTHING;
    }

    @Override
    public Runnable listedAgain(ListedAgain fact) {
      return NOTHING;
    }

    @Override
    public Runnable linesLost(LinesLost fact) {
      return () -> lose(noted.stage());
    }

    @Override
    public Runnable unknown(UnknownFact fact) {
      return NOTHING;
    }
  }

  /** Error rows that are back in production are not deleted any more. */
  private void takeBack(ProductionFact.ErrorsReturned returned) {
    for (var kind : playbook.of(Role.CLEARS)) {
      line(new Step(kind, returned.cell()))
          .ifPresent(
              line -> put(line.with(State.UNDONE, returned.rows() + " error rows were put back")));
      reopen(kind);
    }
  }

  /** A copy whose backup was put back is done no more. */
  private void undo(Cell cell, Instant at) {
    var copy = new Step(landing.orElseThrow(), Production.subject(plan, cell));
    line(copy)
        .ifPresent(
            line ->
                end(
                    new Entry.Ended(
                        at,
                        copy,
                        line.attempt(),
                        new StepResult.Undone("Production holds what it held before the copy"))));
  }

  private void end(Entry.Ended ended) {
    // Without a line, its start is among those that were lost.
    var line =
        line(ended.step())
            .orElseGet(
                () -> line(new Entry.Started(ended.at(), ended.step(), ended.attempt(), null)));
    results.put(ended.step(), ended.result());
    busy.get(ended.step().stage()).end(ended.step(), ended.at());
    progress.get(ended.step().stage()).end(ended.step(), ended.result());
    put(line(line, ended));
    if (playbook.isJob(ended.step()) && ended.result().succeeded()) {
      choices.decoded();
    }
    if (ended.result() instanceof StepResult.Done) {
      playbook.makesRowsOf(ended.step()).ifPresent(choices::made);
    }
    if (ended.step().subject().equals(RunView.WHOLE)) {
      reopened.remove(ended.step().stage());
    }
    recheck();
  }

  /** A copy among lost lines is unknown, whatever finalize came to; its job must be asked. */
  private void recheck() {
    copies
        .filter(whole -> lost.contains(whole.stage()))
        .filter(whole -> result(whole).filter(StepResult::succeeded).isPresent())
        .ifPresent(this::recheck);
  }

  private void recheck(Step whole) {
    var line = line(whole).orElseThrow();
    var unknown = StepResult.Unknown.of(ErrorCode.ofText(UNKNOWN.line()), UNKNOWN);
    results.put(whole, unknown);
    put(line(line, new Entry.Ended(line.started(), whole, line.attempt(), unknown)));
  }

  /** Whether a stage was through, and runs once more for the sake of some cells alone. */
  boolean isReopened(StageKind stage) {
    return reopened.contains(stage);
  }

  /** What went wrong with a cell that is left out concerns nobody any more. */
  private void leaveOut(Entry.LeftOut left) {
    choices.add(left);
    var landed = production.landingOf(left.cell());
    for (var stage : List.copyOf(stages.values())) {
      for (var line : stage.lines()) {
        if (isOf(line.step(), left.cell(), landed) && isTrouble(line.state())) {
          put(line.with(State.SKIPPED, "Left out: " + left.reason()));
        }
      }
    }
  }

  private static boolean isTrouble(State state) {
    return switch (state) {
      case REFUSED, FAILED, STOPPED, HANDED_OVER, UNKNOWN, RUNNING -> true;
      case WAITING, DONE, SKIPPED, UNDONE -> false;
    };
  }

  /**
   * A cell that is wanted once more opens the stages that were through: state and lines say so, and
   * what was found about the cell counts no more.
   */
  private void again(Entry.Again wanted) {
    var wasOut = choices.add(wanted);
    for (var stage : playbook.stages()) {
      if (stage.role().isOnCells() || wasOut && stage.role() == Role.PREPARES) {
        reopen(stage.kind());
      }
      if (stage.role() == Role.VALIDATES || stage.role() == Role.PROVES) {
        uncount(new Step(stage.kind(), wanted.cell()));
      }
    }
  }

  private void uncount(Step step) {
    line(step).ifPresent(line -> put(line.with(State.WAITING, AGAIN)));
    results.computeIfPresent(step, (s, was) -> new StepResult.Undone(AGAIN));
  }

  private void reopen(StageKind kind) {
    var whole = line(new Step(kind, RunView.WHOLE));
    var passed =
        whole.filter(w -> w.state() == State.DONE || w.state() == State.REFUSED).isPresent();
    if (passed) {
      reopened.add(kind);
      put(whole.get().with(State.WAITING, ""));
    }
  }

  /** Whether a step is about one cell alone: by its key, or by its partition in production. */
  private boolean isOf(Step step, String cell, Optional<String> landed) {
    var subject = step.subject();
    return subject.equals(cell)
        || isLanding(step.stage())
            && landed
                .filter(to -> subject.equals(to) || subject.startsWith("backup " + to + " as"))
                .isPresent();
  }

  private void put(StageLine line) {
    var kind = line.step().stage();
    lines.get(kind).put(line);
    if (isLanding(kind) && line.step().subject().startsWith(ProductionFold.UNDO)) {
      undone.look(line);
      production.cellOf(line.step().subject()).ifPresent(this::recount);
      playbook.of(Role.PROVES).forEach(this::show);
    } else if (playbook.stage(kind).role() == Role.PROVES) {
      recount(line.step().subject());
    }
    show(kind);
  }

  /** A cell's partition stands otherwise than before: so may what undid its copy. */
  private void look(String cell) {
    var undoing = undoing(cell);
    if (undoing.isPresent()) {
      undone.look(undoing.get());
      recount(cell);
      landing.ifPresent(this::show);
      playbook.of(Role.PROVES).forEach(this::show);
    }
  }

  /** What was counted of a cell, beside what undid its copy. */
  private void recount(String cell) {
    var undoing = undoing(cell);
    for (var kind : playbook.of(Role.PROVES)) {
      lines.get(kind).show(new Step(kind, cell), line -> undone.counted(line, undoing));
    }
  }

  /** The step that takes back the copy of a cell, by the cell's key; empty before one was tried. */
  private Optional<StageLine> undoing(String cell) {
    return landing.flatMap(
        kind ->
            production.undoingOf(cell).map(subject -> new Step(kind, subject)).flatMap(this::line));
  }

  private boolean isLanding(StageKind kind) {
    return landing.filter(kind::equals).isPresent();
  }

  private void show(StageKind kind) {
    var shown = stage(kind, line(new Step(kind, RunView.WHOLE)), lines.get(kind).shown());
    stages.put(
        kind,
        switch (playbook.stage(kind).role()) {
          case LANDS -> undone.landing(shown);
          case PROVES -> undone.proving(shown);
          case PREPARES, MAKES_ROWS, VALIDATES, CLEARS, TELLS, CLEANS -> shown;
        });
  }

  private StageView stage(StageKind kind, Optional<StageLine> whole, List<StageLine> shown) {
    return new StageView(
        kind,
        whole.map(StageLine::state).orElse(State.WAITING),
        whole.map(StageLine::text).orElse(""),
        whole.flatMap(StageLine::code),
        whole.map(StageLine::problems).orElse(List.of()),
        shown,
        progress.get(kind).now(),
        busy.get(kind).now());
  }

  private static StageLine line(Entry.Started started) {
    return new StageLine(
        started.step(),
        State.RUNNING,
        started.attempt(),
        Optional.ofNullable(started.job()),
        started.at(),
        Optional.empty(),
        "",
        Optional.empty(),
        List.of());
  }

  private static StageLine line(StageLine line, Entry.Ended ended) {
    return new StageLine(
        line.step(),
        State.of(ended.result()),
        line.attempt(),
        line.job(),
        line.started(),
        Optional.of(ended.at()),
        ended.result().text(),
        ended.result().mark(),
        ended.result().problems());
  }
}
