package dev.backfill.sandbox.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.HttpFrame;
import dev.backfill.sandbox.http.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dataflow's jobs as any HTTP client sees them; what a whole job does is RehearsalTest's. */
@Timeout(300)
@Tag("job")
class DataflowServiceTest {
  private static final String JOBS = "/v1b3/projects/p-backfill-1/locations/us-central1/jobs";

  /** An output without partitioning and clustering: the worker must refuse it. */
  private static final String JOB =
      """
      {"name": "backfill-r1-1", "clientRequestId": "c1", "labels": {"backfill-run": "r1"},
       "environment": {"sdkPipelineOptions": {"options": {
         "appName": "x", "inputs": ["p-backfill-1:d.t"], "outputs": ["p-backfill-1:d.o"],
         "targetProject": "p-backfill-1", "numWorkers": 2, "maxNumWorkers": 9,
         "project": "p-backfill-1", "tempLocation": "gs://bucket/temp"}}}}
      """;

  @TempDir Path folder;
  private static final String LAUNCH =
      "/v1b3/projects/p-backfill-1/locations/us-central1/flexTemplates:launch";
  private static final Map<String, String> SPECS =
      Map.of(
          "gs://t/decode.json", "{\"image\": \"sandbox.invalid/backfill-decode\"}",
          "gs://t/decoder.json", decoder(),
          "gs://t/other.json", "{\"image\": \"gcr.io/p/other\"}");
  private static final String DECODER =
      """
      {"launchParameter": {"jobName": "flex", "containerSpecGcsPath": "gs://t/decoder.json",
        "parameters": {"inputType": "bigquery_table", "input": "p-backfill-1:e.rejected",
          "output": "p-backfill-1:${document_namespace}_live.${document_type}_v${document_version}",
          "errorOutput": "p-backfill-1:payload_bytes_error.structured",
          "schemasLocation": "gs://t/schemas.tar.gz"},
        "environment": {"numWorkers": 2, "maxWorkers": 9, "tempLocation": "gs://b/temp",
          "stagingLocation": "gs://b/staging"}}}
      """;

