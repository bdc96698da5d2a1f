package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.TableSpec;
import dev.backfill.cloud.TableSpec.Partitioning;
import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.journal.Journal;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TableKind;
import dev.backfill.plan.TableName;
import dev.backfill.run.Around;
import dev.backfill.run.CleanupView;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no table partitioned by day is named for what it is, and nobody's is harmed. */
class OddTablesTest {
  private static final String TARGET = "data-backfill-14";

  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws Exception {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            """);
    cloud = new FakeCloud(plan);
  }

  private List<TableName> production() {
    return plan.needed(plan.documents().get(0)).stream().map(table -> table.name()).toList();
  }

  private TableName live() {
    return plan.live(plan.documents().get(0)).name();
  }

  private void split(TableName table, String type, String field) {
    var by = new Partitioning(type, Optional.ofNullable(field), Optional.empty(), false);
    var columns = cloud.tables.getOrDefault(table, FakeCloud.spec("document_id")).columns();
    cloud.tables.put(table, new TableSpec(columns, Optional.of(by), List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VIEW | is a view: | Look at its query",
        "MATERIALIZED_VIEW | is a materialized view: | Look at its query",
        "SNAPSHOT | is a snapshot: | the table that it was taken of",
        "EXTERNAL | is an external table: | Ask its owner to load it",
        "MODEL | is a model, and not a table. | Check the document type",
        "OTHER | is of an unknown kind, and not a table. | Check the document type",
      })
  void namesWhatIsNoTableWhereverTheRunNeedsOne(TableKind kind, String what, String remedy) {
    for (var table : production()) {
      cloud.kinds.clear();
      cloud.kinds.put(table, kind);
      assertThat(refusal(table + " run"))
          .contains(table + " " + what, remedy)
          .doesNotContain(" is in ", "location");
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "HOUR | submission_timestamp | by hour of submission_timestamp;",
        "MONTH | submission_timestamp | by month of submission_timestamp;",
        "YEAR | submission_timestamp | by year of submission_timestamp;",
        "DAY | created | by day of created;",
        "DAY | - | by ingestion time, a partition for each day;",
        "HOUR | - | by ingestion time, a partition for each hour;",
        "RANGE | sample_id | by ranges of the integer column sample_id;",
        "LUNAR | submission_timestamp | by lunar of submission_timestamp;",
      })
  void namesHowATableIsPartitioned(String type, String field, String what) {
    for (var table : production()) {
      cloud = new FakeCloud(plan);
      split(table, type, field);
      if (table.equals(live())) {
        assertThat(run(table + " run", StageKind.PREFLIGHT))
            .as("only counted")
            .isEqualTo(Outcome.DONE);
      } else {
        assertThat(refusal(table + " run"))
            .contains(table + " is partitioned " + what, "Ask its owner for a table");
      }
    }
  }

  @Test
  void namesTablesWithoutPartitions() {
    for (var table : production()) {
      cloud = new FakeCloud(plan);
      var spec = cloud.tables.get(table);
      cloud.tables.put(table, new TableSpec(spec.columns(), Optional.empty(), List.of()));
      if (table.equals(live()) || table.dataset().equals("payload_bytes_error")) {
        assertThat(run(table + " run", StageKind.PREFLIGHT)).isEqualTo(Outcome.DONE);
      } else {
        assertThat(refusal(table + " run"))
            .contains(table + " is not partitioned; a backfill", "Ask its owner for a table");
      }
    }
  }

  @Test
  void takesTablesPartitionedByDay() {
    production().forEach(table -> split(table, "DAY", "submission_timestamp"));
    assertThat(run("r1", StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
  }

  @Test
  void namesWhatStandsInTheTargetWhereATableIsToBe() {
    for (var table : plan.mirrored(plan.documents().get(0)).keySet()) {
      cloud = new FakeCloud(plan);
      cloud.tables.put(table.name(), FakeCloud.spec("document_id"));
      cloud.kinds.put(table.name(), TableKind.VIEW);
      assertThat(refusal(table + " run")).contains(table + " is a view, and rows can be written");
    }
  }

  @Test
  void cleanupLeavesOthersOddTablesAlone() {
    var others = new DatasetName(TARGET, "telemetry_derived");
    var own = plan.backfill(plan.documents().get(0)).name().datasetName();
    cloud.datasets.add(others);
    for (var dataset : List.of(others, own)) {
      for (var kind : TableKind.values()) {
        cloud.tables.put(dataset.table("odd_" + kind), FakeCloud.spec("document_id"));
        cloud.kinds.put(dataset.table("odd_" + kind), kind);
      }
      split(dataset.table("odd_hours"), "HOUR", "submission_timestamp");
      split(dataset.table("odd_loads"), "DAY", null);
      split(dataset.table("odd_ranges"), Partitioning.RANGE, "sample_id");
    }
    var before = odd();
    assertThat(before).hasSize(2 * (TableKind.values().length + 3));
    assertThat(run("r1", StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(odd()).isEqualTo(before);
    assertThat(cloud.tables).doesNotContainKey(plan.backfill(plan.documents().get(0)).name());
    assertThat(CleanupView.of(view("r1")).items())
        .filteredOn(item -> item.name().contains("odd_"))
        .hasSize(before.size())
        .allMatch(item -> item.group().equals(Optional.of(Group.OTHERS)))
        .allMatch(item -> item.fate() == CleanupView.Fate.STAYS);
  }

  private List<TableName> odd() {
    return cloud.tables.keySet().stream().filter(name -> name.table().startsWith("odd_")).toList();
  }

  private String refusal(String id) {
    assertThat(run(id, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(cloud.done).as("nothing was changed").isEmpty();
    return view(id).stage(StageKind.PREFLIGHT).text();
  }

  private Path of(String id) {
    return folder.resolve(id.replaceAll("[^A-Za-z0-9]", "-"));
  }

  private Outcome run(String id, StageKind until) {
    try (var journal = Journal.open(of(id))) {
      var around = Around.in(folder).asking(request -> Set.of(request.phrase())).made();
      return new Engine("r1", plan, cloud.cloud(), journal, around).resume(until);
    }
  }

  private RunView view(String id) {
    return RunView.of(Journal.read(of(id)));
  }
}
