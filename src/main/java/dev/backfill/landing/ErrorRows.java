package dev.backfill.landing;

import dev.backfill.check.Counts;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.TableState;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.confirm.Holder;
import dev.backfill.fact.ProductionFact;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.RejectedRows;
import dev.backfill.plan.StagingPartition;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.BackTo;
import dev.backfill.run.CellValidation;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.Standing;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rejected documents of one cell in production's error table, once their rows are in stable:
 * counted, kept, deleted, proved.
 */
public final class ErrorRows {
  // Rows leave a streaming buffer within 90 minutes.
  private static final Duration IN_BUFFER = Duration.ofMinutes(90);

  private static final String LATER =
      "Resume to count again, or go on from cleanup and leave them.";

  private final Steps steps;
  private final Plan plan;
  private final Cell cell;

  public ErrorRows(Steps steps, Cell cell) {
    this.steps = steps;
    this.plan = steps.plan();
    this.cell = cell;
  }

  /** The step that makes the table in which a type's rows are kept. */
  public static String keepTable(Plan plan, String run, DocumentType type) {
    return "backup table " + plan.backupOfErrors(run, type);
  }

  /** The step that keeps a cell's rows. */
  public static String keeping(Cell cell) {
    return "keep error rows of " + cell;
  }

  /** Which rows are meant, as a condition. */
  public static String condition(Plan plan, Cell cell) {
    return RejectedRows.isReprocessed(plan, cell, true);
  }

  /** Selects them. */
  public static String selected(Plan plan, Cell cell) {
    return "SELECT\n  *\nFROM\n  %s\nWHERE\n  %s\n"
        .formatted(plan.rejected(cell.type()).name().sql(), condition(plan, cell));
  }

  /** Where they are kept. */
  public StagingPartition place() {
    return plan.backupOfErrors(steps.run(), cell.type()).partition(cell.day());
  }

  /**
   * What was deleted and not put back; empty where nothing is. What a console noted that died then
   * is noted once more by the next, of the same job.
   */
  public Optional<ProductionFact.ErrorsDeleted> deleted() {
    var deleted =
        steps.view().each(Role.CLEARS, ProductionFact.ErrorsDeleted.class).stream()
            .filter(one -> one.cell().equals(cell.key()))
            .toList();
    var gone = deleted.stream().map(ProductionFact.ErrorsDeleted::job).distinct().count();
    var back =
        steps.view().each(Role.LANDS, ProductionFact.ErrorsReturned.class).stream()
            .filter(one -> one.cell().equals(cell.key()))
            .map(ProductionFact.ErrorsReturned::job)
            .distinct()
            .count();
    return gone > back ? Optional.of(deleted.get(deleted.size() - 1)) : Optional.empty();
  }

  /** How many rows must be deleted, as validation counted them; empty where that is not known. */
  public Optional<Long> expected() {
    return counts().flatMap(c -> c.staged().map(staged -> staged.rows() - errors()));
  }

  private long errors() {
    return counts().flatMap(Counts::errors).orElse(0L);
  }

  private Optional<Counts> counts() {
    return Optional.ofNullable(CellValidation.of(steps.view()).get(cell))
        .map(CellValidation::counts);
  }

  /** What speaks against deleting them, before they are counted; empty when nothing does. */
  public List<Problem> problems() {
    var found = Optional.ofNullable(CellValidation.of(steps.view()).get(cell));
    if (found.map(CellValidation::standing).filter(Standing.PASS::equals).isEmpty()) {
      return List.of(
          problem(
              cell
                  + " does not pass by itself: which of its error rows are in stable is not known.",
              "Go on from cleanup, which leaves them."));
    }
    var buffered =
        steps
            .cloud()
            .warehouse()
            .table(plan.rejected(cell.type()).name())
            .flatMap(TableState::bufferedSince);
    var end = cell.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    if (buffered.filter(since -> since.isBefore(end)).isPresent()) {
      return List.of(streaming(steps.now()));
    }
    return List.of();
  }

