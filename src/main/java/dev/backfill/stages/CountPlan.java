package dev.backfill.stages;

import dev.backfill.check.CountQuery;
import dev.backfill.check.CountsSql;
import dev.backfill.landing.OtherPlaces;
import dev.backfill.plan.Cell;
import dev.backfill.run.ByHand;
import dev.backfill.run.PlannedRun;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import java.util.ArrayList;
import java.util.List;

/** The steps of a stage that counts cells. */
final class CountPlan {
  private CountPlan() {}

  /**
   * A step for each cell.
   *
   * @param grouping whether error rows are grouped by their message too, where there are any, and a
   *     rewrite looks where else its rows are
   */
  static List<PlannedStep> steps(StageKind stage, PlannedRun run, boolean grouping) {
    return run.cells().stream().map(cell -> step(stage, run, cell, grouping)).toList();
  }

  private static PlannedStep step(StageKind stage, PlannedRun run, Cell cell, boolean grouping) {
    var plan = run.plan();
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
        .sending(() -> sql(run, cell, grouping))
        .byHand(() -> ByHand.query(plan, sql(run, cell, grouping)));
  }

  private static String sql(PlannedRun run, Cell cell, boolean grouping) {
    var texts = new ArrayList<String>();
    for (var query : CountQuery.of(run.plan())) {
      texts.add(query.sql(run.plan(), cell).stripTrailing());
    }
    if (grouping && run.plan().rewrite().isPresent()) {
      OtherPlaces.sql(run.plan(), cell).forEach(one -> texts.add(one.stripTrailing()));
    } else if (grouping) {
      texts.add(CountsSql.errorMessages(run.plan(), cell).stripTrailing());
    }
    return String.join(";\n\n", texts) + "\n";
  }
}
