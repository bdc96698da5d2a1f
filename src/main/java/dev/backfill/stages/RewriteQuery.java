package dev.backfill.stages;

import dev.backfill.check.RewriteSql;
import dev.backfill.check.TypeDays;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Column;
import dev.backfill.cloud.SpecDiff;
import dev.backfill.cloud.TableSpec;
import dev.backfill.cloud.Warehouse.DryRun;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.problem.Problem;
import dev.backfill.run.BackTo;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks ahead, by dry runs, whether a plan's query and predicate are what a table can take. */
final class RewriteQuery {
  private static final String SELECT = "SELECT";

  // A table has up to 10,000 columns; the first differences tell which it is.
  private static final int SHOWN = 20;

  private final Steps steps;

  RewriteQuery(Steps steps) {
    this.steps = steps;
  }

  /** Compares what the query gives with a type's table, and tries its predicate. */
  StepResult check(DocumentType type) {
    var plan = steps.plan();
    var table = plan.stable(type);
    var state = steps.cloud().warehouse().table(table.name());
    if (state.isEmpty()) {
      throw CloudException.gone(table, "Run preflight again.", BackTo.PREFLIGHT);
    }
    var cell = new Cell(type, plan.days().first());
    var sql = plan.rewrite().orElseThrow().query(table, cell.day());
    return tried("rewrite.query", () -> dryRun(sql), run -> fits(type, state.get().spec(), run))
        .or(
            () ->
                tried(
                    "rewrite.affected",
                    () -> dryRun(RewriteSql.stable(plan, TypeDays.of(cell))),
                    run -> Optional.empty()))
        .<StepResult>map(Refused::of)
        .orElseGet(
            () ->
                new Done(
                    "gives the " + state.get().spec().columns().size() + " columns of " + table));
  }

  private DryRun dryRun(String sql) {
    return steps.cloud().warehouse().dryRun(steps.plan().targetProject(), sql);
  }

  /** What is wrong with a field's SQL: that it cannot be run, or what it would give. */
  private static Optional<Problem> tried(
      String field,
      Supplier<DryRun> run,
      java.util.function.Function<DryRun, Optional<Problem>> check) {
    try {
      return check.apply(run.get());
    } catch (CloudException e) {
      return switch (e.kind()) {
        case INVALID, JOB_FAILED ->
            Optional.of(
                Problem.of(
                    field + " cannot be run: " + e.problem().what(),
                    "Mend it, then begin another run."));
        case UNSUPPORTED ->
            Optional.of(
                Problem.of(
                    field + " cannot be run here: " + e.problem().what(),
                    "Run the plan on Google, or take that out."));
        case CREDENTIALS,
                DENIED,
                NOT_SET_UP,
                QUOTA,
                NOT_FOUND,
                CONFLICT,
                PRECONDITION,
                UNAVAILABLE ->
            throw e;
      };
    }
  }

  private Optional<Problem> fits(DocumentType type, TableSpec table, DryRun run) {
    if (!run.statement().equals(SELECT)) {
      return Optional.of(
          Problem.of(
              "rewrite.query is "
                  + (run.statement().isEmpty() ? "no statement that is known" : run.statement())
                  + ", and not one SELECT.",
              "Write a SELECT: the console writes its rows into the partition."));
    }
    var diff = SpecDiff.of(bare(table.columns()), bare(run.columns()));
    return diff.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                    "rewrite.query does not give the columns of "
                        + steps.plan().stable(type)
                        + ", in their order, with their types and modes.",
                    "Mend the query, then begin another run.")
                .under(diff.stream().limit(SHOWN).toList())
                .under(
                    diff.size() > SHOWN
                        ? List.of("… of " + diff.size() + " differences")
                        : List.of()));
  }

  /** Columns as a result has them: no descriptions and settings, and nothing is required. */
  private static TableSpec bare(List<Column> columns) {
    return new TableSpec(inner(columns), Optional.empty(), List.of());
  }

  private static List<Column> inner(List<Column> columns) {
    return columns.stream()
        .map(
            one ->
                new Column(
                    one.name(),
                    one.type(),
                    one.mode().equals("REPEATED") ? "REPEATED" : "NULLABLE",
                    "",
                    inner(one.fields())))
        .toList();
  }
}
