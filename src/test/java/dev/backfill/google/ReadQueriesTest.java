package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.testing.http.MockHttpTransport;
import com.google.api.client.testing.http.MockLowLevelHttpRequest;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import com.google.api.services.bigquery.Bigquery;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Progress;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What reading queries send, and make of what comes back. */
class ReadQueriesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JOB =
      "\"jobReference\": {\"projectId\": \"p\", \"jobId\": \"j\", \"location\": \"US\"}";
  private static final String DONE = "{\"jobComplete\": true, " + JOB + ", ";

  private final Deque<MockLowLevelHttpResponse> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<JsonNode> bodies = new ArrayList<>();

  @Test
  void asksOnceForRowsThatComeWithTheAnswer() {
    answer(
        200,
        DONE
            + """
            "schema": {"fields": [
              {"name": "n", "type": "INTEGER"}, {"name": "f", "type": "FLOAT"},
              {"name": "ok", "type": "BOOLEAN"}, {"name": "at", "type": "TIMESTAMP"},
              {"name": "ids", "type": "STRING", "mode": "REPEATED"},
              {"name": "in", "type": "RECORD", "fields": [{"name": "a", "type": "INTEGER"}]},
              {"name": "none", "type": "STRING"}]},
            "rows": [{"f": [{"v": "9007199254740993"}, {"v": "0.5"}, {"v": "true"},
              {"v": "1586822400000001"}, {"v": [{"v": "x"}, {"v": "y"}]},
              {"v": {"f": [{"v": "7"}]}}, {"v": null}]}]}
            """);

    var rows = ask();

    assertThat(rows)
        .hasToString(
            "[{\"n\":9007199254740993,\"f\":0.5,\"ok\":true,"
                + "\"at\":\"2020-04-14T00:00:00.000001Z\",\"ids\":[\"x\",\"y\"],"
                + "\"in\":{\"a\":7},\"none\":null}]");
    assertThat(asked).hasSize(1).first().asString().startsWith("POST ").endsWith("/p/queries");
    assertThat(bodies.get(0).path("maximumBytesBilled").asText()).isEqualTo("5");
    assertThat(bodies.get(0).path("useLegacySql").asBoolean(true)).isFalse();
    assertThat(bodies.get(0).path("useQueryCache").asBoolean(true)).isFalse();
    assertThat(bodies.get(0).path("location").asText()).isEqualTo("US");
  }

  @Test
  void asksForFurtherPages() {
    answer(200, DONE + page("1") + ", \"pageToken\": \"next\"}");
    answer(200, DONE + page("2") + "}");

    assertThat(ask()).hasToString("[{\"n\":1}, {\"n\":2}]");
    assertThat(asked.get(1)).contains("GET ", "/p/queries/j?", "pageToken=next", "location=US");
  }

  @Test
  void asksAgainUnderTheSameIdWhereTheAnswerWasLost() {
    answers.add(new Lost());
    answer(200, DONE + page("1") + "}");

    assertThat(ask()).hasSize(1);
    assertThat(bodies.get(0).path("requestId")).isEqualTo(bodies.get(1).path("requestId"));
  }

  @Test
  void asksAgainUnderAnotherIdWhereItWasRefused() {
    answer(503, error("backendError", "Try again."));
    answer(200, DONE + page("1") + "}");

    assertThat(ask()).hasSize(1);
    assertThat(bodies.get(0).path("requestId")).isNotEqualTo(bodies.get(1).path("requestId"));
  }

  @Test
  void tellsWhatAQueryFailedBy() {
    answer(400, error("resourcesExceeded", "Resources exceeded during query execution."));

    assertThatThrownBy(this::ask)
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.kind()).isEqualTo(CloudException.Kind.JOB_FAILED))
        .hasMessageContaining("Resources exceeded during query execution.")
        .hasMessageContaining("Take fewer days");
    assertThat(asked).hasSize(1);
  }

  @Test
  void endsAListWhosePagesNameOneAnother() {
    for (var i = 0; i < 3; i++) {
      answer(200, DONE + page("1") + ", \"pageToken\": \"same\"}");
    }
    assertThatThrownBy(this::ask).hasMessageContaining("A list does not end");
  }

  private static String page(String n) {
    return "\"schema\": {\"fields\": [{\"name\": \"n\", \"type\": \"INTEGER\"}]}, \"rows\": [{\"f\":"
        + " [{\"v\": \""
        + n
        + "\"}]}]";
  }

  private static String error(String reason, String message) {
    return """
        {"error": {"code": 400, "message": "%2$s",
          "errors": [{"reason": "%1$s", "message": "%2$s"}]}}"""
        .formatted(reason, message);
  }

  private void answer(int status, String body) {
    answers.add(
        new MockLowLevelHttpResponse()
            .setStatusCode(status)
            .setContentType("application/json")
            .setContent(body));
  }

  private List<JsonNode> ask() {
    var rest =
        new Bigquery.Builder(new Transport(), GsonFactory.getDefaultInstance(), request -> {})
            .setApplicationName("test")
            .build();
    return new ReadQueries(rest, new BigQueryJobs(null, null, "US"))
        .ask("p", "SELECT 1", 5, Progress.SILENT);
  }

  /** No answer at all. */
  private static final class Lost extends MockLowLevelHttpResponse {}

  private final class Transport extends MockHttpTransport {
    @Override
    public LowLevelHttpRequest buildRequest(String method, String url) {
      return new MockLowLevelHttpRequest(url) {
        @Override
        public LowLevelHttpResponse execute() throws IOException {
          asked.add(method + " " + url);
          if (method.equals("POST")) {
            bodies.add(JSON.readTree(getContentAsString()));
          }
          var answer = answers.remove();
          if (answer instanceof Lost) {
            throw new IOException("The connection was reset.");
          }
          return answer;
        }
      };
    }
  }
}
