package dev.backfill.stages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.CountQuery;
import dev.backfill.check.Counts.Side;
import dev.backfill.check.CountsSql;
import dev.backfill.check.RewriteSql;
import dev.backfill.check.TypeDays;
import dev.backfill.estimate.Effort;
import dev.backfill.fact.CountFact.Scoped;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.Rewrite;
import dev.backfill.run.AtOnce;
import dev.backfill.run.ByHand;
import dev.backfill.run.CostedQueries;
import dev.backfill.run.DailyQueries;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.RewriteScope;
import dev.backfill.run.SideBySide;
import dev.backfill.run.Stage;
import dev.backfill.run.Standing;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Skipped;
import dev.backfill.text.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks at what a rewrite is for before anything is made: whether the plan's query gives what the
 * table takes, how many rows of each day are affected, and what the query reads.
 */
public final class ScopeStage extends Stage {
  private static final Side NONE = new Side(0, 0, 0);

  static String queryOf(DocumentType type) {
    return "query of " + type;
  }

  @Override
  public StageKind kind() {
    return StageKind.SCOPE;
  }

  @Override
  public Role role() {
    return Role.PREPARES;
  }

  @Override
  public Page page() {
    return Page.SCOPE;
  }

  @Override
  public Effort effort() {
    return Effort.SCOPES;
  }

  @Override
  public String heading() {
    return "Count what the run is for";
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    return Stream.concat(
            run.types().stream().map(type -> query(run, type)),
            run.cells().stream().map(cell -> count(run, cell)))
        .toList();
  }

  private static PlannedStep query(PlannedRun run, DocumentType type) {
    var plan = run.plan();
    return reads(plan, queryOf(type))
        .calling("bigquery.tables.get", "bigquery.jobs.insert (dry run)")
        .needing(plan.sourceProject(), "bigquery.tables.get")
        .sending(() -> sql(plan, first(plan, type)))
        .byHand(() -> ByHand.dryRun(plan, sql(plan, first(plan, type))));
  }

  private static PlannedStep count(PlannedRun run, Cell cell) {
    var plan = run.plan();
    return reads(plan, cell.key())
        .calling("bigquery.jobs.insert (dry run)", "bigquery.jobs.query")
        .sending(
            () ->
                RewriteSql.stable(plan, TypeDays.of(cell)).stripTrailing()
                    + ";\n\n"
                    + sql(plan, cell))
        .byHand(
            () ->
                ByHand.query(plan, RewriteSql.stable(plan, TypeDays.of(cell)))
                    + "\n"
                    + ByHand.dryRun(plan, sql(plan, cell)));
  }

  private static PlannedStep reads(Plan plan, String subject) {
    return PlannedStep.of(StageKind.SCOPE, subject, Kind.READS)
        .needing(plan.sourceProject(), "bigquery.tables.getData")
        .needing(plan.targetProject(), "bigquery.jobs.create");
  }

  private static Cell first(Plan plan, DocumentType type) {
    return new Cell(type, plan.days().first());
  }

  private static String sql(Plan plan, Cell cell) {
    return rewrite(plan).query(plan.stable(cell.type()), cell.day());
  }

  @Override
  public StepResult run(Steps steps) {
    var results = new StepResults();
    for (var type : steps.view().types()) {
      results.add(steps.look(queryOf(type), () -> new RewriteQuery(steps).check(type)));
    }
    if (!results.succeeded()) {
      return results.whole("");
    }
    var work = new ArrayList<Supplier<StepResult>>();
    var cells = steps.view().cells();
    cells.forEach(cell -> work.add(() -> steps.look(cell.key(), () -> count(steps, cell))));
    var counted = new SideBySide(steps, AtOnce.QUERIES).run(work);
    var scope = RewriteScope.of(steps.view());
    return counted.succeeded() && scope.due().isEmpty()
        ? NothingDue.refused(steps.view())
        : counted.whole(scope.brief());
  }

  private static long affected(List<JsonNode> rows) {
    return rows.stream().mapToLong(row -> row.path("n_affected").asLong()).sum();
  }

  private static Rewrite rewrite(Plan plan) {
    return plan.rewrite().orElseThrow();
  }

  private static StepResult count(Steps steps, Cell cell) {
    var plan = steps.plan();
    var asked = new CostedQueries(steps);
    var rows =
        new DailyQueries(asked, plan.targetProject(), TypeDays.of(cell))
            .rows(CountQuery.REWRITE_STABLE.of(plan, cell.type()), cell.day());
    var side = rows.stream().findFirst().map(CountsSql::readSide).orElse(NONE);
    var before = asked.bytes();
    asked.dryRun("rewrite", plan.targetProject(), sql(plan, cell), 1);
    asked.keep(cell);
    var scoped =
        new Scoped(
            cell.key(),
            side.rows(),
            rewrite(plan).affected().map(any -> affected(rows)),
            asked.bytes() - before);
    steps.note(scoped);
    if (scoped.toRewrite() == 0) {
      return new Skipped(Standing.nothing(steps.plan()));
    }
    var reads = "; the query reads " + Amounts.bytes(scoped.bytes());
    return new Done(
        scoped
                .affected()
                .map(n -> String.format(Locale.ROOT, "%,d of %,d rows affected", n, scoped.rows()))
                .orElseGet(() -> String.format(Locale.ROOT, "%,d rows", scoped.rows()))
            + reads);
  }
}
