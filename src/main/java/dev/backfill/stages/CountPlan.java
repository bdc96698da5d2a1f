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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
    var plan = run.plan();
    var days =
        run.cells().stream()
            .collect(groupingBy(Cell::type, HashMap::new, mapping(Cell::day, toList())));
    var texts = new HashMap<DocumentType, Texts>();
    days.forEach((type, list) -> texts.put(type, new Texts(plan, type, list, grouping)));
    return run.cells().stream().map(cell -> step(stage, plan, cell, texts)).toList();
  }

  private static PlannedStep step(
      StageKind stage, Plan plan, Cell cell, Map<DocumentType, Texts> texts) {
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
        .sending(() -> texts.get(cell.type()).sql(cell))
        .byHand(() -> ByHand.query(plan, texts.get(cell.type()).sql(cell)));
  }

  /** What is sent about the cells of a type; made once, as far as it is the same for all days. */
  private static final class Texts {
    private final TypeDays days;
    private final List<DailyQuery> queries;
    private final Map<Object, String> made = new ConcurrentHashMap<>();

    Texts(Plan plan, DocumentType type, List<LocalDate> days, boolean grouping) {
      this.days = TypeDays.of(type, days);
      this.queries = queries(plan, type, grouping);
    }

    String sql(Cell cell) {
      return queries.stream()
          .map(one -> one.isOfOneDay() ? one.sql().apply(TypeDays.of(cell)) : ofAll(one))
          .map(String::stripTrailing)
          .collect(joining(";\n\n", "", "\n"));
    }

    private String ofAll(DailyQuery query) {
      return made.computeIfAbsent(query.key(), key -> query.sql().apply(days));
    }
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
