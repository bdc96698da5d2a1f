package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.sandbox.http.ApiException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets and tables: what is kept of them, where they lie, and when they end. */
@Tag("server")
class TableApiTest {
  private static final String PROJECTS = "projects/a-project/";
  private static final Instant NOON = Instant.parse("2020-04-14T12:00:00Z");

  @TempDir Path folder;
  private BigQueryService service;

  @BeforeEach
  void start() throws Exception {
    service = new BigQueryService(folder.resolve("bigquery"), new FolderBlobs(folder));
  }

  @AfterEach
  void stop() throws Exception {
    service.close();
  }

  private JsonNode send(String method, String path, String body, Map<String, String> query)
      throws Exception {
    var json = body == null ? null : Store.JSON.readTree(body.replace('\'', '"'));
    return service.handle(method, List.of((PROJECTS + path).split("/")), query, json);
  }

  private JsonNode post(String path, String body) throws Exception {
    return send("POST", path, body, Map.of());
  }

  private JsonNode get(String path) throws Exception {
    return send("GET", path, null, Map.of());
  }

  private void dataset(String id, String more) throws Exception {
    post("datasets", "{'datasetReference':{'datasetId':'" + id + "'}" + more + "}");
  }

  private JsonNode table(String dataset, String id, String more) throws Exception {
    return post(
        "datasets/" + dataset + "/tables",
        "{'tableReference':{'tableId':'"
            + id
            + "'},'schema':{'fields':[{'name':'t','type':'TIMESTAMP'},{'name':'n','type':'INT64'}]}"
            + more
            + "}");
  }

