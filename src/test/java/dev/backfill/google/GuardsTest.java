package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.DecodeJob;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.cloud.JobService.State;
import dev.backfill.cloud.LoadJob;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.TableSpec;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.DeleteInventory.DatasetLine;
import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.confirm.DeleteInventory.Scope;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.TableName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardsTest {
  private static final String SOURCE = "moz-fx-data-shared-prod";
  private static final String TARGET = "moz-fx-data-backfill-14";
  private static final String OTHER = "moz-fx-data-backfill-15";
  private static final LocalDate DAY = LocalDate.of(2020, 4, 14);
  static final TableSpec SPEC = new TableSpec(List.of(), Optional.empty(), List.of());

  private static final Fingerprint PRINT =
      new Fingerprint("p", "e", "s", "none", "none", "US", "default", 1, 1, Optional.empty());

  private Stub stub;
  private Cloud cloud;

  @BeforeEach
  void start() throws Exception {
    stub = new Stub();
    cloud = connect(TARGET);
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private Cloud connect(String target) throws Exception {
    return GoogleCloud.connect(CloudProfile.sandbox(stub.address()), plan(target), job -> "none");
  }

  private static Plan plan(String target) throws Exception {
    return PlanFile.read(yaml(target));
  }

  private static String yaml(String target) {
    return """
        name: test
        reason: a test
        days: { first: 2020-04-14, last: 2020-04-14 }
        documents: [ telemetry/core/10 ]
        source: { project: %s }
        target: { project: %s }
        schemas: gs://schemas/a.tar.gz
        """
        .formatted(SOURCE, target);
  }

  static DeleteInventory inventory(String project, DatasetName dataset) {
    var line = new DatasetLine(dataset, "etag", Optional.empty(), Group.RUN, "");
    return new DeleteInventory(project, "r1", Scope.RUN, List.of(line), List.of(), List.of());
  }

  static <T extends Destruction> Confirmed<T> confirmed(T what) {
    return new ConfirmationDesk(Clock.systemUTC())
        .confirm(new ConfirmationRequest<>("all", List.of(what)), Set.of(what.phrase()))
        .orElseThrow()
        .get(0);
  }

  private static TableName table(String project) {
    return new TableName(project, "telemetry_stable", "main_v4");
  }

  private static ReplacePartition replacement(String from, String to) {
    return new ReplacePartition(
        new StagingTable(table(from)).partition(DAY),
        new ProductionTable(table(to)).partition(DAY),
        2,
        PRINT,
        PRINT);
  }

  private void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("Nothing was sent");
    assertThat(stub.requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({SOURCE, OTHER, "unrelated"})
  void changesNoProjectButTheTarget(String project) {
    var staging = cloud.staging();
    var table = new StagingTable(table(project));
    var name = new DatasetName(project, "telemetry_stable");
    refused(() -> staging.createDataset(name, "US", Map.of()));
    refused(() -> staging.createTable(table, SPEC, Map.of()));
    refused(() -> staging.createBucket(project, "bucket", "US", Map.of()));
    refused(() -> staging.queryInto("id", "SELECT 1", table.partition(DAY), 0, Progress.SILENT));
    refused(() -> staging.queryOnto("id", "SELECT 1", table.partition(DAY), 0, Progress.SILENT));
    refused(() -> staging.empty("id", table, List.of(DAY), Progress.SILENT));
    refused(() -> cloud.jobs().cancel(new JobKey(project, "us-west1", "id")));
    refused(() -> cloud.jobs().submit(job(project, table)));
    refused(() -> cloud.jobs().submit(job(TARGET, table)));
  }

  private static DecodeJob job(String project, StagingTable table) {
    return new DecodeJob(
        "name",
        project,
        List.of(),
        List.of(
            new DecodeJob.Input(
                table, DocumentType.parse("telemetry/main/4"), table, List.of(), List.of())),
        Map.of(),
        "gs://a/b",
        "bucket",
        new Plan.Dataflow("us-west1", 1, 2, "n1-standard-2", false, Plan.Read.EXPORT),
        1 << 20,
        DecodeJob.SHUFFLE,
        Map.of());
  }

  @ParameterizedTest
  @CsvSource({SOURCE, OTHER})
  void deletesInNoProjectButTheTarget(String project) {
    var whole = confirmed(inventory(project, new DatasetName(project, "d")));
    var hidden = confirmed(inventory(TARGET, new DatasetName(project, "d")));
    refused(() -> cloud.staging().delete(whole, Progress.SILENT));
    refused(() -> cloud.staging().delete(hidden, Progress.SILENT));
  }

  @Test
  void targetsMustLookLikeBackfillProjects() throws Exception {
    for (var target : List.of("moz-fx-data-other", "some-project")) {
      var guard = new ProjectGuard(plan(target), project -> Optional.empty());
      refused(() -> guard.staging(target));
    }
  }

  @Test
  void deletesNothingInAProjectOfProductionsNumber() {
    var whole = confirmed(inventory(TARGET, new DatasetName(TARGET, "d")));
    stub.answer(sent -> new Stub.Reply(200, "{\"projectNumber\": \"415104041262\"}"));
    assertThatThrownBy(() -> cloud.staging().delete(whole, Progress.SILENT))
        .hasMessageContaining("has the number of " + SOURCE);
    assertThat(stub.requests).isNotEmpty().allMatch(sent -> sent.method().equals("GET"));
  }

  @ParameterizedTest
  @CsvSource({
    TARGET + "," + OTHER,
    TARGET + "," + TARGET,
    SOURCE + "," + SOURCE,
    OTHER + "," + SOURCE
  })
  void replacesOnlyTheSourceFromTheTarget(String from, String to) {
    var confirmed = confirmed(replacement(from, to));
    refused(() -> cloud.production().replace(confirmed, "id", Progress.SILENT));
    var what = confirmed.what();
    var undo = confirmed(new RestorePartition(what.from(), what.to(), 1, what.staging(), PRINT));
    refused(() -> cloud.production().restore(undo, "id", Progress.SILENT));
    refused(() -> cloud.production().begun(what.from(), what.to(), "id", Progress.SILENT));
    refused(
        () ->
            cloud
                .staging()
                .backUp(what.to(), what.from(), Optional.empty(), "id", Progress.SILENT));
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid, INVALID, request itself",
    "401, authError, CREDENTIALS, gcloud auth application-default login",
    "403, accessDenied, DENIED, permission",
    "403, accessNotConfigured, NOT_SET_UP, Enable that API",
    "403, quotaExceeded, QUOTA, Wait for the quota",
    "404, notFound, NOT_FOUND, Check the name",
    "409, duplicate, CONFLICT, exists already",
    "412, conditionNotMet, PRECONDITION, look at it again",
    "501, notImplemented, UNSUPPORTED, leave this step out",
  })
  void errorsSayWhatToDo(int status, String reason, CloudException.Kind kind, String says) {
    stub.answer(sent -> Stub.error(status, reason, "the service's words"));
    var name = new DatasetName(TARGET, "d");
    assertThatThrownBy(() -> cloud.staging().createDataset(name, "US", Map.of()))
        .isInstanceOfSatisfying(CloudException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageMatching("(?s).*\\. [A-Z].*")
        .hasMessageContaining(says);
  }

  @Test
  void readsDataflowsStatesEventsAndCounters() {
    stub.answer(GuardsTest::dataflow);
    var key = new JobKey(TARGET, "us-west1", "j1");
    assertThat(cloud.jobs().find(TARGET, "us-west1", "decode").orElseThrow().state())
        .isEqualTo(State.CANCELLING);
    assertThat(cloud.jobs().measures(key).counters()).isEqualTo(Map.of("backfill/decoded", 5L));
    var messages = cloud.jobs().messages(key, Instant.EPOCH);
    assertThat(messages.messages().get(0).importance()).isEqualTo("ERROR");
    assertThat(messages.workers().get(0).target()).isEqualTo(30);
  }

  /** What lies there runs on the workers, and it is written to. */
  @Test
  void keepsWorkersFilesInBucketsOfTheTargetOnly() throws Exception {
    var kept = PlanFile.read(yaml(TARGET) + "dataflow: { staging_location: gs://prod-code }\n");
    var cloud = GoogleCloud.connect(CloudProfile.sandbox(stub.address()), kept, job -> "submitted");
    stub.answer(
        sent ->
            sent.path().contains("/b/prod-code")
                ? new Stub.Reply(
                    200,
                    "{\"name\": \"prod-code\", \"projectNumber\": \"1\", \"metageneration\": \"1\"}")
                : new Stub.Reply(200, "{\"projectNumber\": \"14\"}"));
    var type = kept.documents().get(0);
    var input =
        new DecodeJob.Input(kept.staged(type), type, kept.backfill(type), List.of(), List.of());
    var job =
        new DecodeJob(
            "j",
            TARGET,
            kept.cells(),
            List.of(input),
            Map.of(kept.backfill(type), SPEC),
            "gs://b/s",
            "b",
            kept.dataflow(),
            1,
            DecodeJob.SHUFFLE,
            Map.of());
    assertThatThrownBy(() -> cloud.jobs().submit(job))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("It belongs to project number 1")
        .hasMessageContaining("has the number 14");
    assertThat(stub.requests).noneMatch(sent -> sent.path().contains("/jobs"));
    var line =
        new DeleteInventory.BucketLine(
            "prod-code",
            1,
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Group.RUN,
            "");
    var all = new DeleteInventory(TARGET, "r1", Scope.RUN, List.of(), List.of(), List.of(line));
    assertThatThrownBy(() -> cloud.staging().delete(confirmed(all), Progress.SILENT))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("is where this plan keeps workers' files. Nothing was sent.");
  }

  @Test
  void readsAJobsGraphMeasuresAndLoads() {
    stub.answer(GuardsTest::pictured);
    var key = new JobKey(TARGET, "us-west1", "j1");
    var graph = cloud.jobs().graph(key);
    assertThat(graph.transforms().get(0).outputs()).containsExactly("Decode.out0");
    assertThat(graph.stages().get(0).state()).isEqualTo("RUNNING");
    assertThat(graph.stages().get(0).steps()).contains("s4", "Decode");
    assertThat(stub.requests.get(0).query()).contains("view=JOB_VIEW_ALL", "fields=");
    var measures = cloud.jobs().measures(key);
    assertThat(measures.at()).contains(Instant.parse("2020-04-14T00:00:09Z"));
    assertThat(measures.vcpuSeconds()).contains(3600.5);
    assertThat(measures.millis()).isEqualTo(Map.of("s4", 1200L));
    var decoded = measures.collections().get("Decode-out0");
    assertThat(decoded.number()).as("committed ones only").contains(8L);
    assertThat(decoded.meanBytes()).as("of a sum and a count").contains(2.5);
    assertThat(measures.memoryMegabyteSeconds()).as("not given").isEmpty();
    var loads = cloud.warehouse().loads(TARGET, "beam_bq_job_", Instant.EPOCH);
    assertThat(loads)
        .extracting(LoadJob::id)
        .containsExactly("beam_bq_job_LOAD_x", "beam_bq_job_y");
    assertThat(loads.get(0).rows()).contains(7L);
    assertThat(loads.get(0).state()).isEqualTo(LoadJob.State.DONE);
    assertThat(loads.get(1).state()).isEqualTo(LoadJob.State.FAILED);
    assertThat(stub.requests.get(2).query()).contains("allUsers=true", "projection=full");
  }

  private static Stub.Reply pictured(Stub.Sent sent) {
    if (sent.path().endsWith("/metrics")) {
      return new Stub.Reply(
          200,
          """
          {"metricTime": "2020-04-14T00:00:09Z", "metrics": [
            {"name": {"origin": "dataflow/v1b3", "name": "TotalVcpuTime"}, "scalar": 3600.5},
            {"name": {"origin": "dataflow/v1b3", "name": "TotalMemoryUsage"},
             "distribution": {"sum": 5}},
            {"name": {"origin": "dataflow/v1b3", "name": "ExecutionTime_ProcessElement",
              "context": {"step": "s4"}}, "scalar": 1200},
            {"name": {"origin": "dataflow/v1b3", "name": "ElementCount",
              "context": {"output_user_name": "Decode-out0"}}, "scalar": 8},
            {"name": {"origin": "dataflow/v1b3", "name": "ElementCount",
              "context": {"output_user_name": "Decode-out0", "tentative": "true"}}, "scalar": 9},
            {"name": {"origin": "dataflow/v1b3", "name": "MeanByteCount",
              "context": {"output_user_name": "Decode-out0"}}, "meanSum": 20, "meanCount": 8},
            {"name": {"origin": "dataflow/v1b3", "name": "Odd", "context": {}}, "scalar": true},
            {"kind": "SUM"}]}
          """);
    }
    if (sent.path().contains("/bigquery/")) {
      return new Stub.Reply(
          200,
          """
          {"jobs": [
            {"jobReference": {"projectId": "p", "jobId": "beam_bq_job_LOAD_x"}, "state": "DONE",
             "configuration": {"load": {"destinationTable": {"projectId": "p", "datasetId": "d",
               "tableId": "t"}}}, "statistics": {"load": {"outputRows": "7"}}},
            {"jobReference": {"projectId": "p", "jobId": "beam_bq_job_y"}, "state": "DONE",
             "errorResult": {"reason": "invalid"},
             "configuration": {"copy": {"destinationTable": {"projectId": "p", "datasetId": "d",
               "tableId": "t"}}}},
            {"jobReference": {"projectId": "p", "jobId": "beam_bq_job_QUERY_z"}, "state": "DONE",
             "configuration": {"query": {"query": "SELECT 1"}}},
            {"jobReference": {"projectId": "p", "jobId": "other"}, "state": "DONE"}]}
          """);
    }
    return new Stub.Reply(
        200,
        """
        {"id": "j1", "stageStates": [{"executionStageName": "F1",
            "executionStageState": "JOB_STATE_RUNNING"}],
         "pipelineDescription": {"originalPipelineTransform": [{"id": "s4", "name": "Decode",
            "inputCollectionName": ["Flatten.out0"], "outputCollectionName": ["Decode.out0"]}],
          "executionPipelineStage": [{"id": "F1", "name": "F1", "componentTransform":
            [{"name": "s4", "userName": "Decode"}]}]}}
        """);
  }

  private static Stub.Reply dataflow(Stub.Sent sent) {
    if (sent.path().endsWith("/messages")) {
      return new Stub.Reply(
          200,
          """
          {"jobMessages": [{"time": "2020-04-14T00:00:01Z", "messageText": "no",
            "messageImportance": "JOB_MESSAGE_ERROR"}],
           "autoscalingEvents": [{"time": "2020-04-14T00:00:02Z", "currentNumWorkers": "2",
            "targetNumWorkers": "30", "description": {"messageText": "more"}}]}
          """);
    }
    if (sent.path().endsWith("/metrics")) {
      var metric =
          """
          {"name": {"origin": "user", "name": "decoded",
            "context": {"namespace": "backfill", "step": "%s"%s}}, "scalar": %d}""";
      return new Stub.Reply(
          200,
          "{\"metrics\": [%s, %s, %s]}"
              .formatted(
                  metric.formatted("a", "", 2),
                  metric.formatted("b", "", 3),
                  metric.formatted("b", ", \"tentative\": \"true\"", 9)));
    }
    return new Stub.Reply(
        200,
        """
        {"jobs": [{"id": "j1", "name": "decode", "currentState": "JOB_STATE_CANCELLING",
          "createTime": "2020-04-14T00:00:00Z"}]}
        """);
  }
}