  /** What their number says against deleting them; empty when nothing does. */
  public List<Problem> problems(ErrorRowCounts counted) {
    var now = counted.of(cell);
    var wanted = expected().orElse(-1L);
    return now == wanted
        ? List.of()
        : List.of(
            problem(
                cell
                    + ": "
                    + now
                    + " error rows meet the condition, and "
                    + wanted
                    + " were reprocessed. None was deleted.",
                LATER));
  }

  private Problem streaming(Instant now) {
    return problem(
        cell
            + ": rows wait in the streaming buffer of "
            + plan.rejected(cell.type())
            + ", where nothing can be deleted.",
        "Resume after " + now.plus(IN_BUFFER) + ", or go on from cleanup and leave them.");
  }

  private Problem problem(String what, String remedy) {
    var problem = Problem.of(what, remedy).inCell(cell.key()).with(Action.resume());
    return steps
        .view()
        .playbook()
        .one(Role.CLEANS)
        .map(kind -> problem.with(Action.from(kind.id())))
        .orElse(problem);
  }

  /** Makes the table in which rows of the cell's type are kept. */
  public StepResult table() {
    var warehouse = steps.cloud().warehouse();
    var table = plan.backupOfErrors(steps.run(), cell.type());
    if (warehouse.table(table.name()).isPresent()) {
      return new AlreadyDone("was there");
    }
    var like = plan.rejected(cell.type());
    var errors =
        warehouse
            .table(like.name())
            .orElseThrow(() -> CloudException.gone(like, "Run preflight again.", BackTo.PREFLIGHT));
    steps
        .cloud()
        .staging()
        .createTable(
            table,
            errors.spec().withoutExpiration(),
            Map.of(Holder.RUN, Holder.clean(steps.run())),
            errors.encryption(),
            Optional.empty());
    return new Done("made like " + like);
  }

  /** Keeps the rows that are to be deleted, all of them and no others. */
  public StepResult keep(String job) {
    var sql = selected(plan, cell);
    var asked = new CostedQueries(steps);
    var most = asked.dryRun("keep error rows", plan.targetProject(), sql, 2);
    var done = steps.cloud().staging().queryInto(job, sql, place(), most, steps.progress());
    return done.rows() == expected().orElse(-1L)
        ? new Done(done.rows() + " rows kept in " + place())
        : Refused.of(
            problem(
                cell
                    + ": "
                    + done.rows()
                    + " error rows were kept, and "
                    + expected().orElse(-1L)
                    + " were reprocessed. None was deleted.",
                LATER));
  }

  /** What is to be confirmed. */
  public DeleteErrorRows proposal() {
    return new DeleteErrorRows(
        plan.rejected(cell.type()),
        cell,
        condition(plan, cell),
        expected().orElseThrow(),
        plan.finish().backup() ? Optional.of(place()) : Optional.empty());
  }

  /** Deletes them, once that was confirmed. */
  public StepResult delete(Confirmed<DeleteErrorRows> confirmed, String job) {
    return proved(job, steps.cloud().production().deleteErrors(confirmed, job, steps.progress()));
  }

  /** Settles a deletion that a killed or disconnected console had begun; empty when none was. */
  public Optional<StepResult> settle() {
    return steps.settle(
        cell.key(),
        job ->
            steps
                .cloud()
                .production()
                .errorsDeleted(job, steps.progress())
                .map(gone -> proved(job, gone)));
  }

  private StepResult proved(String job, long gone) {
    if (gone > 0) {
      var kept = plan.finish().backup() ? place().toString() : "";
      steps.note(new ProductionFact.ErrorsDeleted(cell.key(), job, gone, kept));
    }
    var wanted = expected().orElse(-1L);
    if (gone != wanted) {
      return Refused.of(
          problem(
              cell + ": " + gone + " error rows were deleted, and " + wanted + " were to be.",
              gone == 0 ? LATER : "Undo puts them back."));
    }
    return new Done(
        gone
            + " error rows deleted"
            + (plan.finish().backup()
                ? "; kept in " + place()
                : ". No backup: time travel of the table holds them for its hours."));
  }
}
