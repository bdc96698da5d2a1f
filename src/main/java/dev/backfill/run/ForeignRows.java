package dev.backfill.run;

import dev.backfill.cloud.TableState;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.confirm.Holder;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows in the tables that a plan writes to, of whatever day, that its run did not write. They are
 * found by the tables' own numbers of rows, which are free to ask; rows of other days count too,
 * since whoever reads the table reads them.
 */
final class ForeignRows {
  private final Steps steps;

  ForeignRows(Steps steps) {
    this.steps = steps;
  }

  /** The tables that a plan writes to in its target. */
  static List<StagingTable> tables(Plan plan) {
    return plan.documents().stream()
        .flatMap(type -> Stream.of(plan.staged(type), plan.backfill(type), plan.errors(type)))
        .distinct()
        .sorted(Comparator.comparing(StagingTable::name))
        .toList();
  }

  /**
   * The tables with such rows.
   *
   * @param broken datasets whose lease this run lost since it wrote: none of their rows are its own
   */
  Optional<EmptyTables> found(List<String> broken) {
    var written = new Written(steps.plan(), steps.view());
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
        maker(table, state));
  }

  /** Who wrote: the run in the table's label, or the runs of this machine whose journals say so. */
  private String maker(StagingTable table, TableState state) {
    return Optional.ofNullable(state.labels().get(Holder.RUN))
        .filter(run -> !run.equals(Holder.clean(steps.run())))
        .orElseGet(
            () ->
                new Neighbours(steps)
                    .writersOf(table).stream()
                        .map(Neighbours.Known::run)
                        .collect(Collectors.joining(", ")));
  }

  /** What speaks against them, a line for each table, and what can be done. */
  List<String> problems(Optional<EmptyTables> found) {
    var lines = new ArrayList<String>();
    found.ifPresent(
        empty -> {
          empty.tables().forEach(table -> lines.add(problem(table)));
          lines.add(remedy(empty));
        });
    return lines;
  }

  private static String problem(EmptyTables.Table table) {
    return table.name()
        + " holds "
        + (table.rows() == 0 ? "rows in its streaming buffer" : table.rows() + " rows")
        + " that this run did not write"
        + (table.maker().isEmpty()
            ? "; who did is not known."
            : "; run " + table.maker() + " did.");
  }

  private static String remedy(EmptyTables empty) {
    var makers = new TreeSet<String>();
    empty.tables().forEach(table -> makers.addAll(List.of(table.maker().split(", "))));
    makers.remove("");
    var run = makers.isEmpty() ? "" : makers.first();
    return run.isEmpty()
        ? "Find out whose they are, take another target, or have them emptied."
        : "Go on with that run (--resume "
            + run
            + "), clean it up (--resume "
            + run
            + " --from cleanup), take another target, or have them emptied.";
  }
}
