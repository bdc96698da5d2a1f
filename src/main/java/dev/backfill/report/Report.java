package dev.backfill.report;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.backfill.check.CheckResult;
import dev.backfill.check.Counts;
import dev.backfill.fact.CountFact.Counted;
import dev.backfill.fact.JobFact.JobStood;
import dev.backfill.fact.JobFact.Said;
import dev.backfill.fact.JobFact.Workers;
import dev.backfill.fact.Staged;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.run.Acceptance;
import dev.backfill.run.CellValidation;
import dev.backfill.run.DoneSoFar;
import dev.backfill.run.RunView;
import dev.backfill.run.Spending;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.StageLine;
import dev.backfill.run.Standing;
import dev.backfill.run.State;
import dev.backfill.text.Amounts;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every form of a report shows, taken from a run's view. */
record Report(
    RunView view,
    List<CellLine> before,
    List<CellLine> after,
    List<Workers> workers,
    List<Staged> staged) {

  /**
   * A cell's newest counts of a stage, with their checks.
   *
   * @param reason why the operator accepted what does not pass, or left the cell out
   */
  record CellLine(
      Counts counts, List<CheckResult> checks, Standing standing, Optional<String> reason) {

    boolean passes() {
      return standing == Standing.PASS;
    }

    /** What its counts come to in words, for a list of its checks to follow. */
    String word() {
      return reason.map(why -> standing + ": " + why).orElse(standing.name());
    }
  }

  /** A cell that is not copied, and why. */
  record NotCopied(Cell cell, Standing standing, String reason) {}

  /** What the operator chose about a cell. */
  record Choice(Instant at, String cell, String what, String reason) {}

  /** Every choice, oldest first. */
  List<Choice> choices() {
    return view.choices().made().stream().map(Report::choice).toList();
  }

  private static Choice choice(Entry entry) {
    return entry instanceof Entry.LeftOut out
        ? new Choice(out.at(), out.cell(), "left out", out.reason())
        : new Choice(entry.at(), ((Entry.Again) entry).cell(), "decode again", "");
  }

  /** The cells that are left out or have nothing to do, in the plan's order. */
  List<NotCopied> notCopied() {
    return before.stream().flatMap(line -> notCopied(view.plan(), line).stream()).toList();
  }

  private static Optional<NotCopied> notCopied(Plan plan, CellLine line) {
    var cell = line.counts().cell();
    return switch (line.standing()) {
      case LEFT_OUT -> Optional.of(new NotCopied(cell, line.standing(), line.reason().orElse("")));
      case SKIPPED -> Optional.of(new NotCopied(cell, line.standing(), Standing.nothing(plan)));
      case PASS, FAIL, UNKNOWN, ACCEPTED, AGAIN, UNDONE -> Optional.empty();
    };
  }

  static Report of(RunView view) {
    return new Report(
        view,
        lines(view, Role.VALIDATES),
        lines(view, Role.PROVES),
        view.each(Role.MAKES_ROWS, Workers.class),
        staged(view));
  }

  /** What the run took beside what it was estimated to take; empty in older journals. */
  Optional<Spending> spending() {
    return Spending.of(view);
  }

  /** What production holds of the run, in one line. */
  String production() {
    return DoneSoFar.production(view);
  }

  /** Whether the worker counts are the sandbox's simulation. */
  boolean simulatedWorkers() {
    return view.newest(Role.MAKES_ROWS, JobStood.class)
        .filter(JobStood::simulatedWorkers)
        .isPresent();
  }

  /** Every step that did not come to a good end. */
  List<StageLine> troubles() {
    return view.stages().stream()
        .flatMap(stage -> stage.lines().stream())
        .filter(line -> isTrouble(line.state()))
        .toList();
  }

  private static boolean isTrouble(State state) {
    return switch (state) {
      case REFUSED, FAILED, STOPPED, HANDED_OVER, UNKNOWN -> true;
      case WAITING, RUNNING, DONE, UNDONE, SKIPPED -> false;
    };
  }

  /** The decode job's messages of importance ERROR. */
  List<String> jobErrors() {
    return view.each(Role.MAKES_ROWS, Said.class).stream()
        .filter(Said::isError)
        .map(said -> Amounts.second(said.time()) + " " + said.text())
        .toList();
  }

  /** What staging read of each document type, all of its days together. */
  List<Staged> stagedByTable() {
    var tables = new LinkedHashMap<String, Staged>();
    for (var one : staged) {
      var type = Cell.parse(one.cell()).type().toString();
      tables.merge(
          type,
          new Staged(type, one.rows(), one.bytes(), one.slotMillis()),
          (a, b) ->
              new Staged(
                  type,
                  a.rows() + b.rows(),
                  a.bytes() + b.bytes(),
                  a.slotMillis() + b.slotMillis()));
    }
    return List.copyOf(tables.values());
  }

  private static List<Staged> staged(RunView view) {
    return view.each(Role.MAKES_ROWS, Staged.class).stream()
        .collect(
            groupingBy(Staged::cell, LinkedHashMap::new, collectingAndThen(toList(), Staged::sum)))
        .values()
        .stream()
        .toList();
  }

  /** In the plan's order: cells are counted side by side, and end in another each time. */
  private static List<CellLine> lines(RunView view, Role role) {
    var newest = new HashMap<String, Counts>();
    view.each(role, Counted.class).forEach(one -> newest.put(one.cell(), one.counts()));
    // What was counted before an undo says nothing of what production holds.
    view.stages(role).forEach(stage -> stage.past().forEach(newest::remove));
    var validated =
        role == Role.VALIDATES ? CellValidation.of(view) : Map.<Cell, CellValidation>of();
    return view.plan().cells().stream()
        .flatMap(
            cell ->
                line(
                    view,
                    cell,
                    counts(view, role, cell, newest),
                    Optional.ofNullable(validated.get(cell)),
                    role)
                    .stream())
        .toList();
  }

  /** A cell that is left out has a line even where it was never counted. */
  private static Optional<Counts> counts(
      RunView view, Role role, Cell cell, Map<String, Counts> newest) {
    var counted = Optional.ofNullable(newest.get(cell.key()));
    var shown = role == Role.VALIDATES || !newest.isEmpty();
    return shown && view.leftOut(cell).isPresent()
        ? Optional.of(counted.orElse(Counts.unknown(cell)))
        : counted;
  }

  private static Optional<CellLine> line(
      RunView view,
      Cell cell,
      Optional<Counts> counted,
      Optional<CellValidation> validated,
      Role role) {
    return counted.map(
        counts -> {
          var shows = !counts.isVoid() && !counts.equals(Counts.unknown(cell));
          var checks = shows ? view.playbook().check(counts) : List.<CheckResult>of();
          var out = view.leftOut(cell);
          if (out.isPresent()) {
            return new CellLine(counts, checks, Standing.LEFT_OUT, out);
          }
          var standing =
              view.choices().uncounted().contains(cell.key())
                  ? Standing.AGAIN
                  : validated.map(CellValidation::standing).orElse(Standing.of(counts, checks));
          if (role == Role.PROVES && isOpen(standing)) {
            return accepted(view, counts)
                .map(why -> new CellLine(counts, checks, Standing.ACCEPTED, Optional.of(why)))
                .orElse(new CellLine(counts, checks, standing, Optional.empty()));
          }
          var accepted = validated.filter(v -> standing == Standing.ACCEPTED);
          return new CellLine(counts, checks, standing, accepted.flatMap(CellValidation::reason));
        });
  }

  private static boolean isOpen(Standing standing) {
    return standing == Standing.FAIL || standing == Standing.UNKNOWN;
  }

  /** Why what does not pass after the copy is no more than what was accepted before it. */
  private static Optional<String> accepted(RunView view, Counts counts) {
    return view.accepted().stream()
        .filter(one -> one.coversAfterCopy(counts))
        .reduce((first, second) -> second)
        .map(Acceptance::reason);
  }
}
