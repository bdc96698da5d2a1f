package dev.backfill.stages;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.backfill.check.RejectedCounts;
import dev.backfill.check.TypeDays;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.landing.ErrorRowCounts;
import dev.backfill.landing.ErrorRows;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.problem.Problem;
import dev.backfill.run.AtOnce;
import dev.backfill.run.ByHand;
import dev.backfill.run.DoneSoFar;
import dev.backfill.run.JobIds;
import dev.backfill.run.NotConfirmed;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.RunView;
import dev.backfill.run.SideBySide;
import dev.backfill.run.Stage;
import dev.backfill.run.StageLine;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Deletes from production's error table what was rejected there and is in stable now, where the
 * plan says so. A cell's rows go by one statement, which deletes as many as were reprocessed or
 * none.
 */
public final class ErrorRowsStage extends Stage {
  private static final StageKind KIND = StageKind.of("errors");

  private static final String LEFT = "what is left";

  // Before a run, nothing is known of how many rows there are.
  private static final String ROWS = "ROWS";

  @Override
  public StageKind kind() {
    return KIND;
  }

  @Override
  public Role role() {
    return Role.CLEARS;
  }

  @Override
  public String heading() {
    return "Delete the error rows";
  }

  @Override
  public Hold hold() {
    return Hold.UNBROKEN;
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    var plan = run.plan();
    var steps = new ArrayList<PlannedStep>();
    if (!isOurs(plan)) {
      return List.of(PlannedStep.of(KIND, LEFT, Kind.READS));
    }
    if (plan.finish().backup()) {
      run.due().stream()
          .map(Cell::type)
          .distinct()
          .forEach(type -> steps.add(table(run, plan.backupOfErrors(run.id(), type), type)));
      run.due().forEach(cell -> steps.add(keeping(run, cell)));
    }
    var days = run.due().stream().collect(groupingBy(Cell::type, mapping(Cell::day, toList())));
    run.due()
        .forEach(
            cell ->
                steps.add(deletion(run, cell, TypeDays.of(cell.type(), days.get(cell.type())))));
    return steps;
  }

  private static boolean isOurs(Plan plan) {
    return plan.deletesErrors() && plan.finish().by() == Plan.By.SELF;
  }

  private static PlannedStep table(PlannedRun run, StagingTable table, DocumentType type) {
    var plan = run.plan();
    var like = plan.rejected(type);
    return PlannedStep.of(KIND, ErrorRows.keepTable(plan, run.id(), type), Kind.MAKES)
        .calling("bigquery.tables.get", "bigquery.tables.insert")
        .touching("creates " + table + " like " + like + ", unless it exists")
        .needing(plan.sourceProject(), "bigquery.tables.get")
        .needing(plan.targetProject(), "bigquery.tables.get", "bigquery.tables.create")
        .byHand(
            () ->
                ByHand.query(
                    plan, "CREATE TABLE " + table.name().sql() + " LIKE " + like.name().sql()));
  }

  private static PlannedStep keeping(PlannedRun run, Cell cell) {
    var plan = run.plan();
    var subject = ErrorRows.keeping(cell);
    var to = plan.backupOfErrors(run.id(), cell.type()).partition(cell.day());
    var job = JobIds.bigQuery(run.id(), new Step(KIND, subject), 1);
    Supplier<String> sql = () -> ErrorRows.selected(plan, cell);
    return PlannedStep.of(KIND, subject, Kind.WRITES)
        .calling("bigquery.jobs.insert (dry run)", "bigquery.jobs.insert (query, WRITE_TRUNCATE)")
        .touching("replaces " + to + " by the error rows that are to be deleted")
        .needing(plan.sourceProject(), "bigquery.tables.getData")
        .needing(
            plan.targetProject(),
            "bigquery.jobs.create",
            "bigquery.tables.get",
            "bigquery.tables.getData",
            "bigquery.tables.updateData")
        .sending(sql)
        .byHand(() -> ByHand.queryInto(plan, job, to, sql.get()));
  }

  /**
   * The step that deletes a cell's rows.
   *
   * @param together the days of its type that are counted by one statement
   */
  private static PlannedStep deletion(PlannedRun run, Cell cell, TypeDays together) {
    var plan = run.plan();
    var table = plan.rejected(cell.type());
    Supplier<String> deletion =
        () -> DeleteErrorRows.deletion(table, ErrorRows.condition(plan, cell), ROWS);
    return PlannedStep.of(KIND, cell.key(), Kind.DELETES)
        .calling(
            "bigquery.tables.get",
            "bigquery.jobs.insert (dry run)",
            "bigquery.jobs.query",
            "bigquery.jobs.insert (query, DELETE)")
        .touching(
            "deletes the reprocessed error rows of "
                + cell.day()
                + " from "
                + table
                + " in production, once their number is typed")
        .needing(
            plan.sourceProject(),
            "bigquery.tables.get",
            "bigquery.tables.getData",
            "bigquery.tables.updateData")
        .needing(plan.targetProject(), "bigquery.jobs.create", "bigquery.tables.getData")
        .sending(
            () ->
                RejectedCounts.reprocessed(plan).sql().apply(together).stripTrailing()
                    + ";\n\n"
                    + deletion.get())
        .byHand(() -> ByHand.query(plan, deletion.get()));
  }

