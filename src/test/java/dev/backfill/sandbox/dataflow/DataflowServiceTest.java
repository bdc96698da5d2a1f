package dev.backfill.sandbox.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.sandbox.http.HttpFrame;
import dev.backfill.sandbox.http.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  private final List<String> emptied = new ArrayList<>();
  private DataflowService service;
  private HttpFrame frame;

  @BeforeEach
  void start() throws IOException {
    service = new DataflowService(folder, new Tables());
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
    assertThat(send("POST", JOBS, JOB).path("id")).as("a new try").isNotEqualTo(job.path("id"));
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

  /** The job once it has ended. */
  private JsonNode ended(String path) throws Exception {
    while (true) {
      var job = send("GET", path, null);
      if (!List.of("JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_CANCELLING")
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
    public void empty(String table) {
      emptied.add(table);
    }
  }
}