  private static void refused(int status, String words, Call call) {
    assertThatThrownBy(call::make)
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status()).as(e.getMessage()).isEqualTo(status);
              assertThat(e.getMessage()).contains(words);
            });
  }

  private interface Call {
    void make() throws Exception;
  }

  @Test
  void answersLegacyTypeNamesWhateverWasSent() throws Exception {
    dataset("d", "");
    var schema =
        "{'fields':[{'name':'a','type':'int64','mode':'required','description':'x'},"
            + "{'name':'b','type':'STRUCT','fields':[{'name':'c','type':'FLOAT64'},"
            + "{'name':'d','type':'BOOL','mode':null}]}]}";
    post("datasets/d/tables", "{'tableReference':{'tableId':'t'},'schema':" + schema + "}");
    assertThat(get("datasets/d/tables/t").path("schema").toString().replace('"', '\''))
        .isEqualTo(
            "{'fields':[{'name':'a','type':'INTEGER','mode':'REQUIRED','description':'x'},"
                + "{'name':'b','type':'RECORD','mode':'NULLABLE','fields':["
                + "{'name':'c','type':'FLOAT','mode':'NULLABLE'},"
                + "{'name':'d','type':'BOOLEAN','mode':'NULLABLE'}]}]}");
  }

  @Test
  void takesNoFieldThatItWouldNotHonour() {
    refused(501, "linkedDatasetSource", () -> dataset("d", ",'linkedDatasetSource':{}"));
    refused(400, "defaultTableExpirationMs", () -> dataset("d", ",'defaultTableExpirationMs':'1'"));
    refused(400, "Invalid storage region", () -> dataset("d", ",'location':'the moon'"));
  }

  @Test
  void aTableLiesWhereItsDatasetLies() throws Exception {
    dataset("eu", ",'location':'eu'");
    dataset("region", ",'location':'Europe-West1'");
    assertThat(table("eu", "t", "").path("location").asText()).isEqualTo("EU");
    assertThat(table("region", "t", "").path("location").asText()).isEqualTo("europe-west1");
    assertThat(get("datasets").findValuesAsText("location")).containsExactly("EU", "europe-west1");
  }

  @Test
  void aJobRunsWhereItsTablesLieAndSeesNoOthers() throws Exception {
    dataset("us", "");
    dataset("eu", ",'location':'EU'");
    dataset("region", ",'location':'europe-west1'");
    table("us", "t", "");
    table("eu", "t", "");
    table("region", "t", "");
    var there = query("SELECT COUNT(*) FROM region.t", "");
    assertThat(there.path("location").asText()).isEqualTo("europe-west1");
    assertThat(there.at("/rows/0/f/0/v").asText()).isEqualTo("0");
    refused(404, "eu was not found in location US", () -> query("SELECT 1 FROM eu.t", "US"));
    refused(
        404,
        "not found in location",
        () -> query("SELECT 1 FROM us.t AS a, eu.t AS b WHERE a.n = b.n", ""));
    var job = there.at("/jobReference/jobId").asText();
    // Outside the multi-regions a job is found only where one looks for it.
    refused(404, "Not found: Job", () -> get("jobs/" + job));
    refused(404, "Not found: Job", () -> send("GET", "jobs/" + job, null, at("US")));
    assertThat(send("GET", "jobs/" + job, null, at("europe-west1")).path("id").asText())
        .contains(":europe-west1.");
    var copy = copy("us", "eu");
    assertThat(copy.at("/status/errorResult/message").asText())
        .isEqualTo("Cannot read and write in different locations: source: US, destination: EU");
    assertThat(copy("us", "us").at("/status/errorResult").isMissingNode()).isTrue();
  }

  private static Map<String, String> at(String location) {
    return Map.of("location", location);
  }

  private JsonNode query(String sql, String location) throws Exception {
    var at = location.isEmpty() ? "" : ",'location':'" + location + "'";
    return post(
        "queries",
        "{'useLegacySql':false,'defaultDataset':{'datasetId':'us'},'query':'"
            + sql
            + "'"
            + at
            + "}");
  }

  private JsonNode copy(String from, String to) throws Exception {
    var job =
        post(
            "jobs",
            "{'configuration':{'copy':{'sourceTable':{'datasetId':'"
                + from
                + "','tableId':'t'},'destinationTable':{'datasetId':'"
                + to
                + "','tableId':'copied'}}}}");
    var reference = job.path("jobReference");
    while (true) {
      var now =
          send(
              "GET",
              "jobs/" + reference.path("jobId").asText(),
              null,
              at(reference.path("location").asText()));
      if (now.at("/status/state").asText().equals("DONE")) {
        return now;
      }
      Thread.sleep(5);
    }
  }

  @Test
  void tablesAndPartitionsEndAtTheirTime() throws Exception {
    var now = NOON.toEpochMilli();
    service.clock(() -> now);
    var hours = Duration.ofHours(36).toMillis();
    dataset("d", ",'defaultTableExpirationMs':'" + hours + "'");
    var partitioned =
        ",'timePartitioning':{'type':'DAY','field':'t','expirationMs':'" + hours + "'}";
    assertThat(table("d", "ends", "").path("expirationTime").asLong()).isEqualTo(now + hours);
    table("d", "days", partitioned + ",'expirationTime':'" + (now + 10 * hours) + "'");
    refused(400, "in the past", () -> table("d", "past", ",'expirationTime':'" + now + "'"));
    var rows =
        List.of("2020-04-12", "2020-04-13", "2020-04-14").stream()
            .map(day -> Store.JSON.createObjectNode().put("t", day + "T01:00:00Z"));
    service.appendRows("a-project", "d", "days", rows.iterator());
    // The 12th's time was over before its rows came; the 13th's is over at noon of the 14th.
    assertThat(get("datasets/d/tables/days").path("numRows").asText()).isEqualTo("1");
    service.clock(() -> now + hours - 1);
    assertThat(get("datasets/d/tables/ends").path("numRows").asText()).isEqualTo("0");
    service.clock(() -> now + hours);
    refused(404, "Table a-project:d.ends", () -> get("datasets/d/tables/ends"));
    assertThat(get("datasets/d/tables").path("totalItems").asInt()).isEqualTo(1);
  }

  @Test
  void aBasicViewCountsNothing() throws Exception {
    dataset("d", "");
    table("d", "t", "");
    assertThat(send("GET", "datasets/d/tables/t", null, Map.of("view", "BASIC")).has("numRows"))
        .isFalse();
    assertThat(get("datasets/d/tables/t").has("numRows")).isTrue();
  }

  @Test
  void aListOfJobsHasConfigurationsOnlyWhenAskedFor() throws Exception {
    query("SELECT 1", "");
    assertThat(get("jobs").at("/jobs/0").has("configuration")).isFalse();
    var full = send("GET", "jobs", null, Map.of("projection", "full"));
    assertThat(full.at("/jobs/0").has("configuration")).isTrue();
    assertThat(send("GET", "jobs", null, Map.of("maxCreationTime", "1")).path("jobs")).isEmpty();
  }
}
