package dev.backfill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.decode.ArchiveWriter;
import dev.backfill.decode.Schema;
import dev.backfill.plan.Days;
import dev.backfill.plan.DocumentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("job")
class DecodeFnTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final DocumentType MAIN = DocumentType.parse("telemetry/main/4");
  private static final String ROWS = "project-one:telemetry_stable.main_v4";
  private static final String ERRORS = "project-one:payload_bytes_error.telemetry";
  private static final String DAY = "2020-04-14";

  // What the pipeline's own copies of the check write to.
  private static final AtomicReference<Map<String, List<JsonNode>>> FOUND = new AtomicReference<>();

  private List<String> errorColumns =
      List.of(
          "client_id",
          "document_namespace",
          "document_type",
          "document_version",
          "error_message",
          "error_type",
          "exception_class",
          "payload",
          "submission_timestamp");

  @TempDir Path folder;

  @Test
  void aRecordWithoutItsTableBecomesAnErrorRowThatNamesTheDocument() throws IOException {
    decode(
        Set.of(ERRORS),
        rows -> {
          assertThat(rows.get(ERRORS)).hasSize(1);
          var row = rows.get(ERRORS).get(0);
          assertThat(row.get("error_message").asText()).contains("id-7", ROWS);
          assertThat(row.get("payload").asText()).isEqualTo("AQI=");
        },
        record(DAY, "telemetry", new byte[] {1, 2}));
  }

  @Test
  void leavesOutWhatIsOfNoCellOfTheJob() throws IOException {
    var counters =
        decode(
            Set.of(ROWS, ERRORS),
            rows -> {
              assertThat(rows.keySet()).containsExactly(ROWS);
              assertThat(rows.get(ROWS)).hasSize(1);
            },
            record("2020-04-13", "telemetry", json("{\"a\":1}")),
            record(DAY, "telemetry", json("{\"a\":2}")),
            record("2020-04-15", "telemetry", json("no JSON")));
    assertThat(counters)
        .containsEntry("read", 3L)
        .containsEntry("other_days/telemetry/main/4", 2L)
        .containsEntry("rows/telemetry/main/4", 1L)
        .doesNotContainKey("errors/telemetry/main/4");
  }

  @Test
  void countsValuesOutsideTheTableByCell() throws IOException {
    var counters =
        decode(
            Set.of(ROWS, ERRORS),
            rows -> assertThat(rows.get(ROWS)).hasSize(2),
            record(DAY, "telemetry", json("{\"a\":\"1\",\"metadata\":{\"x\":1}}")),
            record(DAY, "telemetry", json("{\"b\":2,\"c\":3}")));
    assertThat(counters)
        .containsEntry("kept/telemetry/main/4", 1L)
        .containsEntry("outside_table/telemetry/main/4@2020-04-14", 2L)
        .containsEntry("metadata_outside_table/telemetry/main/4", 1L);
  }

  @Test
  void aRecordOfAnotherTypeThanItsTablesIsAnErrorOfThatTable() throws IOException {
    decode(
        Set.of(ROWS, ERRORS, "project-one:other_stable.main_v4"),
        rows -> {
          assertThat(rows.keySet()).containsExactly(ERRORS);
          var row = rows.get(ERRORS).get(0);
          assertThat(row.get("document_namespace").asText()).isEqualTo("telemetry");
          assertThat(row.get("error_message").asText()).contains("other/main/4");
        },
        record(DAY, "other", json("{}")));
  }

  @Test
  void tellsInTheMessageWhatTheErrorTableHasNoColumnFor() throws IOException {
    errorColumns =
        errorColumns.stream().filter(name -> !name.matches("client_id|error_type")).toList();
    decode(
        Set.of(ROWS, ERRORS),
        rows -> {
          var row = rows.get(ERRORS).get(0);
          assertThat(row.has("client_id")).isFalse();
          assertThat(row.get("error_message").asText())
              .startsWith("document_id id-7")
              .contains("client_id client-3", "error_type ParsePayload");
        },
        record(DAY, "telemetry", json("no JSON")));
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static StagedRecord record(String day, String namespace, byte[] payload) {
    return new StagedRecord(
        MAIN.toString(),
        payload,
        "client-3",
        "id-7",
        namespace,
        "main",
        "4",
        Instant.parse(day + "T01:02:03Z").toEpochMilli() * 1000);
  }

  /** Judges rows by the table they go to. */
  private interface Judge {
    void judge(Map<String, List<JsonNode>> rows);
  }

  /** Decodes records; returns the counters. */
  private Map<String, Long> decode(Set<String> outputs, Judge judge, StagedRecord... records)
      throws IOException {
    var pipeline = Pipeline.create();
    var input =
        new InputTable("t", MAIN, new Days(List.of(LocalDate.parse(DAY))), List.of(), List.of());
    var decode =
        new DecodeFn(
            "project-one", archive().toString(), List.of(), List.of(input.option()), outputs);
    var out =
        pipeline
            .apply(Create.of(List.of(records)).withCoder(new StagedRecord.RecordCoder()))
            .apply(ParDo.of(decode));
    var found = new TreeMap<String, List<JsonNode>>();
    FOUND.set(found);
    PAssert.that(out)
        .satisfies(
            rows -> {
              rows.forEach(
                  row ->
                      FOUND
                          .get()
                          .computeIfAbsent(row.getKey(), k -> new ArrayList<>())
                          .add(tree(row.getValue())));
              return null;
            });
    var result = pipeline.run();
    result.waitUntilFinish();
    judge.judge(found);
    return counters(result);
  }

  private static JsonNode tree(byte[] line) {
    try {
      assertThat(line).endsWith('\n');
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Long> counters(PipelineResult result) {
    var counters = new TreeMap<String, Long>();
    result
        .metrics()
        .queryMetrics(MetricsFilter.builder().build())
        .getCounters()
        .forEach(
            counter -> {
              if (counter.getName().getNamespace().equals("backfill")) {
                counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
              }
            });
    return counters;
  }

  private Path archive() throws IOException {
    var errors = MAIN.errorRows();
    var bytes =
        new ArchiveWriter("tables")
            .add("telemetry", "main", "4", schema(List.of("a")))
            .add(errors.namespace(), errors.type(), errors.version(), schema(errorColumns))
            .bytes();
    return Files.write(folder.resolve("schemas.tar.gz"), bytes);
  }

  private static Schema schema(List<String> names) {
    return new Schema(
        names.stream()
            .map(name -> new Schema.Field(name, "STRING", "NULLABLE", List.of()))
            .toList());
  }
}
