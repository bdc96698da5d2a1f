package dev.backfill.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.estimate.CellFigures;
import dev.backfill.estimate.Effort;
import dev.backfill.estimate.Range;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TableName;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a survey makes of partitions' metadata and dry runs, and how few it asks for. */
class SurveyTest {
  private final Map<String, Map<String, PartitionState>> tables = new HashMap<>();
  private final List<String> dryRuns = new ArrayList<>();
  private Function<String, Long> bytes = sql -> 1_000_000L;

  private Warehouse warehouse() {
    return (Warehouse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Warehouse.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "partitions" -> partitions((TableName) arguments[0]);
                  case "dryRun" -> dryRun((String) arguments[1]);
                  default -> throw new AssertionError("not free: " + method.getName());
                });
  }

  private Map<String, PartitionState> partitions(TableName table) {
    var found = tables.get(table.dataset());
    if (found == null) {
      throw new CloudException(CloudException.Kind.DENIED, table + " may not be read.", null);
    }
    return found;
  }

  private Warehouse.DryRun dryRun(String sql) {
    dryRuns.add(sql);
    return new Warehouse.DryRun(bytes.apply(sql));
  }

  private void holds(String dataset, int days, long rows, long bytes) {
    var found = new TreeMap<String, PartitionState>();
    for (var day = 1; day <= days; day++) {
      found.put("202004%02d".formatted(day), new PartitionState(rows, bytes, Instant.EPOCH));
    }
    tables.put(dataset, found);
  }

  private static Plan plan(int days, String more) throws Exception {
    return PlanFile.read(
        """
        name: test
        reason: a test
        days: { first: 2020-04-01, last: 2020-04-%02d }
        documents: [ telemetry/main/4 ]
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        """
                .formatted(days)
            + more);
  }

  private List<CellFigures> figures(Plan plan) {
    return new Survey(plan, warehouse()).of(plan.cells()).cells();
  }

  @Test
  void rowsLieBetweenWhatLiveHoldsAndWhatWasReceived() throws Exception {
    holds("payload_bytes_decoded", 1, 1_100, 2_000_000);
    holds("telemetry_live", 1, 1_000, 900);
    holds("telemetry_stable", 1, 500, 5_000_000);
    bytes = sql -> 2_000_000L;
    var cell = figures(plan(1, "")).get(0);
    assertThat(cell.rows()).isEqualTo(new Range(1_000, 1_000, 1_100));
    assertThat(cell.stagedBytes().high()).isEqualTo(2_000_000);
    // Rows of stable have 10,000 bytes.
    assertThat(cell.landedBytes().likely()).isEqualTo(10_000_000);
    assertThat(cell.queried().get(Effort.STAGES).likely()).isEqualTo(10 * 1024 * 1024);
    assertThat(cell.queries().get(Effort.COUNTS)).isEqualTo(8);
  }

  @Test
  void manyDaysAreJudgedByAFewDryRunsAndTheirPartitions() throws Exception {
    holds("payload_bytes_decoded", 30, 1_000_000, 2_000_000_000);
    holds("telemetry_live", 30, 0, 0);
    holds("telemetry_stable", 30, 0, 0);
    tables
        .get("payload_bytes_decoded")
        .put("20200408", new PartitionState(500_000, 1_000_000_000, Instant.EPOCH));
    bytes = sql -> sql.contains("2020-04-08") ? 1_000_000_000L : 2_000_000_000L;
    var figures = figures(plan(30, ""));
    assertThat(figures).hasSize(30);
    assertThat(dryRuns).hasSizeBetween(10, 24);
    assertThat(figures.get(7).queried().get(Effort.STAGES).likely()).isBetween(1.0e9, 1.01e9);
    assertThat(figures.get(8).queried().get(Effort.STAGES).likely()).isBetween(2.0e9, 2.01e9);
  }

  @Test
  void whatMayNotBeReadMakesRangesWiderAndIsSaid() throws Exception {
    bytes = sql -> 3_000_000_000L;
    var plan = plan(1, "");
    var found = new Survey(plan, warehouse()).of(plan.cells());
    var rows = found.cells().get(0).rows();
    assertThat(rows.low()).isPositive().isLessThan(rows.high() / 5);
    assertThat(found.asked()).isTrue();
    assertThat(found.restsOn())
        .anySatisfy(line -> assertThat(line).contains("telemetry__main_v4", "may not be read"));
  }

  @Test
  void aRewriteIsJudgedByItsOwnQuery() throws Exception {
    holds("telemetry_stable", 1, 7_000, 70_000_000);
    bytes = sql -> sql.contains("SELECT 1, *") ? 50_000_000L : 0L;
    var cell =
        figures(
                plan(
                    1,
                    """
                    playbook: rewrite
                    rewrite: { query_sql: "SELECT 1, * FROM ${source} WHERE d = '${day}'", mode: any }
                    """))
            .get(0);
    assertThat(cell.rows()).isEqualTo(Range.exactly(7_000));
    assertThat(cell.stagedBytes()).isEqualTo(Range.ZERO);
    assertThat(cell.queried().get(Effort.STAGES).likely()).isBetween(50e6, 51e6);
    assertThat(cell.queries()).containsKey(Effort.SCOPES);
  }

  @Test
  void ofRejectedRowsNoneToAllMayBeCaught() throws Exception {
    holds("payload_bytes_error", 1, 4_000, 8_000_000);
    holds("telemetry_stable", 1, 100, 100_000);
    var cell =
        figures(
                plan(
                    1,
                    """
                    playbook: reprocess
                    errors: { messages: [ "%x%" ] }
                    """))
            .get(0);
    assertThat(cell.rows()).isEqualTo(new Range(0, 1_000, 4_000));
    assertThat(cell.queried()).containsKeys(Effort.SCOPES, Effort.DEDUPLICATES);
  }

  @Test
  void aCloudThatDoesNotAnswerIsNotTakenForAnEmptyOne() throws Exception {
    var gone = new CloudException(CloudException.Kind.UNAVAILABLE, "No answer.", null);
    holds("payload_bytes_decoded", 1, 1, 1);
    holds("telemetry_live", 1, 1, 1);
    holds("telemetry_stable", 1, 1, 1);
    bytes =
        sql -> {
          throw gone;
        };
    var plan = plan(1, "");
    assertThatThrownBy(() -> figures(plan)).isSameAs(gone);
  }
}
