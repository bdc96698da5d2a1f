package dev.backfill.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.sandbox.http.AnswerWitness.Answered;
import dev.backfill.sandbox.http.HttpFrame;
import dev.backfill.sandbox.http.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That what is wrong with an answer is found: a check that finds nothing proves nothing. */
class AnswerCheckTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private ApiDescriptions apis;

  @BeforeEach
  void need() {
    Assumptions.assumeTrue(
        ApiDescriptions.find().isPresent(),
        () -> "no API descriptions in " + ApiDescriptions.folder().toAbsolutePath());
    apis = ApiDescriptions.find().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /storage/v1/b | {'kind':'storage#buckets','items':[]} | ''",
        "GET | /storage/v1/b | {'kind':'storage#buckets','items':[{'project':'p'}]} |"
            + " Buckets.items[0].project is not in the API",
        "GET | /storage/v1/b | {'kind':'storage#bucket','items':[]} | Buckets.kind is not",
        "GET | /storage/v1/b | {'kind':'storage#buckets','items':{}} | Buckets.items is no array",
        "GET | /storage/v1/b | {'items':[]} | Buckets.kind is not filled",
        "GET | /storage/v1/b/b/o | {'kind':'storage#objects','items':[{'size':5}]} |"
            + " Objects.items[0].size is no string",
        "GET | /storage/v1/b/b/o | {'kind':'storage#objects','items':[{'size':'5x'}]} |"
            + " has not the form uint64",
        "GET | /storage/v1/b/b/o | {'kind':'storage#objects','items':[{'updated':'now'}]} |"
            + " has not the form date-time",
        "GET | /v1b3/projects/p/locations/r/jobs | {'jobs':[{'currentState':'DONE'}]} |"
            + " currentState is none of",
        "GET | /v1b3/projects/p/locations/r/jobs | {'jobs':[{'labels':{'a':1}}]} |"
            + " labels.a is no string",
        "GET | /v1b3/projects/p/locations/r/jobs | {'jobs':[{'labels':{'a':'b'}}]} | ''",
        "GET | /bigquery/v2/projects/p/datasets | {'kind':'bigquery#datasetList','datasets':null} |"
            + " datasets is no array",
        "GET | /bigquery/v2/projects/p/jobs/j | {'configuration':{}} | Job.id is not filled",
        "DELETE | /storage/v1/b/b | {} | has a body, and the API has none",
        "GET | /storage/v1/b/b | '' | has no body, and the API has a Bucket",
        "GET | /storage/v1/b/b | [} | is no JSON",
        "GET | /storage/v1/b/b/none/x | {} | is no method of the API",
        "PATCH | /storage/v1/b | {} | is no method of the API",
      })
  void findsWhatTheApisDoNotHave(String method, String path, String body, String problem) {
    var bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var found =
        AnswerCheck.check(apis, new Answered(method, path, null, 200, "application/json", bytes));
    if (problem.isEmpty()) {
      assertThat(found.problems()).isEmpty();
    } else {
      assertThat(found.text()).contains(problem);
    }
  }

  @Test
  void anAnswerOfSomeMembersIsHeldAgainstTheirTypesOnly() {
    var path = "/bigquery/v2/projects/p/jobs/j";
    var good = "{\"status\":{\"state\":\"DONE\"}}".getBytes(StandardCharsets.UTF_8);
    var bad = "{\"status\":7}".getBytes(StandardCharsets.UTF_8);
    var fields = "a=b&fields=status/state";
    assertThat(problems(new Answered("GET", path, fields, 200, "application/json", good)))
        .isEmpty();
    assertThat(problems(new Answered("GET", path, fields, 200, "application/json", bad)))
        .isNotEmpty();
    assertThat(problems(new Answered("GET", path, "fieldset=1", 200, "application/json", good)))
        .contains("Job.id is not filled");
  }

  private List<String> problems(Answered answer) {
    return AnswerCheck.check(apis, answer).problems();
  }

  @Test
  void aDryRunNeedsNoId() {
    var bytes = "{\"configuration\":{\"dryRun\":true}}".getBytes(StandardCharsets.UTF_8);
    var path = "/bigquery/v2/projects/p/jobs";
    var answer = new Answered("POST", path, null, 200, "application/json", bytes);
    assertThat(AnswerCheck.check(apis, answer).problems())
        .contains("Job.kind is not filled")
        .doesNotContain("Job.id is not filled");
  }

  @Test
  void anErrorHasTheFormThatClientsRead() {
    var bytes = "{\"error\":\"no\"}".getBytes(StandardCharsets.UTF_8);
    var answer = new Answered("GET", "/storage/v1/b", null, 404, "application/json", bytes);
    assertThat(AnswerCheck.check(apis, answer).text())
        .contains("error.code is not 404", "its message, reason and domain");
  }

  @Test
  void theTestThatCausedAViolationFails() throws Exception {
    var router = new Router();
    router.add(
        "GET",
        "/storage/v1/b/{bucket}",
        (in, out) -> out.json(JSON.readTree("{\"project\":\"p\"}")));
    try (var frame = new HttpFrame(router, 0)) {
      frame.start();
      var request = HttpRequest.newBuilder(URI.create(frame.endpoint() + "/storage/v1/b/x"));
      HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding());
    }
    // What would fail this test is taken from its own check.
    assertThat(Seen.taken())
        .singleElement()
        .asString()
        .contains("GET /storage/v1/b/x (storage.buckets.get): Bucket.project is not in the API");
  }
}