  private static String decoder() {
    try {
      return new String(Templates.decoderSpec(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final List<String> emptied = new ArrayList<>();
  private final Map<String, JsonNode> stored = new HashMap<>();
  private final List<Map<String, String>> documents = new ArrayList<>();
  private DataflowService service;
  private HttpFrame frame;

  @BeforeEach
  void start() throws IOException {
    service = new DataflowService(folder, new Tables(), DataflowServiceTest::spec);
    var router = new Router();
    DataflowRoutes.add(router, service);
    frame = new HttpFrame(router, 0);
    frame.start();
    service.start(frame.endpoint(), "127.0.0.1:1");
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
    frame.close();
  }

  @Test
  void runsOneJobOfANameAndTellsHowItFailed() throws Exception {
    var job = send("POST", JOBS, JOB);
    var path = JOBS + "/" + job.path("id").asText();
    assertThat(job.path("currentState").asText()).isEqualTo("JOB_STATE_PENDING");
    var again = send("POST", JOBS, JOB.replace("\"c1\"", "\"c2\""));
    assertThat(again.path("id")).isEqualTo(job.path("id"));
    assertThat(again.path("clientRequestId").asText()).as("another's job").isEqualTo("c1");

    assertThat(ended(path).path("currentState").asText()).isEqualTo("JOB_STATE_FAILED");
    var said = send("GET", path + "/messages?minimumImportance=JOB_MESSAGE_ERROR", null);
    assertThat(said.path("jobMessages")).isNotEmpty();
    assertThat(said.path("jobMessages").toString()).doesNotContain("JOB_MESSAGE_BASIC");
    var events = said.path("autoscalingEvents");
    assertThat(events.get(0).path("targetNumWorkers").asText()).isEqualTo("2");
    var last = events.get(events.size() - 1).path("time").asText();
    var later = send("GET", path + "/messages?startTime=" + last, null);
    assertThat(later.path("autoscalingEvents")).hasSize(1);
    assertThat(send("GET", JOBS, null).path("jobs")).hasSize(1);
    showsTheWholeJobOnlyWhenAskedForAll(path);
    assertThat(send("POST", JOBS, JOB).path("id")).as("a new try").isNotEqualTo(job.path("id"));
  }

  private void showsTheWholeJobOnlyWhenAskedForAll(String path) throws Exception {
    assertThat(send("GET", path, null).has("environment")).isFalse();
    var all = send("GET", path + "?view=JOB_VIEW_ALL", null);
    assertThat(all.at("/environment/sdkPipelineOptions/options/numWorkers").asInt()).isEqualTo(2);
    assertThat(all.at("/jobMetadata/bigqueryDetails/1/table").asText()).isEqualTo("o");
    assertThat(send("GET", path + "?view=ALL", null).at("/error/code").asInt()).isEqualTo(400);
    var stage = send("GET", path + "/executionDetails", null).at("/stages/0");
    assertThat(stage.path("state").asText()).isEqualTo("EXECUTION_STATE_FAILED");
    assertThat(stage.has("endTime")).isTrue();
  }

  private void cancel(String path) throws Exception {
    send("PUT", path, "{\"requestedState\":\"JOB_STATE_CANCELLED\"}");
    ended(path);
  }

  @Test
  void cancelsAndDoesNotDrain() throws Exception {
    var path = JOBS + "/" + send("POST", JOBS, JOB).path("id").asText();
    assertThat(send("PUT", path, "{\"requestedState\":\"JOB_STATE_DRAINED\"}").at("/error/code"))
        .hasToString("400");
    send("PUT", path, "{\"requestedState\":\"JOB_STATE_CANCELLED\"}");
    assertThat(ended(path).path("currentState").asText()).isEqualTo("JOB_STATE_CANCELLED");
    assertThat(send("GET", JOBS + "/none", null).at("/error/status").asText())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void beginsALostJobAnewFromEmptyTables() throws Exception {
    var path = JOBS + "/" + send("POST", JOBS, JOB).path("id").asText();
    while (send("GET", path + "/messages", null).path("autoscalingEvents").isEmpty()) {
      Thread.sleep(20);
    }
    service.close();
    frame.close();
    start();
    assertThat(ended(path).path("currentState").asText()).isEqualTo("JOB_STATE_FAILED");
    assertThat(emptied).contains("p-backfill-1:d.o");
    assertThat(send("GET", path + "/messages", null).toString()).contains("done again");
  }

  private static byte[] spec(String uri) {
    if (!SPECS.containsKey(uri)) {
      throw ApiException.notFound("No such object: " + uri);
    }
    return SPECS.get(uri).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void listsJobsByNameAndByWhetherTheyHaveEnded() throws Exception {
    var first = send("POST", JOBS, JOB).path("id").asText();
    cancel(JOBS + "/" + first);
    var second = send("POST", JOBS, JOB.replace("backfill-r1-1", "other")).path("id").asText();
    assertThat(ids("?filter=ACTIVE")).containsExactly(second);
    assertThat(ids("?filter=TERMINATED")).containsExactly(first);
    assertThat(ids("?filter=ALL")).as("what runs comes first").containsExactly(second, first);
    assertThat(ids("?name=other")).containsExactly(second);
    assertThat(ids("?name=oth")).isEmpty();
    cancel(JOBS + "/" + second);
    assertThat(ids("?filter=ALL")).containsExactly(first, second);
    assertThat(ids("")).as("the newest first").containsExactly(second, first);
    assertThat(send("GET", JOBS + "?filter=DONE", null).at("/error/code").asInt()).isEqualTo(400);
    var all = send("GET", "/v1b3/projects/p-backfill-1/jobs:aggregated", null);
    assertThat(all.path("jobs")).hasSize(2);
    var elsewhere = send("GET", JOBS.replace("us-central1", "europe-west1"), null);
    assertThat(elsewhere.path("jobs")).isEmpty();
  }

  private List<String> ids(String query) throws Exception {
    return send("GET", JOBS + query, null).path("jobs").findValuesAsText("id");
  }

  @Test
  void launchesTheTemplateItHasAStandInFor() throws Exception {
    var launch =
        """
        {"launchParameter": {"jobName": "flex", "containerSpecGcsPath": "gs://t/decode.json",
          "parameters": {"inputs": "p-backfill-1:d.t", "outputs": "[\\"p-backfill-1:d.o\\"]",
            "targetProject": "p-backfill-1"},
          "environment": {"numWorkers": 2, "maxWorkers": 9, "tempLocation": "gs://bucket/temp",
            "additionalUserLabels": {"backfill-run": "r1"}}}}
        """;
    var check = launch.replaceFirst("\\{", "{\"validateOnly\": true, ");
    assertThat(send("POST", LAUNCH, check)).isEmpty();
    assertThat(ids("")).isEmpty();
    var job = send("POST", LAUNCH, launch).path("job");
    assertThat(job.path("name").asText()).isEqualTo("flex");
    assertThat(job.at("/labels/backfill-run").asText()).isEqualTo("r1");
    var path = JOBS + "/" + job.path("id").asText();
    var options = "/environment/sdkPipelineOptions/options/";
    var all = send("GET", path + "?view=JOB_VIEW_ALL", null);
    assertThat(all.at(options + "outputs/0").asText()).isEqualTo("p-backfill-1:d.o");
    assertThat(all.at(options + "maxNumWorkers").asInt()).isEqualTo(9);
    refused(501, launch.replace("decode.json", "other.json"), "gcr.io/p/other");
    refused(404, launch.replace("decode.json", "none.json"), "No such object");
    refused(400, launch.replace("gs://t/", "/tmp/"), "gs://bucket/object");
    refused(400, launch.replace("\"flex\"", "\"Flex_1\""), "Flex_1");
    cancel(path);
  }

  /** Its launcher makes a pipeline of what lies in the table: each type's rows go to a table. */
  @Test
  void launchesTheStandInOfADecoder() throws Exception {
    table("p-backfill-1:e.rejected", "payload document_type submission_timestamp");
    table("p-backfill-1:payload_bytes_error.structured", "payload");
    table("p-backfill-1:org_mozilla_app_live.new_tab_v2", "document_id");
    documents.add(
        Map.of(
            "document_namespace", "org-mozilla-app",
            "document_type", "newTab",
            "document_version", "2",
            "day", "2026-05-13"));
    var job = send("POST", LAUNCH, DECODER).path("job");
    assertThat(job.path("currentState").asText()).isEqualTo("JOB_STATE_QUEUED");
    refused(409, DECODER, "already an active job named flex");
    var path = JOBS + "/" + job.path("id").asText();
    var said = new ArrayList<String>();
    while (!said.contains("JOB_STATE_PENDING")) {
      var state = send("GET", path, null).path("currentState").asText();
      assertThat(state).isIn("JOB_STATE_QUEUED", "JOB_STATE_PENDING", "JOB_STATE_RUNNING");
      said.add(state.replace("RUNNING", "PENDING"));
      Thread.sleep(50);
    }
    cancel(path);
    assertThat(said).startsWith("JOB_STATE_QUEUED");
    var options = send("GET", path + "?view=JOB_VIEW_ALL", null);
    var made =
        DecodeJobRecord.JSON.readTree(
            folder.resolve(job.path("id").asText() + "/options.json").toFile());
    assertThat(made.at("/options/inputs/0").asText())
        .isEqualTo(
            "p-backfill-1:e.rejected|org-mozilla-app/newTab/2|2026-05-13/2026-05-13"
                + "|document_type;payload;submission_timestamp|"
                + "|p-backfill-1:org_mozilla_app_live.new_tab_v2");
    assertThat(made.at("/options/outputs").toString())
        .contains("org_mozilla_app_live.new_tab_v2|DAY|submission_timestamp|", "structured|DAY");
    assertThat(options.at("/environment/sdkPipelineOptions/options/inputType").asText())
        .isEqualTo("bigquery_table");
  }

  @Test
  void aLauncherThatCannotMakeAPipelineFailsItsJob() throws Exception {
    var job = send("POST", LAUNCH, DECODER).path("job");
    var path = JOBS + "/" + job.path("id").asText();
    var said = new ArrayList<String>();
    assertThat(ended(path, said).path("currentState").asText()).isEqualTo("JOB_STATE_FAILED");
    assertThat(said).doesNotContain("JOB_STATE_RUNNING");
    assertThat(send("GET", path + "/messages", null).path("jobMessages").toString())
        .contains("gs://b/staging/template_launches/", "Not found: Table p-backfill-1:e.rejected")
        .contains("Error occurred in the launcher container: Template launch failed.");
  }

  @Test
  void aTemplateTakesTheParametersOfItsMetadata() throws Exception {
    refused(400, DECODER.replace("\"input\"", "\"imput\""), "imput: Unrecognized parameter");
    refused(400, DECODER.replace("\"input\"", "\"imput\""), "input: Missing required parameter");
  }

  private void table(String name, String columns) {
    var table = DecodeJobRecord.JSON.createObjectNode();
    table.putObject("timePartitioning").put("type", "DAY").put("field", "submission_timestamp");
    var fields = table.putObject("schema").putArray("fields");
    for (var column : columns.split(" ")) {
      fields.addObject().put("name", column);
    }
    stored.put(name, table);
  }

  private void refused(int status, String launch, String words) throws Exception {
    var error = send("POST", LAUNCH, launch).path("error");
    assertThat(error.path("code").asInt()).as(error.toString()).isEqualTo(status);
    assertThat(error.path("message").asText()).contains(words);
  }

  /** The job once it has ended. */
  private JsonNode ended(String path) throws Exception {
    return ended(path, new ArrayList<>());
  }

  private JsonNode ended(String path, List<String> states) throws Exception {
    while (true) {
      var job = send("GET", path, null);
      var state = job.path("currentState").asText();
      if (!states.contains(state)) {
        states.add(state);
      }
      if (!List.of(
              "JOB_STATE_QUEUED", "JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_CANCELLING")
          .contains(job.path("currentState").asText())) {
        return job;
      }
      Thread.sleep(100);
    }
  }

  private JsonNode send(String method, String path, String body) throws Exception {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create(frame.endpoint() + path))
            .header("Content-Type", "application/json")
            .method(method, publisher);
    return DecodeJobRecord.JSON.readTree(
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body());
  }

  private final class Tables implements JobTables {
    @Override
    public long rows(String table) {
      return 0;
    }

    @Override
    public Optional<JsonNode> table(String table) {
      return Optional.ofNullable(stored.get(table));
    }

    @Override
    public List<Map<String, String>> query(String project, String sql) {
      return documents;
    }

    @Override
    public void empty(String table) {
      emptied.add(table);
    }
  }
}
