package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.Slice;
import dev.backfill.stage.StagingSql;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The deduplicating query, run on made days. */
@Tag("server")
class StagingSqlTest {
  private static final String SOURCE = "moz-fx-data-shared-prod";
  private static final String TABLE = "telemetry_telemetry__main_v4";

  @TempDir Path folder;
  private BigQueryService service;
  private Plan plan;
  private int tables;

  @BeforeEach
  void start() throws Exception {
    service = new BigQueryService(folder.resolve("bigquery"), new FolderBlobs(folder));
    send(
        "projects/" + SOURCE + "/datasets",
        "{\"datasetReference\":{\"datasetId\":\"payload_bytes_decoded\"}}");
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
  }

  @AfterEach
  void stop() throws Exception {
    service.close();
  }

  private JsonNode send(String path, String body) throws Exception {
    return service.handle("POST", path, name -> null, Store.JSON.readTree(body));
  }

  /** A received copy; the same document differs in time, payload or neither. */
  private record Copy(String id, String time, String payload, String note) {}

  private void fill(List<Copy> copies) throws Exception {
    if (tables++ > 0) {
      service.handle(
          "DELETE",
          "projects/" + SOURCE + "/datasets/payload_bytes_decoded/tables/" + TABLE,
          name -> null,
          null);
    }
    send(
        "projects/" + SOURCE + "/datasets/payload_bytes_decoded/tables",
        """
        {"tableReference": {"tableId": "%s"},
         "timePartitioning": {"type": "DAY", "field": "submission_timestamp"},
         "schema": {"fields": [
           {"name": "submission_timestamp", "type": "TIMESTAMP"},
           {"name": "document_id", "type": "STRING"},
           {"name": "note", "type": "STRING"},
           {"name": "payload", "type": "BYTES"},
           {"name": "metadata", "type": "RECORD", "fields": [
             {"name": "tags", "type": "STRING", "mode": "REPEATED"}]}]}}"""
            .formatted(TABLE));
    service.appendRows(
        SOURCE,
        "payload_bytes_decoded",
        TABLE,
        copies.stream().map(StagingSqlTest::row).iterator());
  }

  private static JsonNode row(Copy copy) {
    var row = Store.JSON.createObjectNode();
    row.put("document_id", copy.id()).put("submission_timestamp", copy.time());
    row.put("note", copy.note());
    if (copy.payload() != null) {
      var bytes = copy.payload().getBytes(StandardCharsets.UTF_8);
      row.put("payload", Base64.getEncoder().encodeToString(bytes));
    }
    row.putObject("metadata").putArray("tags").add("t").add(String.valueOf(copy.payload()));
    return row;
  }

  private List<String> rows(String sql) throws Exception {
    var body = Store.JSON.createObjectNode().put("query", sql).put("useLegacySql", false);
    var answer = send("projects/moz-fx-data-backfill-14/queries", body.toString());
    assertThat(answer.path("pageToken").isMissingNode()).isTrue();
    var rows = new TreeSet<String>();
    answer.path("rows").forEach(row -> rows.add(row.path("f").toString()));
    assertThat(rows).hasSize(answer.path("rows").size());
    return List.copyOf(rows);
  }

  private List<String> deduplicated() throws Exception {
    return rows(StagingSql.deduplicate(plan, plan.cells().get(0)));
  }

  private static String at(int second) {
    return "2020-04-14T%02d:%02d:%02dZ".formatted(second / 3600, second / 60 % 60, second % 60);
  }

  @Test
  void choosesTheRowsOfTheFoundingQuery() throws Exception {
    var random = new Random(7);
    var copies = new ArrayList<Copy>();
    for (var i = 0; i < 300; i++) {
      // Times that meet seldom: the founding query leaves it open which of a tie it takes.
      copies.add(new Copy("d" + random.nextInt(60), at(i * 280), "p" + i, "n" + i));
    }
    copies.add(new Copy("yesterday", "2020-04-13T23:59:59Z", "p", "n"));
    copies.add(new Copy(null, at(5), "p", "n"));
    fill(copies);
    var ids = "SELECT document_id, submission_timestamp, note FROM (%s)";
    assertThat(rows(ids.formatted(StagingSql.deduplicate(plan, plan.cells().get(0)))))
        .isEqualTo(
            rows(
                ids.formatted(Founding.DEDUPLICATE.replace("_deduped", ""))
                    + " WHERE TRUE"
                    + " AND document_id IS NOT NULL"))
        .hasSizeBetween(50, 60);
  }

