package dev.backfill.sandbox.strict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.fault.Faults;
import dev.backfill.sandbox.http.Disturbance;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What each strictness changes for a client; without it, each of these requests is granted. */
@Timeout(300)
@Tag("server")
class StrictnessTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SOURCE = "shared-prod";
  private static final String TARGET = "data-backfill-14";
  private static final String STABLE = "/datasets/telemetry_stable/tables/core_v10";
  private static final String FLOW = "/v1b3/projects/" + TARGET + "/locations/us-central1/jobs";
  private static final String JOB =
      """
      {"name": "decode", "environment": {"sdkPipelineOptions": {"options": {
        "inputs": [], "outputs": [], "numWorkers": 5, "maxNumWorkers": 9}}}}
      """;

  @TempDir Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void start() throws Exception {
    sandbox = Sandbox.start(folder, 0);
    var core = List.of(DocumentType.parse("telemetry/core/10"));
    sandbox.fill(
        SOURCE,
        new GeneratedDocuments(new Generator(1, 0), core, List.of(LocalDate.of(2020, 4, 14)), 2),
        SeedArchive.of(Optional.empty()),
        "gs://schemas/a.tar.gz");
  }

  @AfterEach
  void stop() throws Exception {
    sandbox.close();
  }

  private void strict(Strictness... wanted) throws Exception {
    sandbox.strict(Set.of(wanted), SOURCE, TARGET);
  }

  private JsonNode get(String path) throws Exception {
    return send("GET", path, null);
  }

  private JsonNode send(String method, String path, String body) throws Exception {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path))
            .header("Content-Type", "application/json")
            .method(method, publisher);
    var client = HttpClient.newHttpClient();
    return JSON.readTree(client.send(request.build(), BodyHandlers.ofString()).body());
  }

  private static void refused(JsonNode answer, int status, String reason, String words) {
    var error = answer.path("error");
    assertThat(error.path("code").asInt()).as(answer.toString()).isEqualTo(status);
    assertThat(error.at("/errors/0/reason").asText()).isEqualTo(reason);
    assertThat(error.path("message").asText()).contains(words);
  }

  @Test
  void bucketsNeedUniformAccess() throws Exception {
    var buckets = "/storage/v1/b?project=" + TARGET;
    assertThat(send("POST", buckets, "{\"name\":\"before\"}").has("error")).isFalse();
    strict(Strictness.UNIFORM_ACCESS);
    var refusal = send("POST", buckets, "{\"name\":\"plain\"}");
    refused(refusal, 412, "conditionNotMet", "constraints/storage.uniformBucketLevelAccess");
    var uniform =
        "{\"name\":\"uniform\",\"iamConfiguration\":"
            + "{\"uniformBucketLevelAccess\":{\"enabled\":true}}}";
    assertThat(send("POST", buckets, uniform).path("name").asText()).isEqualTo("uniform");
  }

  @Test
  void listsOfBucketsIgnoreTheProject() throws Exception {
    var list = "/storage/v1/b?project=" + TARGET;
    assertThat(get(list).path("items")).isEmpty();
    strict(Strictness.BUCKETS_OF_ALL);
    assertThat(get(list).path("items").findValuesAsText("name")).containsExactly("schemas");
  }

  @Test
  void productionsTablesWantACondition() throws Exception {
    assertThat(count("").has("error")).isFalse();
    strict(Strictness.PARTITION_FILTERS);
    refused(count(""), 400, "invalidQuery", "without a filter over column(s)");
    assertThat(count(" WHERE DATE(submission_timestamp) = '2020-04-14'").has("error")).isFalse();
  }

  private JsonNode count(String condition) throws Exception {
    var sql = "SELECT COUNT(*) FROM `" + SOURCE + ".telemetry_live.core_v10`" + condition;
    var body = JSON.createObjectNode().put("useLegacySql", false).put("query", sql);
    return send("POST", "/bigquery/v2/projects/" + SOURCE + "/queries", body.toString());
  }

  @Test
  void rowPoliciesAreNotListed() throws Exception {
    var policies = "/bigquery/v2/projects/" + SOURCE + STABLE + "/rowAccessPolicies";
    assertThat(get(policies).has("error")).isFalse();
    strict(Strictness.ROW_POLICIES_HIDDEN);
    refused(get(policies), 403, "accessDenied", "bigquery.rowAccessPolicies.list");
  }

  @Test
  void anApiIsNotEnabled() throws Exception {
    assertThat(get(FLOW).has("error")).isFalse();
    strict(Strictness.API_DISABLED);
    var answer = get(FLOW);
    refused(answer, 403, "accessNotConfigured", "Dataflow API has not been used in project");
    assertThat(answer.at("/error/details/0/reason").asText()).isEqualTo("SERVICE_DISABLED");
    assertThat(answer.at("/error/details/0/metadata/service").asText())
        .isEqualTo("dataflow.googleapis.com");
  }

  @Test
  void aJobThatNamesNoNetworkGetsNoWorkers() throws Exception {
    strict(Strictness.NO_DEFAULT_NETWORK);
    var path = ended(send("POST", FLOW, JOB));
    assertThat(get(path).path("currentState").asText()).isEqualTo("JOB_STATE_FAILED");
    assertThat(get(path + "/messages").toString()).contains("/global/networks/default'");
  }

  @Test
  void aQuotaCapsTheWorkers() throws Exception {
    strict(Strictness.WORKER_QUOTA);
    // A job that fails once it has its workers: it needs no process to show how many they are.
    sandbox.disturb(List.of(Faults.Wanted.parse("dataflow-fails")), 1, SOURCE);
    var messages = get(ended(send("POST", FLOW, JOB)) + "/messages");
    assertThat(messages.at("/autoscalingEvents/0/targetNumWorkers").asText()).isEqualTo("2");
    assertThat(messages.path("jobMessages").toString()).contains("QUOTA_EXCEEDED");
  }

  private String ended(JsonNode job) throws Exception {
    var path = FLOW + "/" + job.path("id").asText();
    while (!get(path).path("currentState").asText().equals("JOB_STATE_FAILED")) {
      Thread.sleep(20);
    }
    return path;
  }

  @Test
  void othersTablesLieInEveryDataset() throws Exception {
    strict(Strictness.OTHERS_TABLES);
    strict(Strictness.OTHERS_TABLES);
    var tables = get("/bigquery/v2/projects/" + SOURCE + "/datasets/telemetry_live/tables");
    assertThat(tables.path("tables").findValuesAsText("type"))
        .contains("VIEW", "MATERIALIZED_VIEW", "EXTERNAL", "SNAPSHOT", "TABLE");
    assertThat(get("/bigquery/v2/projects/" + TARGET + "/datasets/others/tables").path("tables"))
        .hasSize(5);
  }

  @Test
  void manyDatasetsPageAndOneIsDenied() throws Exception {
    strict(Strictness.MANY_DATASETS);
    var datasets = "/bigquery/v2/projects/" + TARGET + "/datasets";
    var first = get(datasets);
    assertThat(first.path("datasets")).hasSize(1000);
    var rest = get(datasets + "?pageToken=" + first.path("nextPageToken").asText());
    assertThat(rest.path("datasets")).hasSize(200);
    refused(get(datasets + "/" + Clutter.denied()), 403, "accessDenied", "bigquery.datasets.get");
    refused(get(datasets + "/" + Clutter.denied() + "/tables"), 403, "accessDenied", "denied");
    assertThat(get(datasets + "/others_0001").has("error")).isFalse();
  }

  @Test
  void theWorkersAccountOpensNoObjectOfAClosedBucket() {
    var account = new WorkersAccount("closed"::equals);
    var refused = new ArrayList<String>();
    for (var path :
        List.of(
            "/storage/v1/b/closed/o/a",
            "/download/storage/v1/b/closed/o/a",
            "/storage/v1/b/closed",
            "/storage/v1/b/open/o/a")) {
      if (account.of("GET", path) != Disturbance.NONE) {
        refused.add(path);
      }
    }
    assertThat(refused)
        .containsExactly("/storage/v1/b/closed/o/a", "/download/storage/v1/b/closed/o/a");
  }
}
