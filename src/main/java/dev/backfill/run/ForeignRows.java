package dev.backfill.run;

import dev.backfill.cloud.TableState;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.confirm.Holder;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Rows in the tables that a plan writes to, of whatever day, that its run did not write. They are
 * found by the tables' own numbers of rows, which are free to ask; rows of other days count too,
 * since whoever reads the table reads them.
 */
public final class ForeignRows {
  private final Steps steps;

  public ForeignRows(Steps steps) {
    this.steps = steps;
  }

  /** The tables that a plan writes to in its target. */
  static List<StagingTable> tables(Plan plan) {
    return plan.documents().stream()
        .flatMap(type -> plan.mirrored(type).keySet().stream())
        .distinct()
        .sorted(Comparator.comparing(StagingTable::name))
        .toList();
  }

  /**
   * The tables with such rows.
   *
   * @param broken datasets whose lease this run lost since it wrote: none of their rows are its own
   */
  public Optional<EmptyTables> found(List<String> broken) {
    var written = new WrittenTables(steps.plan(), steps.view());
    var found = new ArrayList<EmptyTables.Table>();
    for (var table : tables(steps.plan())) {
      var own = written.isTo(table) && !broken.contains(table.name().datasetName().toString());
      if (!own) {
        steps
            .cloud()
            .warehouse()
            .table(table.name())
            .filter(state -> state.rows() > 0 || state.streaming())
            .ifPresent(state -> found.add(line(table, state)));
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new EmptyTables(steps.plan().targetProject(), found));
  }

  private EmptyTables.Table line(StagingTable table, TableState state) {
    return new EmptyTables.Table(
        table.name(),
        state.etag(),
        state.rows(),
        state.bytes(),
        state.modified(),
        makers(table, state));
  }

  /** Who wrote: the run in the table's label, or the runs of this machine whose journals say so. */
  private List<String> makers(StagingTable table, TableState state) {
    return Optional.ofNullable(state.labels().get(Holder.RUN))
        .filter(run -> !run.equals(Holder.clean(steps.run())))
        .map(List::of)
        .orElseGet(
            () ->
                new NeighbourRuns(steps)
                    .writersOf(table).stream().map(NeighbourRuns.Known::run).toList());
  }

  /** What speaks against them, one problem for each table. */
  public List<Problem> problems(Optional<EmptyTables> found) {
    var problems = new ArrayList<Problem>();
    found.ifPresent(empty -> empty.tables().forEach(table -> problems.add(problem(table))));
    return problems;
  }

  private static Problem problem(EmptyTables.Table table) {
    var what =
        table.name()
            + " holds "
            + (table.rows() == 0 ? "rows in its streaming buffer" : table.rows() + " rows")
            + " that this run did not write"
            + (table.makers().isEmpty()
                ? "; who did is not known."
                : "; run " + String.join(", ", table.makers()) + " did.");
    return Problem.of(what, remedy(table))
        .with(table.makers().stream().map(Action::otherRun).toArray(Action[]::new));
  }

  private static String remedy(EmptyTables.Table table) {
    return table.makers().isEmpty()
        ? "Find out whose they are, use another target, or have them emptied."
        : "Resume that run or clean it up, use another target, or have them emptied.";
  }
}
