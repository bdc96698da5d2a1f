package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.TemplateJob;
import dev.backfill.google.Stub.Reply;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A template is launched once, in the words of Google's API, and never over production. */
class TemplateLaunchTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TARGET = "data-backfill-14";
  private static final Reply NONE = new Reply(200, "{}");
  private static final Reply LAUNCHED =
      new Reply(200, "{\"job\": {\"id\": \"j1\", \"name\": \"backfill-r1-1\"}}");
  private static final Reply ENDED =
      new Reply(
          200,
          """
          {"jobs": [{"id": "j1", "name": "backfill-r1-1", "currentState": "JOB_STATE_DONE",
            "createTime": "2026-05-22T03:00:00Z"}]}
          """);

  private Stub stub;
  private Cloud cloud;
  private TemplateJob job;

  @BeforeEach
  void start() throws Exception {
    stub = new Stub();
    var plan =
        PlanFile.read(
            """
            playbook: reprocess
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            errors: { messages: [ a ] }
            dataflow: { machine: n2-standard-4, disk_gb: 50, flexrs: true, experiments: [ e1 ],
              service_options: [ a=b, c ], subnetwork: regions/us-central1/subnetworks/s,
              labels: { team: data } }
            """);
    job = job(plan.dataflow(), Map.of("input", "data-backfill-14:d.t"));
    cloud = GoogleCloud.connect(CloudProfile.sandbox(stub.address()), plan, one -> "none");
  }

  private static TemplateJob job(Plan.Dataflow flow, Map<String, String> parameters) {
    return new TemplateJob(
        "backfill-r1-1", TARGET, "gs://t/d.json", parameters, "bucket", flow, Map.of("team", "x"));
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void saysWhatAPlanSaysOfWorkers() throws Exception {
    stub.answer(sent -> sent.method().equals("POST") ? LAUNCHED : NONE);
    assertThat(cloud.jobs().launch(job).id()).isEqualTo("j1");
    var sent = stub.requests.get(1);
    assertThat(sent.path())
        .isEqualTo("/v1b3/projects/data-backfill-14/locations/us-central1/flexTemplates:launch");
    assertThat(JSON.readTree(sent.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"launchParameter": {
                  "jobName": "backfill-r1-1",
                  "containerSpecGcsPath": "gs://t/d.json",
                  "parameters": {"input": "data-backfill-14:d.t"},
                  "environment": {
                    "numWorkers": 5, "maxWorkers": 1000, "machineType": "n2-standard-4",
                    "ipConfiguration": "WORKER_IP_PRIVATE", "diskSizeGb": 50,
                    "subnetwork": "regions/us-central1/subnetworks/s",
                    "flexrsGoal": "FLEXRS_COST_OPTIMIZED",
                    "additionalExperiments": ["e1"],
                    "additionalPipelineOptions": ["dataflowServiceOptions=a=b,c"],
                    "additionalUserLabels": {"team": "x"},
                    "tempLocation": "gs://bucket/temp",
                    "stagingLocation": "gs://bucket/staging"}}}
                """));
  }

  /** Its answer was lost, and it ended before it was asked for again. */
  @Test
  void findsWhatALostAnswerWasAboutThoughItEnded() {
    var lost = new AtomicBoolean();
    stub.answer(
        sent -> {
          if (sent.method().equals("POST")) {
            lost.set(true);
            return Stub.error(503, "backendError", "Not now.");
          }
          return lost.get() ? ENDED : NONE;
        });
    assertThat(cloud.jobs().launch(job).id()).isEqualTo("j1");
    assertThat(launches()).hasSize(1);
  }

  @Test
  void takesTheJobOfAConsoleThatWasFaster() {
    var taken = new AtomicBoolean();
    stub.answer(
        sent -> {
          if (sent.method().equals("POST")) {
            taken.set(true);
            return Stub.error(409, "alreadyExists", "There is already an active job.");
          }
          return taken.get() ? ENDED : NONE;
        });
    assertThat(cloud.jobs().launch(job).id()).isEqualTo("j1");
    assertThat(launches()).hasSize(1);
  }

  @Test
  void whatTheTemplateRefusesIsSaid() {
    stub.answer(
        sent ->
            sent.method().equals("POST")
                ? Stub.error(400, "badRequest", "The template parameters are invalid.")
                : NONE);
    assertThatThrownBy(() -> cloud.jobs().launch(job))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("The template parameters are invalid.");
  }

  @Test
  void neverGetsATableOfProductionByName() {
    var parameters = Map.of("output", "shared-prod:telemetry_stable.main_v4");
    assertThatThrownBy(() -> cloud.jobs().launch(job(job.flow(), parameters)))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(CloudException.Kind.INVALID))
        .hasMessageContaining("names a table of shared-prod. Nothing was sent.");
    assertThat(stub.requests).isEmpty();
  }

  private List<Stub.Sent> launches() {
    return stub.requests.stream().filter(sent -> sent.method().equals("POST")).toList();
  }
}
