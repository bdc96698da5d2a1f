package dev.backfill.run;

import dev.backfill.fact.ProductionFact;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Cell;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.Stage.Role;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges what an operator says about cells against what the run has done, before it is noted. */
final class Decisions {
  private final RunLog log;
  private final RunView view;

  Decisions(RunLog log) {
    this.log = log;
    this.view = log.view();
  }

  /** What speaks against a decision; empty when nothing does. */
  List<Problem> problems(Decision decision) {
    var plan = view.plan();
    if (!plan.documents().contains(decision.cell().type())
        || !plan.days().list().contains(decision.cell().day())) {
      return List.of(
          Problem.of("The plan has no cell " + decision.cell() + ".", "Name one of its cells."));
    }
    return decision.accept(new Problems());
  }

  private final class Problems implements Decision.Visitor<List<Problem>> {
    @Override
    public List<Problem> accept(Decision.Accept decision) {
      return accepting(decision);
    }

    @Override
    public List<Problem> leaveOut(Decision.LeaveOut decision) {
      return leavingOut(decision);
    }

    @Override
    public List<Problem> again(Decision.Again decision) {
      return wanting(decision.cell());
    }
  }

  /** What the journal keeps of a decision; empty when it holds already. */
  Optional<Entry> entry(Decision decision, Instant at) {
    return decision.accept(new Kept(at));
  }

  private final class Kept implements Decision.Visitor<Optional<Entry>> {
    private final Instant at;

    Kept(Instant at) {
      this.at = at;
    }

    @Override
    public Optional<Entry> accept(Decision.Accept decision) {
      var deviations = CellValidation.of(view).get(decision.cell()).deviations();
      return Optional.of(
          new Entry.Accepted(at, decision.cell().key(), decision.reason().strip(), deviations));
    }

    @Override
    public Optional<Entry> leaveOut(Decision.LeaveOut decision) {
      var reason = decision.reason().strip();
      return view.leftOut(decision.cell()).filter(reason::equals).isPresent()
          ? Optional.empty()
          : Optional.of(new Entry.LeftOut(at, decision.cell().key(), reason));
    }

    @Override
    public Optional<Entry> again(Decision.Again decision) {
      var key = decision.cell().key();
      var waits = !isMade(key) || view.choices().again().contains(key);
      return waits && view.leftOut(decision.cell()).isEmpty()
          ? Optional.empty()
          : Optional.of(new Entry.Again(at, key));
    }
  }

  /** Whether a cell has rows, by a job for all that were due or by a step of its own. */
  private boolean isMade(String cell) {
    return view.choices().jobs() > 0
        || view.lines(Role.MAKES_ROWS).stream()
            .filter(line -> line.state() == State.DONE)
            .anyMatch(line -> view.playbook().makesRowsOf(line.step()).equals(Optional.of(cell)));
  }

  /** What doing a cell once more is called in this kind of run. */
  private String again() {
    return view.plan().decodes() ? "decode it again" : "rewrite it again";
  }

  private List<Problem> accepting(Decision.Accept accept) {
    var cell = accept.cell();
    var found = CellValidation.of(view).get(cell);
    var problem = new ArrayList<Problem>();
    if (accept.reason().isBlank()) {
      problem.add(Problem.of("No reason was given.", "Write a reason for accepting " + cell + "."));
    } else if (view.leftOut(cell).isPresent()) {
      problem.add(
          Problem.of(cell + " is left out.", "Take it in again first.")
              .with(Action.again(cell.key())));
    } else if (found == null) {
      problem.add(
          Problem.of(
              cell + " was not counted in this run.",
              "Run validate first, then accept what it found."));
    } else {
      switch (found.standing()) {
        case SKIPPED ->
            problem.add(
                Problem.of(
                    cell + " has nothing to do and holds up no other cell.",
                    "There is nothing to accept."));
        case PASS ->
            problem.add(Problem.of(cell + " passes every check.", "There is nothing to accept."));
        case FAIL, UNKNOWN, ACCEPTED -> {
          if (found.counts().backfill().filter(side -> side.rows() > 0).isEmpty()) {
            problem.add(
                Problem.of(
                        cell
                            + " has no rows in the backfill: the copy would only empty the"
                            + " partition.",
                        view.plan().decodes()
                            ? "Decode it again, or leave it out."
                            : "Rewrite it again, or leave it out.")
                    .with(Action.again(cell.key()), Action.leaveOut(cell.key())));
          }
        }
        case LEFT_OUT, AGAIN, UNDONE ->
            throw new IllegalStateException("Counts alone say nothing of choices.");
      }
    }
    return problem;
  }

  private List<Problem> leavingOut(Decision.LeaveOut leaveOut) {
    return leaveOut.reason().isBlank()
        ? List.of(
            Problem.of(
                "No reason was given.", "Write a reason for leaving out " + leaveOut.cell() + "."))
        : touching(leaveOut.cell(), "leave it out");
  }

  private List<Problem> wanting(Cell cell) {
    var problems = new ArrayList<>(touching(cell, again()));
    var cleanup = view.state(Role.CLEANS);
    if (cleanup != State.WAITING && cleanup != State.REFUSED) {
      problems.add(
          Problem.of(
              cell + " cannot be made anew: the backfill project was cleaned up.",
              "Begin another run."));
    }
    if (view.lines(Role.MAKES_ROWS).stream()
        .anyMatch(line -> view.playbook().isJob(line.step()) && isOpen(line.step()))) {
      problems.add(
          Problem.of(
                  cell + " cannot be decoded again while a decode job is under way.",
                  "Resume the run first.")
              .with(Action.resume()));
    }
    return problems;
  }

  /** What speaks against any change of what is done with a cell. */
  private List<Problem> touching(Cell cell, String act) {
    var to = Production.subject(view.plan(), cell);
    var problems = new ArrayList<Problem>();
    if (view.closed().isPresent()) {
      problems.add(Problem.of("The run is over.", "Begin another one for " + cell + "."));
    } else {
      view.playbook()
          .one(Role.LANDS)
          .flatMap(stage -> landed(new Step(stage, to), cell, act))
          .ifPresent(problems::add);
    }
    handedOver(to)
        .ifPresent(
            packet ->
                problems.add(
                    Problem.of(
                        to + " is in the packet " + packet + ", which others may execute.",
                        "Wait until that was done or the packet has expired, then " + act + ".")));
    return problems;
  }

  private Optional<Problem> landed(Step copy, Cell cell, String act) {
    if (log.result(copy).filter(StepResult::succeeded).isPresent()) {
      return Optional.of(
          Problem.of(
                  cell + " was copied over " + copy.subject() + ".",
                  "Undo the copy, then " + act + ".")
              .with(Action.undo()));
    }
    return isOpen(copy)
        ? Optional.of(
            Problem.of(
                    "A copy of " + cell + " was started, and its result is not known.",
                    "Resume the run first.")
                .with(Action.resume()))
        : Optional.empty();
  }

  /** The packet that names a partition and can still be executed. */
  private Optional<String> handedOver(String to) {
    return view.newest(Role.LANDS, ProductionFact.PacketMade.class)
        .filter(made -> made.commands().stream().anyMatch(line -> line.contains("'" + to + "'")))
        .filter(made -> made.expires().isAfter(log.now()))
        .map(ProductionFact.PacketMade::digest);
  }

  private boolean isOpen(Step step) {
    return log.line(step).isPresent() && log.result(step).map(StepResult::leavesOpen).orElse(true);
  }
}
