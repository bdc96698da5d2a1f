package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.ExtractJobConfiguration;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.HttpFrame;
import dev.backfill.sandbox.http.Router;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class BigQueryServiceTest {
  private static final String SOURCE = "moz-fx-data-shared-prod";
  private static final String TARGET = "moz-fx-data-backfill-14";
  private static final Schema PINGS =
      Schema.of(
          Field.of("submission_timestamp", StandardSQLTypeName.TIMESTAMP),
          Field.of("document_id", StandardSQLTypeName.STRING),
          Field.of("payload", StandardSQLTypeName.BYTES),
          Field.of(
              "metadata",
              StandardSQLTypeName.STRUCT,
              Field.of("country", StandardSQLTypeName.STRING),
              Field.newBuilder("counts", StandardSQLTypeName.INT64)
                  .setMode(Field.Mode.REPEATED)
                  .build()));

  @TempDir Path folder;
  private BigQueryService service;
  private HttpFrame endpoint;
  private BigQuery client;

  @BeforeEach
  void start() throws Exception {
    open();
    for (var project : List.of(SOURCE, TARGET)) {
      for (var dataset : List.of("payload_bytes_decoded", "telemetry_live", "telemetry_stable")) {
        client.create(DatasetInfo.newBuilder(project, dataset).build());
      }
    }
  }

  private void open() throws Exception {
    service = new BigQueryService(folder.resolve("bigquery"), new FolderBlobs(folder));
    var router = new Router();
    BigQueryRoutes.add(router, service);
    endpoint = new HttpFrame(router, 0);
    endpoint.start();
    client =
        BigQueryOptions.newBuilder()
            .setProjectId(TARGET)
            .setHost(endpoint.endpoint())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
  }

  @AfterEach
  void stop() throws Exception {
    endpoint.close();
    service.close();
  }

  private TableId table(String project, String dataset, String name, String... rows)
      throws Exception {
    var id = TableId.of(project, dataset, name);
    client.create(
        TableInfo.of(
            id,
            StandardTableDefinition.newBuilder()
                .setSchema(PINGS)
                .setTimePartitioning(
                    TimePartitioning.newBuilder(TimePartitioning.Type.DAY)
                        .setField("submission_timestamp")
                        .build())
                .build()));
    append(id, rows);
    return id;
  }

  private void append(TableId id, String... rows) throws Exception {
    var nodes = new ArrayList<JsonNode>();
    for (var row : rows) {
      nodes.add(Store.JSON.readTree(row));
    }
    service.appendRows(id.getProject(), id.getDataset(), id.getTable(), nodes.iterator());
  }

  private static String row(String id, String time) {
    return "{\"submission_timestamp\":\""
        + time
        + "\",\"document_id\":\""
        + id
        + "\",\"payload\":\"cGF5\",\"metadata\":{\"country\":\"NZ\",\"counts\":[1,2]}}";
  }

  private Job run(JobInfo info) throws Exception {
    return client.create(info).waitFor();
  }

  @Test
  void foundingQueriesRunAsWritten() throws Exception {
    var pbd =
        table(
            SOURCE,
            "payload_bytes_decoded",
            "telemetry_telemetry__main_v4",
            row("a", "2020-04-14T01:00:00Z"),
            row("a", "2020-04-14T02:00:00Z"),
            row("b", "2020-04-14T03:00:00Z"),
            row("c", "2020-04-13T03:00:00Z"));
    table(SOURCE, "telemetry_live", "main_v4", row("a", "2020-04-14T01:00:00Z"));
    table(SOURCE, "telemetry_stable", "main_v4");
    var backfill = table(TARGET, "telemetry_stable", "main_v4");

    var staged = TableId.of(TARGET, "payload_bytes_decoded", "main_deduped");
    var dedup =
        run(
            JobInfo.of(
                JobId.of("stage-1"),
                QueryJobConfiguration.newBuilder(Founding.DEDUPLICATE)
                    .setDestinationTable(staged)
                    .setWriteDisposition(JobInfo.WriteDisposition.WRITE_TRUNCATE)
                    .build()));
    assertThat(dedup.getStatus().getError()).isNull();
    assertThat(client.getTable(staged).getNumRows().longValue()).isEqualTo(2);

    run(
        JobInfo.of(
            CopyJobConfiguration.newBuilder(backfill, staged)
                .setWriteDisposition(JobInfo.WriteDisposition.WRITE_APPEND)
                .build()));
    var counts = client.query(QueryJobConfiguration.of(Founding.VALIDATE));
    var row = counts.iterateAll().iterator().next();
    assertThat(row.get("n_pbd").getLongValue()).isEqualTo(2);
    assertThat(row.get("n_live").getLongValue()).isEqualTo(1);
    // The stable table has no row of that day, so its side of the FULL JOIN is missing.
    assertThat(row.get("n_stable").isNull()).isTrue();
    assertThat(row.get("n_backfill").getLongValue()).isEqualTo(2);
    assertThat(row.get("ratio").getDoubleValue()).isEqualTo(2.0);
    assertThat(row.get("checks").isNull()).isTrue();
    assertThat(pbd).isNotNull();
  }

  @Test
  void copiesOnePartitionAndLeavesTheOthers() throws Exception {
    var from =
        table(
            TARGET,
            "telemetry_stable",
            "main_v4",
            row("a", "2020-04-14T01:00:00Z"),
            row("b", "2020-04-14T02:00:00Z"),
            row("x", "2020-04-15T02:00:00Z"));
    var to =
        table(
            SOURCE,
            "telemetry_stable",
            "main_v4",
            row("old", "2020-04-14T01:00:00Z"),
            row("kept", "2020-04-13T02:00:00Z"));
    var etag = client.getTable(to).getEtag();
    var copy =
        run(
            JobInfo.of(
                CopyJobConfiguration.newBuilder(
                        TableId.of(to.getProject(), to.getDataset(), to.getTable() + "$20200414"),
                        TableId.of(
                            from.getProject(), from.getDataset(), from.getTable() + "$20200414"))
                    .setWriteDisposition(JobInfo.WriteDisposition.WRITE_TRUNCATE)
                    .build()));
    assertThat(copy.getStatus().getError()).isNull();
    JobStatistics.CopyStatistics statistics = copy.getStatistics();
    assertThat(statistics.getCopiedRows()).isEqualTo(2);
    assertThat(ids(to)).containsExactlyInAnyOrder("kept", "a", "b");
    assertThat(client.getTable(to).getEtag()).isNotEqualTo(etag);
    var partitions =
        client.query(
            QueryJobConfiguration.of(
                "SELECT partition_id, total_rows FROM `"
                    + SOURCE
                    + "`.telemetry_stable.INFORMATION_SCHEMA.PARTITIONS"
                    + " WHERE table_name = \"main_v4\" ORDER BY 1"));
    assertThat(partitions.iterateAll())
        .extracting(row -> row.get(0).getStringValue() + " " + row.get(1).getLongValue())
        .containsExactly("20200413 1", "20200414 2");
  }

  private List<String> ids(TableId table) {
    var ids = new ArrayList<String>();
    client
        .listTableData(table, PINGS)
        .iterateAll()
        .forEach(row -> ids.add(row.get(1).getStringValue()));
    return ids;
  }

  @Test
  void loadsJsonAndExtractsAvroThatLoadsAgain() throws Exception {
    var id = table(TARGET, "telemetry_stable", "main_v4");
    Files.createDirectories(folder.resolve("bucket"));
    Files.writeString(
        folder.resolve("bucket/rows.json"),
        row("a", "2020-04-14T01:00:00.25Z") + "\n" + row("b", "2020-04-14 02:00:00 UTC") + "\n");
    var load =
        run(JobInfo.of(LoadJobConfiguration.of(id, "gs://bucket/rows.json", FormatOptions.json())));
    assertThat(load.getStatus().getError()).isNull();

    var extract =
        run(
            JobInfo.of(
                ExtractJobConfiguration.newBuilder(id, "gs://bucket/out//*.avro")
                    .setFormat("AVRO")
                    .setCompression("SNAPPY")
                    .setUseAvroLogicalTypes(true)
                    .build()));
    assertThat(extract.getStatus().getError()).isNull();
    JobStatistics.ExtractStatistics statistics = extract.getStatistics();
    assertThat(statistics.getDestinationUriFileCounts()).containsExactly(1L);

    var again = TableId.of(TARGET, "telemetry_stable", "again");
    run(
        JobInfo.of(
            LoadJobConfiguration.newBuilder(again, "gs://bucket/out/*.avro")
                .setFormatOptions(FormatOptions.avro())
                .setUseAvroLogicalTypes(true)
                .build()));
    var rows =
        client.query(
            QueryJobConfiguration.of(
                "SELECT document_id, metadata.country, metadata.counts, LENGTH(payload) AS n,"
                    + " submission_timestamp AS t FROM `"
                    + TARGET
                    + "`.telemetry_stable.again ORDER BY 1"));
    var first = rows.iterateAll().iterator().next();
    assertThat(first.get("country").getStringValue()).isEqualTo("NZ");
    assertThat(first.get("counts").getRepeatedValue()).hasSize(2);
    assertThat(first.get("n").getLongValue()).isEqualTo(3);
    assertThat(first.get("t").getTimestampValue()).isEqualTo(1586826000250000L);
  }

  @Test
  void badRowsNameFileAndField() throws Exception {
    var id = table(TARGET, "telemetry_stable", "main_v4");
    Files.createDirectories(folder.resolve("bucket"));
    Files.writeString(folder.resolve("bucket/bad.json"), "{\"nothing\":1}\n");
    assertThatThrownBy(
            () ->
                run(
                    JobInfo.of(
                        LoadJobConfiguration.of(id, "gs://bucket/bad.json", FormatOptions.json()))))
        .hasMessageContaining("No such field: nothing.")
        .hasMessageContaining("gs://bucket/bad.json");
    assertThat(client.getTable(id).getNumRows().longValue()).isZero();
  }

  @Test
  void aFailedLoadOrInsertLeavesNothing() throws Exception {
    var id = table(SOURCE, "telemetry_live", "main_v4", row("a", "2020-04-14T01:00:00Z"));
    var good = row("b", "2020-04-14T02:00:00Z");
    Files.createDirectories(folder.resolve("bucket"));
    Files.writeString(
        folder.resolve("bucket/rows.json"), (good + "\n").repeat(5) + "{\"document_id\":{}}\n");
    var load = LoadJobConfiguration.of(id, "gs://bucket/rows.json", FormatOptions.json());
    assertThatThrownBy(() -> run(JobInfo.of(load))).hasMessageContaining("document_id");
    assertThat(rowsOf(id)).isEqualTo("1 counted, 1 told");
    assertThatThrownBy(() -> append(id, good, good, "{\"document_id\":{}}"))
        .isInstanceOf(JsonValues.Misfit.class);
    assertThat(rowsOf(id)).isEqualTo("1 counted, 1 told");
  }

  private String rowsOf(TableId id) throws Exception {
    var count = "SELECT COUNT(*) AS n FROM `%s.%s.%s`";
    var sql = count.formatted(id.getProject(), id.getDataset(), id.getTable());
    var counted = client.query(QueryJobConfiguration.of(sql)).iterateAll().iterator().next();
    return counted.get("n").getLongValue()
        + " counted, "
        + client.getTable(id).getNumRows()
        + " told";
  }

  @Test
  void answersARouterToo() throws Exception {
    table(TARGET, "telemetry_stable", "main_v4", row("a", "2020-04-14T01:00:00Z"));
    var answer =
        service.handle(
            "GET",
            "projects/" + TARGET + "/datasets/telemetry_stable/tables",
            Map.of("maxResults", "1")::get,
            null);
    assertThat(answer.at("/tables/0/timePartitioning/field").asText())
        .isEqualTo("submission_timestamp");
  }

  @Test
  void refusesInGooglesWords() throws Exception {
    table(TARGET, "telemetry_stable", "main_v4");
    refused(
        "SELECT * FROM `" + TARGET + ".telemetry_stable.nothing`",
        404,
        "notFound",
        "not found in location US");
    refused("SELECT *\nFROM WHERE", 400, "invalidQuery", "at [2:");
    refused("SELECT nope FROM telemetry_stable.main_v4", 400, "invalidQuery", "nope at [1:8]");
    refused("SELECT SOUNDEX('a')", 501, "notImplemented", "SOUNDEX");
    refused("SELECT 5 / 0", 400, "invalidQuery", "division by zero: 5 / 0");
  }

  private void refused(String sql, int code, String reason, String... words) {
    assertThatThrownBy(() -> client.query(QueryJobConfiguration.of(sql)))
        .isInstanceOfSatisfying(
            BigQueryException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(code);
              assertThat(e.getReason()).isEqualTo(reason);
              assertThat(e.getMessage()).contains(words);
            });
  }

  @Test
  void dryRunCountsOnlyTheColumnsAndPartitionsItReads() throws Exception {
    table(
        SOURCE,
        "telemetry_live",
        "main_v4",
        row("a", "2020-04-14T01:00:00Z"),
        row("long-id", "2020-04-15T01:00:00Z"));
    var sql =
        "SELECT document_id FROM `"
            + SOURCE
            + "`.telemetry_live.main_v4"
            + " WHERE DATE(submission_timestamp) = @day";
    var job =
        client.create(
            JobInfo.of(
                QueryJobConfiguration.newBuilder(sql)
                    .setDryRun(true)
                    .addNamedParameter("day", QueryParameterValue.date("2020-04-14"))
                    .build()));
    JobStatistics.QueryStatistics statistics = job.getStatistics();
    assertThat(statistics.getTotalBytesProcessed()).isEqualTo(8 + 2 + 1);
    assertThat(statistics.getSchema().getFields().get(0).getName()).isEqualTo("document_id");
  }

  @Test
  void aTableThatWantsAFilterIsNotReadWithoutOne() throws Exception {
    var id = table(SOURCE, "telemetry_live", "main_v4", row("a", "2020-04-14T01:00:00Z"));
    var patch = Store.JSON.createObjectNode().put("requirePartitionFilter", true);
    service.handle(
        "PATCH",
        List.of("projects", SOURCE, "datasets", "telemetry_live", "tables", "main_v4"),
        Map.of(),
        patch);
    var sql = "SELECT COUNT(*) AS n FROM `" + SOURCE + "`.telemetry_live.main_v4";
    refused(sql, 400, "invalidQuery", "without a filter over column(s) 'submission_timestamp'");
    refused(sql + " WHERE document_id = 'a'", 400, "invalidQuery", "partition elimination");
    for (var filter :
        List.of(
            "DATE(submission_timestamp) = '2020-04-14'",
            "submission_timestamp >= '2020-04-14' AND document_id = 'a'",
            "submission_timestamp IS NOT NULL")) {
      var counted = client.query(QueryJobConfiguration.of(sql + " WHERE " + filter));
      assertThat(counted.iterateAll().iterator().next().get(0).getLongValue()).isEqualTo(1);
    }
    assertThat(id).isNotNull();
  }

  @Test
  void aSecondJobWithTheSameIdIsRefusedAlsoAfterARestart() throws Exception {
    var info = JobInfo.of(JobId.of("once"), QueryJobConfiguration.of("SELECT 1 AS one"));
    run(info);
    stop();
    open();
    assertThat(client.getJob("once").getStatus().getState().toString()).isEqualTo("DONE");
    var body = Store.JSON.createObjectNode();
    body.putObject("jobReference").put("jobId", "once");
    body.putObject("configuration").putObject("query").put("query", "SELECT 1");
    assertThatThrownBy(
            () -> service.handle("POST", List.of("projects", TARGET, "jobs"), Map.of(), body))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(409));
  }

  @Test
  void deletesRowsAndTablesAndDatasets() throws Exception {
    var id =
        table(
            TARGET,
            "telemetry_stable",
            "main_v4",
            row("a", "2020-04-14T01:00:00Z"),
            row("b", "2020-04-15T01:00:00Z"));
    var delete =
        run(
            JobInfo.of(
                QueryJobConfiguration.of(
                    "DELETE FROM telemetry_stable.main_v4 WHERE document_id = \"a\"")));
    JobStatistics.QueryStatistics statistics = delete.getStatistics();
    assertThat(statistics.getNumDmlAffectedRows()).isEqualTo(1);
    assertThat(ids(id)).containsExactly("b");
    assertThatThrownBy(() -> client.delete("telemetry_stable"))
        .hasMessageContaining("still in use");
    assertThat(client.delete("telemetry_stable", BigQuery.DatasetDeleteOption.deleteContents()))
        .isTrue();
    assertThat(client.getTable(id)).isNull();
  }
}
