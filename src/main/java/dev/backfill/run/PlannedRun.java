package dev.backfill.run;

import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.run.Stage.Role;
import java.util.List;
import java.util.function.Supplier;

/** What the steps of a playbook follow from: a plan, and what is chosen in a run of it. */
public final class PlannedRun {
  /** What stands in names for the id of a run that did not begin yet. */
  public static final String NO_RUN = "RUN";

  private final Plan plan;
  private final String id;
  private final List<Cell> cells;
  private final Supplier<List<Cell>> due;
  private final List<Cell> decoded;
  private final int jobs;
  private final List<StageLine> made;

  private PlannedRun(
      Plan plan,
      String id,
      List<Cell> cells,
      Supplier<List<Cell>> due,
      List<Cell> decoded,
      int jobs,
      List<StageLine> made) {
    this.plan = plan;
    this.id = id;
    this.cells = cells;
    this.due = due;
    this.decoded = decoded;
    this.jobs = jobs;
    this.made = made;
  }

  /** A plan before its run: names that take the run's id have {@link #NO_RUN} in its place. */
  public static PlannedRun of(Plan plan) {
    return of(plan, NO_RUN);
  }

  /** A run in which every cell of its plan is worked on. */
  public static PlannedRun of(Plan plan, String id) {
    var cells = plan.cells();
    return new PlannedRun(plan, id, cells, () -> cells, cells, 0, List.of());
  }

  /** A run as its journal tells it: without the cells that are left out. */
  public static PlannedRun of(RunView view) {
    var next = view.toDecode();
    return new PlannedRun(
        view.plan(),
        view.opened().run(),
        view.cells(),
        () -> due(view),
        next.isEmpty() ? view.cells() : next,
        next.isEmpty() ? Math.max(0, view.choices().jobs() - 1) : view.choices().jobs(),
        view.lines(Role.MAKES_ROWS));
  }

  // Before validation nothing is known of cells that have nothing to do.
  private static List<Cell> due(RunView view) {
    var due = CellValidation.due(view);
    return due.isEmpty() ? view.cells() : due;
  }

  public Plan plan() {
    return plan;
  }

  /** The run's id. */
  public String id() {
    return id;
  }

  /** The cells that are worked on, in the plan's order. */
  public List<Cell> cells() {
    return cells;
  }

  /** Those of them that are to be copied. */
  public List<Cell> due() {
    return due.get();
  }

  /** Those that the next decode job is for, or the newest one where none is due. */
  public List<Cell> decoded() {
    return decoded;
  }

  /** How many decode jobs ended well before that one. */
  public int jobs() {
    return jobs;
  }

  /** The steps so far by which rows of cells were made; none before the run. */
  public List<StageLine> made() {
    return made;
  }

  /** The document types of the cells. */
  public List<DocumentType> types() {
    return cells.stream().map(Cell::type).distinct().toList();
  }
}