  @Override
  public Set<StagingTable> written(Plan plan, StageLine line) {
    return Set.of();
  }

  @Override
  public List<String> done(RunView view) {
    return DoneSoFar.through(view.stage(KIND), "step", "steps", "through of deleting error rows");
  }

  @Override
  public StepResult run(Steps steps) {
    var plan = steps.plan();
    if (!isOurs(plan)) {
      var left = new AlreadyDone(left(plan));
      return new StepResults().add(steps.look(LEFT, () -> left)).whole(left.text());
    }
    for (var cell : steps.view().cells()) {
      var settled = new ErrorRows(steps, cell).settle();
      if (settled.filter(result -> !result.succeeded()).isPresent()) {
        return settled.get();
      }
    }
    var open = steps.view().cells().stream().filter(cell -> isOpen(steps, cell)).toList();
    if (open.isEmpty()) {
      return new AlreadyDone("Nothing of this run that is in production has error rows left");
    }
    var problems = new LinkedHashMap<Cell, List<Problem>>();
    open.forEach(cell -> problems.put(cell, new ErrorRows(steps, cell).problems()));
    var ready = open.stream().filter(cell -> problems.get(cell).isEmpty()).toList();
    var counted = ErrorRowCounts.now(steps, ready);
    ready.forEach(cell -> problems.put(cell, new ErrorRows(steps, cell).problems(counted)));
    var clear = open.stream().filter(cell -> problems.get(cell).isEmpty()).toList();
    var rest = problems.values().stream().flatMap(List::stream).toList();
    var result = clear.isEmpty() ? new AlreadyDone("") : delete(steps, clear);
    return result.succeeded() && !rest.isEmpty() ? new Refused(rest) : result;
  }

  private static String left(Plan plan) {
    return plan.deletesErrors()
        ? "Left to whoever executes the packet, which has the DELETE of each day"
        : "The plan leaves them in production";
  }

  private static boolean isOpen(Steps steps, Cell cell) {
    return steps.view().production().footprint(cell) == Footprint.COPIED
        && new ErrorRows(steps, cell).deleted().isEmpty();
  }

  private static StepResult delete(Steps steps, List<Cell> cells) {
    var kept = keep(steps, cells);
    if (!kept.succeeded()) {
      return kept.whole("");
    }
    var items = new LinkedHashMap<DeleteErrorRows, Cell>();
    cells.forEach(cell -> items.put(new ErrorRows(steps, cell).proposal(), cell));
    var request =
        new ConfirmationRequest<>(steps.plan().sourceProject(), List.copyOf(items.keySet()));
    var confirmed = steps.desk().confirm(request, steps.operator().typed(request));
    if (confirmed.isEmpty()) {
      return new NotConfirmed(steps.operator())
          .result(
              "The error rows are all there.",
              List.of(NotConfirmed.wanting("To confirm", request.named())));
    }
    steps.agreed(request.phrase(), request.items().stream().map(DeleteErrorRows::phrase).toList());
    var work = new ArrayList<Supplier<StepResult>>();
    for (var one : confirmed.get()) {
      var cell = items.get(one.what());
      work.add(
          () -> steps.againAsJob(cell.key(), job -> new ErrorRows(steps, cell).delete(one, job)));
    }
    var done = new SideBySide(steps, AtOnce.STATEMENTS).run(work);
    return done.succeeded() ? done.whole(text(steps, items)) : done.wholeOfChanges("");
  }

  private static String text(Steps steps, Map<DeleteErrorRows, Cell> items) {
    var rows = items.keySet().stream().mapToLong(DeleteErrorRows::rows).sum();
    var left = ErrorRowCounts.now(steps, List.copyOf(items.values())).sum();
    return rows
        + " error rows deleted"
        + (left == 0 ? ", none is left" : "; " + left + " that came since meet the condition");
  }

  private static StepResults keep(Steps steps, List<Cell> cells) {
    var results = new StepResults();
    if (!steps.plan().finish().backup()) {
      return results;
    }
    var byType =
        cells.stream().collect(Collectors.toMap(Cell::type, cell -> cell, (one, other) -> one));
    byType.forEach(
        (type, cell) ->
            results.add(
                steps.make(
                    ErrorRows.keepTable(steps.plan(), steps.run(), type),
                    () -> new ErrorRows(steps, cell).table())));
    for (var cell : cells) {
      if (results.succeeded()) {
        results.add(
            steps.onceAsJob(ErrorRows.keeping(cell), job -> new ErrorRows(steps, cell).keep(job)));
      }
    }
    return results;
  }
}
