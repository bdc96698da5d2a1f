package dev.backfill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job that Dataflow's own runner makes of a plan, as the service would get it. */
@Tag("server")
class JobJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private HttpServer server;
  private volatile JsonNode job;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var body = exchange.getRequestBody().readAllBytes();
    var status = 200;
    var answer = "{}";
    if (path.endsWith("/jobs")) {
      job = JSON.readTree(plain(exchange, body));
      answer =
          JSON.createObjectNode()
              .put("id", "job-1")
              .put("clientRequestId", job.path("clientRequestId").asText())
              .toString();
    } else if (path.contains("/o/")) {
      status = 404;
      answer = "{\"error\": {\"code\": 404, \"message\": \"Not found\"}}";
    } else if (path.startsWith("/session/")) {
      answer = object(path.substring("/session/".length()));
    } else if (exchange.getRequestMethod().equals("POST") && path.contains("/b/")) {
      var named = JSON.readTree(plain(exchange, body)).path("name").asText();
      var query = exchange.getRequestURI().getQuery();
      var name = named.isEmpty() ? query.replaceAll(".*name=([^&]*).*", "$1") : named;
      exchange.getResponseHeaders().add("Location", endpoint() + "/session/" + name);
    }
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    var bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String object(String name) {
    return JSON.createObjectNode()
        .put("kind", "storage#object")
        .put("bucket", "bucket")
        .put("name", name)
        .put("size", "1")
        .put("generation", "1")
        .put("metageneration", "1")
        .put("contentType", "application/octet-stream")
        .put("timeCreated", "2020-04-14T00:00:00Z")
        .put("updated", "2020-04-14T00:00:00Z")
        .toString();
  }

  private static byte[] plain(HttpExchange exchange, byte[] body) throws IOException {
    if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      return body;
    }
    try (var in = new GZIPInputStream(new java.io.ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }

  private String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void submit(String flow) throws Exception {
    var plan =
        PlanFile.read(
            """
            name: a
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            """
                + flow);
    var input =
        new InputTable(
            "data-backfill-14:payload_bytes_decoded.telemetry_telemetry__main_v4",
            DocumentType.parse("telemetry/main/4"),
            plan.days(),
            List.of("document_id", "payload", "submission_timestamp"),
            List.of());
    var output =
        new OutputTable(
            "data-backfill-14:telemetry_stable.main_v4", "DAY", "submission_timestamp", "");
    var file = Files.writeString(folder.resolve("only.jar"), "x");
    var spec =
        new DecodeJobSpec(
            "backfill-r1-1",
            "data-backfill-14",
            List.of(input.option()),
            List.of(output.option()),
            "gs://bucket/schemas/a.tar.gz",
            List.of(),
            "gs://bucket",
            plan.dataflow(),
            plan.dataflow().setup().uploadBufferMb() << 20,
            "service",
            labels(plan),
            List.of(file.toString()),
            Optional.empty(),
            Optional.of(endpoint()));
    assertThat(DataflowSubmission.submit(spec)).isEqualTo("job-1");
  }

  private static Map<String, String> labels(Plan plan) {
    return plan.dataflow().setup().labels();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private JsonNode pool() {
    return job.at("/environment/workerPools/0");
  }

  private JsonNode option(String name) {
    return job.at("/environment/sdkPipelineOptions/options").path(name);
  }

  @Test
  void givesWorkersWhatThePlanSaysOfThem() throws Exception {
    submit(
        """
        dataflow:
          region: us-central1
          workers: { initial: 3, max: 70 }
          machine: n1-highmem-4
          public_ips: false
          read: direct
          service_account: workers@data-backfill-14.iam.gserviceaccount.com
          network: backfills
          subnetwork: regions/us-central1/subnetworks/backfills
          kms_key: projects/keys-prod/locations/us-central1/keyRings/r/cryptoKeys/k
          disk_gb: 250
          staging_location: gs://bucket/files
          upload_buffer_mb: 4
          flexrs: true
          service_options: [ enable_prime, "max_workflow_runtime_walltime_seconds=3600" ]
          experiments: [ upload_graph ]
          labels: { team: data, cost-centre: "1234" }
        """);
    assertThat(job.path("type").asText()).isEqualTo("JOB_TYPE_BATCH");
    var environment = job.path("environment");
    assertThat(environment.path("serviceAccountEmail").asText())
        .isEqualTo("workers@data-backfill-14.iam.gserviceaccount.com");
    assertThat(environment.path("serviceKmsKeyName").asText())
        .isEqualTo("projects/keys-prod/locations/us-central1/keyRings/r/cryptoKeys/k");
    assertThat(environment.path("flexResourceSchedulingGoal").asText())
        .isEqualTo("FLEXRS_COST_OPTIMIZED");
    assertThat(texts(environment.path("serviceOptions")))
        .containsExactly("enable_prime", "max_workflow_runtime_walltime_seconds=3600");
    assertThat(texts(environment.path("experiments")))
        .contains("upload_graph", "shuffle_mode=service", "use_runner_v2");
    assertThat(pool().path("network").asText()).isEqualTo("backfills");
    assertThat(pool().path("subnetwork").asText())
        .isEqualTo("regions/us-central1/subnetworks/backfills");
    assertThat(pool().path("ipConfiguration").asText()).isEqualTo("WORKER_IP_PRIVATE");
    assertThat(pool().path("diskSizeGb").asInt()).isEqualTo(250);
    assertThat(pool().path("machineType").asText()).isEqualTo("n1-highmem-4");
    assertThat(pool().path("numWorkers").asInt()).isEqualTo(3);
    assertThat(pool().at("/autoscalingSettings/maxNumWorkers").asInt()).isEqualTo(70);
    assertThat(option("gcsUploadBufferSizeBytes").asInt()).isEqualTo(4 << 20);
    assertThat(option("directRead").asBoolean()).isTrue();
    assertThat(option("region").asText()).isEqualTo("us-central1");
    assertThat(pool().path("packages").findValuesAsText("location"))
        .isNotEmpty()
        .allMatch(place -> place.startsWith("gs://bucket/files/"));
    assertThat(job.path("labels"))
        .isEqualTo(JSON.readTree("{\"team\": \"data\", \"cost-centre\": \"1234\"}"));
  }

  @Test
  void asksForRunnerV2AndLeavesTheRestToDataflow() throws Exception {
    submit("");
    var environment = job.path("environment");
    assertThat(texts(environment.path("experiments")))
        .contains("shuffle_mode=service", "use_runner_v2");
    assertThat(environment.at("/version/job_type").asText()).isEqualTo("FNAPI_BATCH");
    assertThat(pool().path("sdkHarnessContainerImages").toString()).contains("java17");
    assertThat(pool().has("network") || pool().has("subnetwork")).isFalse();
    assertThat(environment.has("serviceAccountEmail")).isFalse();
    assertThat(environment.has("serviceKmsKeyName")).isFalse();
    assertThat(environment.has("flexResourceSchedulingGoal")).isFalse();
    assertThat(pool().path("diskSizeGb").asInt()).isZero();
    assertThat(option("gcsUploadBufferSizeBytes").asInt()).isEqualTo(16 << 20);
  }

  @Test
  void leavesToThePlanWhichRunnerAndWhichShuffle() throws Exception {
    submit("dataflow: { experiments: [ disable_runner_v2, shuffle_mode=appliance ] }\n");
    assertThat(texts(job.at("/environment/experiments")))
        .contains("disable_runner_v2", "shuffle_mode=appliance")
        .doesNotContain("shuffle_mode=service", "use_runner_v2");
  }

  @Test
  void tellsNothingOfThisMachinesFolders() throws Exception {
    submit("");
    var options = job.at("/environment/sdkPipelineOptions");
    assertThat(options.toString()).doesNotContain(folder.toString()).doesNotContain("only.jar");
    assertThat(options.has("display_data")).isFalse();
    assertThat(option("inputs")).hasSize(1);
    assertThat(option("gcsHttpRequestWriteTimeout").isMissingNode())
        .as("how long this machine's network is waited for")
        .isTrue();
  }
}
