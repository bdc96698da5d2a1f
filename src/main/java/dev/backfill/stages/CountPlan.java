package dev.backfill.stages;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.backfill.check.CountQuery;
import dev.backfill.check.DailyQuery;
import dev.backfill.check.NullShare;
import dev.backfill.check.TypeDays;
import dev.backfill.landing.OtherPlaces;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.run.ByHand;
import dev.backfill.run.PlannedRun;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** The steps of a stage that counts cells. */
final class CountPlan {
  private CountPlan() {}

  /**
   * A step for each cell. What is asked is asked about all cells of a type at once, and so stands
   * with each.
   *
   * @param grouping whether error rows are grouped by their message too, where there are any, and a
   *     rewrite looks where else its rows are
   */
  static List<PlannedStep> steps(StageKind stage, PlannedRun run, boolean grouping) {
    var days =
        run.cells().stream()
            .collect(groupingBy(Cell::type, HashMap::new, mapping(Cell::day, toList())));
    return run.cells().stream()
        .map(cell -> step(stage, run.plan(), cell, days.get(cell.type()), grouping))
        .toList();
  }

  private static PlannedStep step(
      StageKind stage, Plan plan, Cell cell, List<LocalDate> days, boolean grouping) {
    return PlannedStep.of(stage, cell.key(), Kind.READS)
        .calling("bigquery.tables.get", "bigquery.jobs.insert (dry run)", "bigquery.jobs.query")
        .needing(
            plan.sourceProject(),
            "bigquery.tables.get",
            "bigquery.tables.getData",
            "bigquery.tables.list")
        .needing(
            plan.targetProject(),
            "bigquery.jobs.create",
            "bigquery.tables.get",
            "bigquery.tables.getData",
            "bigquery.tables.list")
        .sending(() -> sql(plan, cell, days, grouping))
        .byHand(() -> ByHand.query(plan, sql(plan, cell, days, grouping)));
  }

  private static String sql(Plan plan, Cell cell, List<LocalDate> days, boolean grouping) {
    return queries(plan, cell.type(), grouping).stream()
        .map(
            one ->
                one.sql()
                    .apply(one.isOfOneDay() ? TypeDays.of(cell) : TypeDays.of(cell.type(), days)))
        .map(String::stripTrailing)
        .collect(joining(";\n\n", "", "\n"));
  }

  private static List<DailyQuery> queries(Plan plan, DocumentType type, boolean grouping) {
    var queries = new ArrayList<DailyQuery>();
    CountQuery.of(plan).forEach(one -> queries.add(one.of(plan, type)));
    if (grouping && plan.rewrite().isPresent()) {
      queries.addAll(OtherPlaces.queries(plan, type));
    } else if (grouping) {
      queries.add(CountQuery.errorMessages(plan));
      if (!NullShare.columns(plan).isEmpty()) {
        queries.add(NullShare.query(plan, type));
      }
    }
    return queries;
  }
}
