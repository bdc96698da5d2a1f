package dev.backfill.stages;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    var counts = new HashMap<DocumentType, String>();
    byType(run.cells())
        .forEach((type, days) -> counts.put(type, RewriteSql.stable(run.plan(), days)));
    return Stream.concat(
            run.types().stream().map(type -> query(run, type)),
            run.cells().stream().map(cell -> count(run, cell, counts.get(cell.type()))))
        .toList();
  }

  private static Map<DocumentType, TypeDays> byType(List<Cell> cells) {
    return cells.stream()
        .collect(
            groupingBy(
                Cell::type,
                LinkedHashMap::new,
                collectingAndThen(
                    toList(),
                    all -> TypeDays.of(all.get(0).type(), all.stream().map(Cell::day).toList()))));
  }

  private static PlannedStep query(PlannedRun run, DocumentType type) {
    var plan = run.plan();
    return reads(plan, queryOf(type))
        .calling("bigquery.tables.get", "bigquery.jobs.insert (dry run)")
        .needing(plan.sourceProject(), "bigquery.tables.get")
        .sending(() -> sql(plan, first(plan, type)))
        .byHand(() -> ByHand.dryRun(plan, sql(plan, first(plan, type))));
  }

  /** What is counted is counted of all days of a type at once, and so stands with each. */
  private static PlannedStep count(PlannedRun run, Cell cell, String counted) {
    var plan = run.plan();
    return reads(plan, cell.key())
        .calling("bigquery.jobs.insert (dry run)", "bigquery.jobs.query")
        .sending(() -> counted.stripTrailing() + ";\n\n" + sql(plan, cell))
        .byHand(() -> ByHand.query(plan, counted) + "\n" + ByHand.dryRun(plan, sql(plan, cell)));
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
    var tables = new HashMap<DocumentType, Counting>();
    byType(cells).forEach((type, days) -> tables.put(type, new Counting(steps, days)));
    for (var cell : cells) {
      var table = tables.get(cell.type());
      work.add(() -> steps.look(cell.key(), () -> count(steps, cell, table.rows(cell))));
    }
    var counted = new SideBySide(steps, AtOnce.QUERIES).run(work);
    tables.values().forEach(Counting::keep);
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

  /** The count of a type's days, by the one statement that whoever comes first sends. */
  private static final class Counting {
    private final Steps steps;
    private final TypeDays days;
    private final CostedQueries asked;
    private final DailyQueries daily;

    Counting(Steps steps, TypeDays days) {
      this.steps = steps;
      this.days = days;
      this.asked = new CostedQueries(steps);
      this.daily = new DailyQueries(asked, steps.plan().targetProject(), days);
    }

    /** The others of the type wait meanwhile: what they want to know is asked already. */
    synchronized List<JsonNode> rows(Cell cell) {
      return daily.rows(CountQuery.REWRITE_STABLE.of(steps.plan(), cell.type()), cell.day());
    }

    void keep() {
      asked.keep(days.days().list().stream().map(day -> new Cell(days.type(), day)).toList());
    }
  }

  private static StepResult count(Steps steps, Cell cell, List<JsonNode> rows) {
    var plan = steps.plan();
    var asked = new CostedQueries(steps);
    var side = rows.stream().findFirst().map(CountsSql::readSide).orElse(NONE);
    asked.dryRun("rewrite", plan.targetProject(), sql(plan, cell), 1);
    asked.keep(cell);
    var scoped =
        new Scoped(
            cell.key(),
            side.rows(),
            rewrite(plan).affected().map(any -> affected(rows)),
            asked.bytes());
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
