package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.cloud.JobService.State;
import dev.backfill.cloud.Patience;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TableKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each value that Google's descriptions of its APIs list where the console reads one, and one that
 * they do not list: it is shown by its name, and ends nothing.
 */
@Timeout(60)
@Tag("server")
class EnumValuesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("discovery.dir", "../shared/spec/discovery"));
  private static final String NEW = "SOMETHING_NEW";
  private static final Set<State> ENDED =
      Set.of(State.DONE, State.FAILED, State.CANCELLED, State.DRAINED, State.UPDATED);
  private static final String TARGET = "data-backfill-14";
  private static final JobKey JOB = new JobKey(TARGET, "us-central1", "j1");

  private Stub stub;
  private Cloud cloud;

  @BeforeEach
  void start() throws Exception {
    stub = new Stub();
    var plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            """);
    cloud =
        GoogleCloud.connect(
            CloudProfile.sandbox(stub.address()).waiting(Duration.ofSeconds(2)),
            plan,
            job -> "none");
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  /** The values of an enum in a description, and one that is not among them. */
  private static Stream<String> values(String api, String schema, String property, String... more)
      throws IOException {
    var values = new ArrayList<>(List.of(more));
    values.add(NEW);
    var file = FOLDER.resolve(api);
    if (Files.exists(file)) {
      JsonNode listed =
          JsonMapper.builder()
              .build()
              .readTree(file.toFile())
              .path("schemas")
              .path(schema)
              .path("properties")
              .path(property)
              .path("enum");
      assertThat(listed).as("%s.%s of %s", schema, property, api).isNotEmpty();
      listed.forEach(value -> values.add(value.asText()));
    }
    return values.stream().distinct();
  }

  static Stream<String> jobStates() throws IOException {
    return values("dataflow.v1b3.json", "Job", "currentState", "JOB_STATE_DONE");
  }

  @ParameterizedTest
  @MethodSource("jobStates")
  void readsAJobsState(String value) {
    stub.answer(
        sent -> new Stub.Reply(200, "{\"id\": \"j1\", \"currentState\": \"" + value + "\"}"));
    var job = cloud.jobs().state(JOB);
    var name = value.replace("JOB_STATE_", "");
    assertThat(job.word()).isEqualTo(name);
    assertThat(job.state().name()).isEqualTo(name.equals(NEW) ? "UNKNOWN" : name);
    assertThat(job.state().ended()).isEqualTo(ENDED.contains(job.state()));
  }

  static Stream<String> stageStates() throws IOException {
    return values(
        "dataflow.v1b3.json", "ExecutionStageState", "executionStageState", "JOB_STATE_DONE");
  }

  @ParameterizedTest
  @MethodSource("stageStates")
  void readsAStagesState(String value) {
    stub.answer(
        sent ->
            new Stub.Reply(
                200,
                """
                {"id": "j1",
                 "stageStates": [{"executionStageName": "S1", "executionStageState": "%s"}],
                 "pipelineDescription": {"executionPipelineStage": [{"name": "S1"}]}}
                """
                    .formatted(value)));
    assertThat(cloud.jobs().graph(JOB).stages())
        .singleElement()
        .satisfies(stage -> assertThat(stage.state()).isEqualTo(value.replace("JOB_STATE_", "")));
  }

  static Stream<String> importances() throws IOException {
    return values("dataflow.v1b3.json", "JobMessage", "messageImportance", "JOB_MESSAGE_ERROR");
  }

  @ParameterizedTest
  @MethodSource("importances")
  void readsAMessagesImportance(String value) {
    stub.answer(
        sent ->
            new Stub.Reply(
                200, "{\"jobMessages\": [{\"messageImportance\": \"%s\"}, {}]}".formatted(value)));
    assertThat(cloud.jobs().messages(JOB, Instant.EPOCH).messages())
        .extracting(message -> message.importance() + "|" + message.text())
        .containsExactly(value.replace("JOB_MESSAGE_", "") + "|", "|");
  }

  static Stream<String> eventTypes() throws IOException {
    return values("dataflow.v1b3.json", "AutoscalingEvent", "eventType", "NO_CHANGE");
  }

  @ParameterizedTest
  @MethodSource("eventTypes")
  void readsAnAutoscalingEventsType(String value) {
    stub.answer(
        sent ->
            new Stub.Reply(
                200,
                """
                {"autoscalingEvents": [
                  {"eventType": "%s", "time": "2020-04-14T00:00:00Z", "currentNumWorkers": "3",
                   "description": {}}, {"time": "none"}]}
                """
                    .formatted(value)));
    assertThat(cloud.jobs().messages(JOB, Instant.EPOCH).workers())
        .extracting(event -> event.kind() + "|" + event.current() + "|" + event.text())
        .containsExactly("|0|", value + "|3|");
  }

  /** Described in words, not as an enum. */
  @ParameterizedTest
  @CsvSource({
    "TABLE, TABLE",
    "VIEW, VIEW",
    "MATERIALIZED_VIEW, MATERIALIZED_VIEW",
    "SNAPSHOT, SNAPSHOT",
    "EXTERNAL, EXTERNAL",
    "MODEL, ",
    "SOMETHING_NEW, OTHER",
    "'', "
  })
  void readsATablesType(String type, TableKind kind) {
    var table =
        """
        {"tableReference": {"projectId": "data-backfill-14", "datasetId": "d", "tableId": "t"},
         "type": "%s", "etag": "e"}
        """
            .formatted(type);
    stub.answer(
        sent ->
            sent.path().endsWith("/tables")
                ? new Stub.Reply(200, "{\"tables\": [" + table + "]}")
                : new Stub.Reply(200, sent.path().endsWith("/tables/t") ? table : "{}"));
    var dataset = new DatasetName(TARGET, "d");
    if (kind != null) {
      assertThat(cloud.warehouse().contents(dataset))
          .singleElement()
          .satisfies(part -> assertThat(part.kind()).isEqualTo(kind));
    } else {
      assertThatCode(() -> cloud.warehouse().contents(dataset)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "accessDenied",
    "rateLimitExceeded",
    "quotaExceeded",
    "backendError",
    "notFound",
    "duplicate",
    "invalid",
    "invalidQuery",
    "resourcesExceeded",
    "billingTierLimitExceeded",
    "accessNotConfigured",
    "responseTooLarge",
    "stopped",
    "tableUnavailable",
    "timeout",
    "billingNotEnabled",
    "blocked",
    "internalError",
    "jobBackendError",
    "jobInternalError",
    "jobRateLimitExceeded",
    "notImplemented",
    "proxyAuthenticationRequired",
    "resourceInUse",
    "tableUnavailable",
    "somethingNew"
  })
  void tellsAnErrorsReason(String reason) {
    stub.answer(sent -> Stub.error(400, reason, "What it said"));
    assertThat(told(reason)).hasMessageStartingWith("Dataset data-backfill-14:d: What it said. ");
  }

  private CloudException told(String reason) {
    try {
      Patience.once(() -> cloud.warehouse().dataset(new DatasetName(TARGET, "d")));
      throw new AssertionError(reason);
    } catch (CloudException e) {
      return e;
    }
  }

  /** Empty pages, absent fields and NULLs, of everything that is listed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{\"datasets\": null, \"tables\": null, \"jobs\": null, \"items\": null,"
            + " \"jobMessages\": null, \"metrics\": null}",
        "{\"datasets\": [], \"tables\": [], \"jobs\": [], \"items\": [], \"jobMessages\": [],"
            + " \"autoscalingEvents\": [], \"metrics\": []}",
      })
  void takesEmptyAnswersForNothing(String json) {
    stub.answer(sent -> new Stub.Reply(200, json));
    var dataset = new DatasetName(TARGET, "d");
    assertThat(cloud.warehouse().datasets(TARGET)).isEmpty();
    assertThat(cloud.warehouse().contents(dataset)).isEmpty();
    assertThat(cloud.warehouse().jobsUnderWay(TARGET)).isEmpty();
    assertThat(cloud.warehouse().loads(TARGET, "b", Instant.EPOCH)).isEmpty();
    assertThat(cloud.warehouse().rowPolicies(dataset.table("t"))).isEmpty();
    assertThat(cloud.objects().buckets(TARGET)).isEmpty();
    assertThat(cloud.objects().objects("b")).isEmpty();
    assertThat(cloud.jobs().find(TARGET, "us-central1", "j")).isEmpty();
    assertThat(cloud.jobs().messages(JOB, Instant.EPOCH).messages()).isEmpty();
    assertThat(cloud.jobs().measures(JOB).counters()).isEmpty();
    assertThat(cloud.jobs().state(JOB).state()).isEqualTo(State.UNKNOWN);
    assertThat(cloud.permissions().granted(TARGET, Set.of("a"))).isEqualTo(Optional.of(Set.of()));
  }

  private List<Supplier<List<?>>> lists() {
    var dataset = new DatasetName(TARGET, "d");
    return List.of(
        () -> cloud.warehouse().datasets(TARGET),
        () -> cloud.warehouse().tables(dataset),
        () -> cloud.warehouse().contents(dataset),
        () -> cloud.warehouse().jobsUnderWay(TARGET),
        () -> cloud.warehouse().loads(TARGET, "b", Instant.EPOCH),
        () -> cloud.objects().buckets(TARGET),
        () -> cloud.objects().objects("b"),
        () -> cloud.jobs().find(TARGET, "us-central1", "j").stream().toList(),
        () -> cloud.jobs().messages(JOB, Instant.EPOCH).messages());
  }

  /** As some servers say that there is no other page. */
  @ParameterizedTest
  @ValueSource(
      strings = {"{\"nextPageToken\": \"\"}", "{\"nextPageToken\": null}", "{\"kind\": \"x\"}"})
  void takesAnEmptyTokenForTheLastPage(String json) {
    stub.answer(sent -> new Stub.Reply(200, json));
    for (var list : lists()) {
      assertThat(list.get()).isEmpty();
    }
    // Tables, models and routines are each listed for a dataset's contents.
    assertThat(stub.requests).hasSize(lists().size() + 2);
  }

  /** A server, or a cache before it, that knows of one page only. */
  @Test
  void asksNoPageTwice() {
    stub.answer(sent -> new Stub.Reply(200, "{\"nextPageToken\": \"again\"}"));
    for (var list : lists()) {
      stub.requests.clear();
      assertThatThrownBy(list::get)
          .isInstanceOf(CloudException.class)
          .hasMessageStartingWith("A list does not end: ")
          .hasMessageEndingWith("then resume.");
      assertThat(stub.requests).hasSize(2);
    }
  }

  /** Of whatever is asked: an answer, or a sentence. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html>Sign in</html>",
        "200 | []",
        "200 | \"text\"",
        "200 | {\"datasets\": 7, \"tables\": 7, \"jobs\": 7, \"items\": 7, \"metrics\": 7}",
        "204 | ''",
        "302 | <html>Moved</html>",
        "304 | ''",
        "418 | {\"error\": \"teapot\"}",
        "500 | ''",
        "502 | <html>Bad gateway</html>",
        "503 | {\"error\": 7}",
      })
  void tellsWhateverElseComesInASentence(int status, String body) {
    stub.answer(sent -> new Stub.Reply(status, body));
    var dataset = new DatasetName(TARGET, "d");
    var calls =
        List.<Runnable>of(
            () -> cloud.warehouse().datasets(TARGET),
            () -> cloud.warehouse().dataset(dataset),
            () -> cloud.warehouse().tables(dataset),
            () -> cloud.warehouse().table(dataset.table("t")),
            () -> cloud.warehouse().jobsUnderWay(TARGET),
            () -> cloud.warehouse().loads(TARGET, "b", Instant.EPOCH),
            () -> cloud.warehouse().rowPolicies(dataset.table("t")),
            () -> cloud.warehouse().dryRun(TARGET, "SELECT 1"),
            () -> cloud.objects().buckets(TARGET),
            () -> cloud.objects().bucket("b"),
            () -> cloud.objects().objects("b"),
            () -> cloud.objects().exists("gs://b/o"),
            () -> cloud.jobs().find(TARGET, "us-central1", "j"),
            () -> cloud.jobs().state(JOB),
            () -> cloud.jobs().messages(JOB, Instant.EPOCH),
            () -> cloud.jobs().measures(JOB),
            () -> cloud.jobs().graph(JOB),
            () -> cloud.projects().number(TARGET),
            () -> cloud.permissions().granted(TARGET, Set.of("a")));
    for (var i = 0; i < calls.size(); i++) {
      try {
        var call = calls.get(i);
        Patience.once(
            () -> {
              call.run();
              return null;
            });
      } catch (CloudException e) {
        assertThat(e.getMessage())
            .as("call %d", i)
            .doesNotContain("Exception", "com.google", "null", "<html>");
      } catch (RuntimeException e) {
        throw new AssertionError("call " + i + " with " + status + " " + body, e);
      }
    }
  }
}