  @Test
  void choosesTheSameOfATieWhateverTheOrder() throws Exception {
    var copies = new ArrayList<Copy>();
    for (var i = 0; i < 40; i++) {
      copies.add(new Copy("tie", at(100), "payload " + i, "n" + i));
      copies.add(new Copy("tie", at(101), "a later one " + i, "later"));
      copies.add(new Copy("other", at(i), "x", "o" + i));
    }
    copies.add(new Copy("empty", at(7), null, "null"));
    copies.add(new Copy("empty", at(7), "", "empty"));
    fill(copies);
    var first = deduplicated();
    assertThat(first).hasSize(3);
    Collections.shuffle(copies, new Random(1));
    fill(copies);
    assertThat(deduplicated()).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 6, 24})
  void slicesOfADayStageTheRowsOfItsOneQueryEachOnce(int count) throws Exception {
    var random = new Random(11);
    var copies = new ArrayList<Copy>();
    for (var i = 0; i < 400; i++) {
      var payload = i % 7 == 0 ? null : "p" + random.nextInt(3);
      copies.add(new Copy("d" + random.nextInt(80), at(random.nextInt(86_400)), payload, "n"));
    }
    for (var i = 0; i < 500; i++) {
      copies.add(new Copy("hot", at(i % 24 * 3600 + 3599), "hot " + i % 9, "n"));
    }
    // The first and the last moments of slices, and of the day.
    for (var hour = 0; hour < 24; hour++) {
      copies.add(new Copy("edge" + hour, at(hour * 3600), "p", "n"));
      copies.add(
          new Copy("edge" + hour, "2020-04-14T%02d:59:59.999999Z".formatted(hour), "p", "n"));
      copies.add(new Copy("end" + hour, "2020-04-14T%02d:59:59.999999Z".formatted(hour), "p", "n"));
    }
    copies.add(new Copy("tomorrow", "2020-04-15T00:00:00Z", "p", "n"));
    copies.add(new Copy(null, at(5), "p", "n"));
    fill(copies);
    var cell = plan.cells().get(0);
    var sliced = new ArrayList<String>();
    for (var slice : Slice.all(count)) {
      sliced.addAll(rows(StagingSql.deduplicate(plan, cell, slice)));
    }
    assertThat(sliced).containsExactlyInAnyOrderElementsOf(deduplicated()).hasSizeGreaterThan(120);
  }

  @Test
  void foldsCopiesThatAreTheSameInAll() throws Exception {
    var copies = new ArrayList<Copy>();
    for (var i = 0; i < 2000; i++) {
      copies.add(new Copy("hot", at(50), "the same payload", null));
      copies.add(new Copy("nothing", at(51), null, "n"));
    }
    copies.add(new Copy("cold", at(52), "p", "n"));
    fill(copies);
    var payload = Base64.getEncoder().encodeToString("the same payload".getBytes());
    assertThat(deduplicated())
        .hasSize(3)
        .anySatisfy(row -> assertThat(row).contains("\"hot\"", payload))
        .anySatisfy(row -> assertThat(row).contains("\"nothing\"", "null"))
        .anySatisfy(row -> assertThat(row).contains("\"cold\""));
  }

  @Test
  void groupsAndNumbersNoPayload() {
    var sql = StagingSql.deduplicate(plan, new Cell(plan.documents().get(0), plan.days().first()));
    assertThat(sql.replaceAll("(?s)SHA256\\([^)]*\\)\\)|LENGTH\\([^)]*\\)", "…"))
        .doesNotContain("received.payload")
        .doesNotContainPattern("(?m)^\\s*payload,?$");
  }
}
