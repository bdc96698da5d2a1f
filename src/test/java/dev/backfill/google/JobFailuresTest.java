package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CloudException.Kind;
import dev.backfill.cloud.Progress;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.TableName;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs that were answered as running, and ended with an error later. */
class JobFailuresTest {
  private static final String SOURCE = "moz-fx-data-shared-prod";
  private static final String TARGET = "moz-fx-data-backfill-14";
  private static final LocalDate DAY = LocalDate.of(2020, 4, 14);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final AtomicInteger asked = new AtomicInteger();
  private JsonNode configuration = copy();
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
            source: { project: %s }
            target: { project: %s }
            schemas: gs://schemas/a.tar.gz
            """
                .formatted(SOURCE, TARGET));
    cloud = GoogleCloud.connect(CloudProfile.sandbox(stub.address()), plan, job -> "none");
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  /** What waits for a job: a name for the report, and the wait. */
  private record Kinds(String name, Call call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Call {
    void on(Cloud cloud, String job);
  }

  private static TableName table(String project) {
    return new TableName(project, "telemetry_stable", "main_v4");
  }

  private static Stream<Kinds> kinds() {
    var ours = new StagingTable(table(TARGET));
    var theirs = new ProductionTable(table(SOURCE)).partition(DAY);
    var none = Progress.SILENT;
    return Stream.of(
        new Kinds(
            "query",
            (c, job) -> c.staging().queryInto(job, "SELECT 1", ours.partition(DAY), 0, none)),
        new Kinds("read", (c, job) -> c.warehouse().query(TARGET, "SELECT 1", 0, none)),
        new Kinds("delete", (c, job) -> c.staging().empty(job, ours, List.of(DAY), none)),
        new Kinds(
            "copy",
            (c, job) ->
                c.staging().backUp(theirs, ours.partition(DAY), Optional.empty(), job, none)),
        new Kinds(
            "begun", (c, job) -> c.production().begun(ours.partition(DAY), theirs, job, none)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void failsAtOnceWithWhatTheServiceSaid(Kinds kind) {
    answering("running", ended("resourcesExceeded", "Resources exceeded during query execution"));
    assertThatThrownBy(() -> kind.call().on(cloud, "j1"))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.JOB_FAILED);
              assertThat(e.leavesUnknown()).isFalse();
            })
        .hasMessageMatching(
            "Job \\S+ failed: Resources exceeded during query execution\\. Take fewer days .*")
        .hasMessageNotContaining("continues in the cloud");
    assertThat(asked.get()).as("no second question about an end").isEqualTo(2);
  }

  @Test
  void failsWhenTheAnswerOfAQueryIsItsFailure() {
    answering(ended("invalidQuery", "No matching signature for function DATE"));
    assertThatThrownBy(() -> cloud.warehouse().query(TARGET, "SELECT 1", 0, Progress.SILENT))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(Kind.JOB_FAILED))
        .hasMessageContaining("The query failed: No matching signature for function DATE");
    assertThat(asked.get()).isEqualTo(1);
  }

  private static Stream<Kinds> inserted() {
    return kinds().filter(kind -> !kind.name().equals("read"));
  }

  @ParameterizedTest
  @MethodSource("inserted")
  void failsWhenItHadEndedBefore(Kinds kind) {
    answering(ended("invalid", "Provided Schema does not match Table t."));
    assertThatThrownBy(() -> kind.call().on(cloud, "j1"))
        .hasMessageContaining("failed: Provided Schema does not match Table t. Look at the job");
  }

  @ParameterizedTest
  @CsvSource({
    "stopped, 'It was cancelled: ask who did'",
    "quotaExceeded, Wait for the quota",
    "rateLimitExceeded, Wait for the quota",
    "backendError, tries again under another id",
    "internalError, tries again under another id",
    "accessDenied, Ask for a role",
    "invalidQuery, fix the cause",
  })
  void saysWhatToDo(String reason, String advice) {
    answering("running", "running", ended(reason, "what it said"));
    assertThatThrownBy(() -> empty("j1"))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(Kind.JOB_FAILED))
        .hasMessageContaining("failed: what it said. ")
        .hasMessageContaining(advice)
        .hasMessageMatching("(?s).*resume.*");
    assertThat(asked.get()).isEqualTo(3);
  }

  @Test
  void namesTheOtherErrorsOnceAndTheFirstFew() {
    var errors =
        "{\"reason\": \"invalid\", \"message\": \"Too many errors\"}"
            + Stream.of("a", "b", "b", "c", "d", "e", "f")
                .map(", {\"reason\": \"invalid\", \"message\": \"row %s\"}"::formatted)
                .reduce("", String::concat);
    answering("running", ended("invalid", "Too many errors", errors));
    assertThatThrownBy(() -> empty("j1"))
        .hasMessageContaining(
            "failed: Too many errors. Also: row a; row b; row c; row d; and 2 more. Look");
  }

  @Test
  void takesWarningsForNoFailure() {
    answering(
        "running",
        status("\"state\": \"DONE\", \"errors\": [{\"reason\": \"invalid\", \"message\": \"m\"}]"));
    empty("j1");
    assertThat(asked.get()).isEqualTo(2);
  }

  @Test
  void takesAnErrorResultForAnEndWhateverTheState() {
    answering(
        "running",
        status("\"state\": \"RUNNING\", \"errorResult\": {\"reason\": \"x\", \"message\": \"m\"}"));
    assertThatThrownBy(() -> empty("j1")).hasMessageContaining("failed: m.");
  }

  @Test
  void asksOnWhenTheServiceIsAwayForAMoment() {
    answering("running", "503", ended("backendError", "Backend error"));
    assertThatThrownBy(() -> empty("j1")).hasMessageContaining("failed: Backend error.");
  }

  private void empty(String job) {
    cloud.staging().empty(job, new StagingTable(table(TARGET)), List.of(DAY), Progress.SILENT);
  }

  /**
   * Answers what is asked about the one job in turn, its creation too; the last again and again.
   */
  private void answering(String... statuses) {
    stub.answer(
        sent -> {
          if (sent.path().endsWith("/queries")) {
            configuration = read("{\"query\": {\"query\": \"SELECT 1\"}}");
          } else if (sent.method().equals("POST")) {
            configuration = read(sent.body()).path("configuration");
          }
          var now = statuses[Math.min(asked.getAndIncrement(), statuses.length - 1)];
          if (now.equals("503")) {
            return Stub.error(503, "backendError", "away");
          }
          return sent.path().endsWith("/queries")
              ? query(now)
              : job(now.equals("running") ? status("\"state\": \"RUNNING\"") : now);
        });
  }

  /**
   * As a query is answered that was asked in one call: it goes on, or its failure is the answer.
   */
  private static Stub.Reply query(String now) {
    if (now.equals("running")) {
      return new Stub.Reply(
          200,
          """
          {"jobComplete": false,
           "jobReference": {"projectId": "%s", "jobId": "j1", "location": "US"}}
          """
              .formatted(TARGET));
    }
    var error = read("{" + now + "}").path("status").path("errorResult");
    return Stub.error(400, error.path("reason").asText(), error.path("message").asText());
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private Stub.Reply job(String status) {
    return new Stub.Reply(
        200,
        """
        {"jobReference": {"projectId": "%s", "jobId": "j1", "location": "US"},
         "configuration": %s, %s}
        """
            .formatted(TARGET, configuration, status));
  }

  private static JsonNode copy() {
    var table =
        "{\"projectId\": \"%s\", \"datasetId\": \"telemetry_stable\", \"tableId\":"
            + " \"main_v4$20200414\"}";
    return read(
        "{\"copy\": {\"sourceTables\": [%s], \"destinationTable\": %s}}"
            .formatted(table.formatted(TARGET), table.formatted(SOURCE)));
  }

  private static String ended(String reason, String message) {
    return ended(
        reason, message, "{\"reason\": \"%s\", \"message\": \"%s\"}".formatted(reason, message));
  }

  private static String ended(String reason, String message, String errors) {
    return status(
        "\"state\": \"DONE\", \"errorResult\": {\"reason\": \"%s\", \"message\": \"%s\"}, \"errors\": [%s]"
            .formatted(reason, message, errors));
  }

  private static String status(String fields) {
    return "\"status\": {" + fields + "}";
  }
}
