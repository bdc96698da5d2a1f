package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.Slice;
import dev.backfill.stage.StagingSql;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * By DuckDB's own plan of the statement that deduplicates a day no payload enters a grouping or a
 * sort: thousands of copies of one document would meet there, on BigQuery in one worker.
 */
@Tag("server")
class StagingPlanTest {
  private static final String SOURCE = "moz-fx-data-shared-prod";
  private static final String TABLE = "telemetry_telemetry__main_v4";

  @TempDir Path folder;
  private Plan plan;

  @BeforeEach
  void fill() throws Exception {
    plan =
        PlanFile.read(
            """
            name: a
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: moz-fx-data-shared-prod }
            target: { project: moz-fx-data-backfill-14, location: US }
            schemas: gs://schemas/a.tar.gz
            """);
    try (var service = new BigQueryService(folder, new FolderBlobs(folder))) {
      var datasets = "projects/" + SOURCE + "/datasets";
      post(service, datasets, "{\"datasetReference\":{\"datasetId\":\"payload_bytes_decoded\"}}");
      post(
          service,
          datasets + "/payload_bytes_decoded/tables",
          """
          {"tableReference": {"tableId": "%s"},
           "timePartitioning": {"type": "DAY", "field": "submission_timestamp"},
           "schema": {"fields": [
             {"name": "submission_timestamp", "type": "TIMESTAMP"},
             {"name": "document_id", "type": "STRING"},
             {"name": "payload", "type": "BYTES"}]}}
          """
              .formatted(TABLE));
      // An empty table's plan would be folded.
      var rows =
          IntStream.range(0, 2000)
              .mapToObj(
                  i ->
                      (JsonNode)
                          Store.JSON
                              .createObjectNode()
                              .put(
                                  "submission_timestamp",
                                  "2020-04-%02dT00:00:%02dZ".formatted(13 + i % 3, i % 60))
                              .put("document_id", "d" + i % 1500)
                              .put("payload", "AAAA"))
              .iterator();
      service.appendRows(SOURCE, "payload_bytes_decoded", TABLE, rows);
    }
  }

  private static void post(BigQueryService service, String path, String body) throws Exception {
    service.handle("POST", path, name -> null, Store.JSON.readTree(body));
  }

  /** What gathers payloads in the plan of a statement as the sandbox translates it. */
  private List<String> gathering(String sql) throws Exception {
    var store = new Store(folder);
    try (var connection = store.open();
        var ask = connection.createStatement()) {
      var query = Store.JSON.createObjectNode().put("query", sql);
      var translated = new QueryJob(store).translate(query, "p").sql().replace("'", "''");
      var text = "SELECT json_serialize_plan('" + translated + "', optimize := true)";
      try (var rows = ask.executeQuery(text)) {
        rows.next();
        var answer = Store.JSON.readTree(rows.getString(1));
        assertThat(answer.path("error").asBoolean()).as(answer.toString()).isFalse();
        return new PayloadFlow("BLOB").gathering(answer.path("plans").get(0));
      }
    } finally {
      store.close();
    }
  }

  @Test
  void gathersNoPayloadsWhateverTheSlicing() throws Exception {
    var cell = plan.cells().get(0);
    // The last branch folds copies that are alike in all, keeping one payload at a time.
    assertThat(gathering(StagingSql.of(plan, cell))).containsExactly("any_value");
    for (var slice : Slice.all(2)) {
      assertThat(gathering(StagingSql.of(plan, cell, slice))).containsExactly("any_value");
    }
  }

  @Test
  void noticesWhatTheFoundingQueryGathers() throws Exception {
    assertThat(gathering(Founding.DEDUPLICATE)).contains("LOGICAL_WINDOW");
    var of = " FROM `" + SOURCE + ".payload_bytes_decoded." + TABLE + "`";
    assertThat(gathering("SELECT payload, COUNT(*) AS n" + of + " GROUP BY payload"))
        .containsExactly("LOGICAL_AGGREGATE_AND_GROUP_BY");
    assertThat(gathering("SELECT document_id, MAX(payload) AS p" + of + " GROUP BY document_id"))
        .containsExactly("max");
    assertThat(gathering("SELECT payload" + of + " ORDER BY document_id"))
        .containsExactly("LOGICAL_ORDER_BY");
    assertThat(gathering("SELECT SHA256(payload) AS h, COUNT(*) AS n" + of + " GROUP BY h"))
        .isEmpty();
  }
}
