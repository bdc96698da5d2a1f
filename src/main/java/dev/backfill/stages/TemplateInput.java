package dev.backfill.stages;

import static java.util.stream.Collectors.joining;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.run.JobSubject;
import dev.backfill.stage.Step;
import java.time.LocalDate;
import java.util.List;

/**
 * What a template reads: one table, for it takes one. Where the cells that are due are all that was
 * staged, of one type, it is that type's staged table; otherwise their rows are gathered in a table
 * of the job's own, which no other try shares: a job that was thought dead may read its own still.
 */
final class TemplateInput {
  /** The step that makes the table, but for which try it is. */
  static final String TABLE = "table of inputs";

  private static final String DAY = "inputs of ";

  private final Plan plan;
  private final List<Cell> cells;
  private final String which;

  TemplateInput(Plan plan, List<Cell> cells, String subject, int attempt) {
    this.plan = plan;
    this.cells = List.copyOf(cells);
    this.which = (subject.equals(JobSubject.FIRST) ? "" : subject + ", ") + "try " + attempt;
  }

  List<Cell> cells() {
    return cells;
  }

  /** Whether rows must be gathered before. */
  boolean isGathered() {
    var types = cells.stream().map(Cell::type).distinct().toList();
    return types.size() > 1 || cells.size() < plan.days().list().size();
  }

  StagingTable table() {
    return isGathered() ? plan.gathered(which) : like();
  }

  /** A table of the structure that the input must have. */
  StagingTable like() {
    return plan.staged(cells.get(0).type());
  }

  /** The days that there are cells of, in order. */
  List<LocalDate> days() {
    return cells.stream().map(Cell::day).distinct().sorted().toList();
  }

  String tableStep() {
    return Step.forTry(TABLE, which);
  }

  String dayStep(LocalDate day) {
    return Step.forTry(DAY + day, which);
  }

  /** The step of a day, but for which try it is. */
  static String planned(LocalDate day) {
    return DAY + day;
  }

  /** How many tables the rows of a day come from. */
  int tables(LocalDate day) {
    return (int) cells.stream().filter(cell -> cell.day().equals(day)).count();
  }

  /** The rows that were staged of a day's cells. */
  String sql(LocalDate day) {
    return cells.stream()
        .filter(cell -> cell.day().equals(day))
        .map(cell -> sql(plan.staged(cell.type()), day))
        .collect(joining("UNION ALL\n"));
  }

  private static String sql(StagingTable from, LocalDate day) {
    return """
        SELECT
          *
        FROM
          %s
        WHERE
          DATE(submission_timestamp) = '%s'
        """
        .formatted(from.name().sql(), day);
  }
}
