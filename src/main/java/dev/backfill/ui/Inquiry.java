package dev.backfill.ui;

import dev.backfill.cloud.Cloud;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import dev.backfill.run.Playbooks;
import dev.backfill.survey.Estimates;
import dev.backfill.survey.Survey;
import dev.backfill.ui.model.PlanFindings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks a cloud what it has for a plan; changes nothing. */
final class Inquiry {
  // Each cell costs a dry run and a metadata call, about half a second on Google's side.
  private static final int MOST_CELLS = 200;
  private static final Pattern TABLE =
      Pattern.compile("(telemetry|structured)_(\\w+)__(\\w+)_v(\\w+)");

  private final Cloud cloud;
  private final Plan plan;
  private final Estimates estimates;

  Inquiry(Cloud cloud, Plan plan, Estimates estimates) {
    this.cloud = cloud;
    this.plan = plan;
    this.estimates = estimates;
  }

  PlanFindings ask() {
    var warehouse = cloud.warehouse();
    var decoded = new DatasetName(plan.sourceProject(), "payload_bytes_decoded");
    var types =
        warehouse.tables(decoded).stream()
            .map(TableName::table)
            .flatMap(table -> type(table).stream())
            .toList();
    Map<String, Long> rows = new HashMap<>();
    Map<String, Long> bytes = new HashMap<>();
    for (var cell : plan.cells().stream().limit(MOST_CELLS).toList()) {
      rows.put(cell.key(), rows(cell));
      bytes.put(cell.key(), warehouse.dryRun(plan.targetProject(), Survey.sql(plan, cell)).bytes());
    }
    var stages = Playbooks.of(plan).efforts();
    return new PlanFindings(
        plan, types, rows, bytes, Optional.of(estimates.of(plan, plan.cells(), stages, warehouse)));
  }

  private long rows(Cell cell) {
    return cloud
        .warehouse()
        .partition(plan.decoded(cell.type()).name(), cell.day())
        .map(partition -> partition.rows())
        .orElse(0L);
  }

  /** The type of a table's name, when naming it so leads back to the same table. */
  private static Optional<String> type(String table) {
    var matcher = TABLE.matcher(table);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var type =
        new DocumentType(
            matcher.group(2).replace('_', '-'),
            matcher.group(3).replace('_', '-'),
            matcher.group(4));
    return type.decodedTable().equals(table) ? Optional.of(type.toString()) : Optional.empty();
  }
}
