package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.Launcher;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StagingSql;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A day of 20,000 documents of which one came 200,000 times more, 5 KB each: 1.1 GB of payloads,
 * staged by a sandbox whose DuckDB may take 700 MB and whose heap is 256 MB: less than 1 GB in all.
 * With {@code -Dhot=200000}, or fewer copies.
 */
@Tag("process")
@EnabledIfSystemProperty(named = "hot", matches = "\\d+")
class HotDocumentTest {
  private static final int COPIES = Integer.getInteger("hot", 0);
  private static final int DOCUMENTS = 20_000;
  private static final int PAYLOAD = 5_000;
  private static final int SECONDS = 86_400;
  private static final String SOURCE = "moz-fx-data-shared-prod";
  private static final String TARGET = "moz-fx-data-backfill-14";
  private static final String DATASET = "payload_bytes_decoded";
  private static final String TABLE = "telemetry_telemetry__main_v4";
  private static final String FIELDS =
      """
      "timePartitioning": {"type": "DAY", "field": "submission_timestamp"},
      "schema": {"fields": [
        {"name": "submission_timestamp", "type": "TIMESTAMP"},
        {"name": "document_id", "type": "STRING"},
        {"name": "metadata", "type": "RECORD", "fields": [
          {"name": "geo", "type": "RECORD", "fields": [{"name": "country", "type": "STRING"}]}]},
        {"name": "payload", "type": "BYTES"}]}
      """;

  /** In what the copies of the one document are alike. */
  enum Copies {
    OF_THEIR_OWN_TIMES(true, true),
    OF_ONE_TIME(false, true),
    ALIKE_IN_ALL(false, false);

    private final boolean times;
    private final boolean payloads;

    Copies(boolean times, boolean payloads) {
      this.times = times;
      this.payloads = payloads;
    }
  }

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private String endpoint;

  @ParameterizedTest
  @EnumSource(Copies.class)
  void isStagedWithinAGigabyte(Copies copies) throws Exception {
    fill(copies);
    var sandbox = sandbox();
    try (var out =
        new BufferedReader(
            new InputStreamReader(sandbox.getInputStream(), StandardCharsets.UTF_8))) {
      endpoint = out.readLine();
      assertThat(endpoint).startsWith("http://");
      var before = peak(sandbox);
      var begun = System.nanoTime();
      var status = stage();
      var seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
      var peak = peak(sandbox);
      assertThat(status.has("errorResult")).as(status.toString()).isFalse();
      var rows = get("datasets/" + DATASET + "/tables/" + TABLE).path("numRows").asInt();
      System.out.printf(
          "%,d documents, %,d copies of one %s: %,d rows staged in %d s, at most %d MB resident"
              + " (%d MB before)%n",
          DOCUMENTS, COPIES, copies, rows, seconds, peak >> 10, before >> 10);
      assertThat(rows).isEqualTo(DOCUMENTS);
      assertThat(peak >> 10).as("MB resident").isLessThan(1024);
    } finally {
      sandbox.destroyForcibly().waitFor();
    }
  }

  /** Of the size of the real ones and, as gzip's output, of bytes that nothing makes smaller. */
  private void fill(Copies copies) throws Exception {
    var random = new Random(15);
    var one = payload(random);
    try (var service = new BigQueryService(folder.resolve("bigquery"), new FolderBlobs(folder))) {
      for (var project : List.of(SOURCE, TARGET)) {
        var datasets = "projects/" + project + "/datasets";
        post(service, datasets, "{\"datasetReference\":{\"datasetId\":\"" + DATASET + "\"}}");
        var table = "{\"tableReference\": {\"tableId\": \"" + TABLE + "\"}, " + FIELDS + "}";
        post(service, datasets + "/" + DATASET + "/tables", table);
      }
      var rows =
          IntStream.range(0, DOCUMENTS + COPIES)
              .mapToObj(
                  i -> {
                    // The copies come among the others, as a day's rows do.
                    var document = (long) i * DOCUMENTS / (DOCUMENTS + COPIES);
                    var isFirst = i == 0 || (i - 1L) * DOCUMENTS / (DOCUMENTS + COPIES) != document;
                    return isFirst && document > 0
                        ? row("document-" + document, i % SECONDS, payload(random))
                        : row(
                            "hot",
                            copies.times ? i % SECONDS : 0,
                            copies.payloads ? payload(random) : one);
                  })
              .iterator();
      service.appendRows(SOURCE, DATASET, TABLE, rows);
    }
  }

  private static void post(BigQueryService service, String path, String body) throws Exception {
    service.handle("POST", path, name -> null, Store.JSON.readTree(body));
  }

  private static String payload(Random random) {
    var bytes = new byte[PAYLOAD];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static JsonNode row(String id, int second, String payload) {
    var time = "2020-04-14T%02d:%02d:%02dZ".formatted(second / 3600, second / 60 % 60, second % 60);
    var row = Store.JSON.createObjectNode().put("submission_timestamp", time);
    row.put("document_id", id).put("payload", payload);
    row.putObject("metadata").putObject("geo").put("country", "DE");
    return row;
  }

  private Process sandbox() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-Dbackfill.log=" + folder.resolve("log"),
            "-cp",
            System.getProperty("java.class.path"),
            Launcher.class.getName(),
            "sandbox",
            "--dir",
            folder.toString(),
            "--documents",
            "0")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The status in which the job ended that the console sends for the day. */
  private JsonNode stage() throws Exception {
    var job = Store.JSON.createObjectNode();
    job.putObject("jobReference").put("projectId", TARGET).put("jobId", "stage");
    var query = job.putObject("configuration").putObject("query");
    var plan = plan();
    query.put("query", StagingSql.of(plan, plan.cells().get(0))).put("useLegacySql", false);
    query.put("createDisposition", "CREATE_NEVER").put("writeDisposition", "WRITE_TRUNCATE");
    query
        .putObject("destinationTable")
        .put("projectId", TARGET)
        .put("datasetId", DATASET)
        .put("tableId", TABLE + "$20200414");
    var sent =
        HttpRequest.newBuilder(uri("jobs"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(job.toString()));
    var answer = client.send(sent.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var status = get("jobs/stage").path("status");
    while (!status.path("state").asText().equals("DONE")) {
      Thread.sleep(200);
      status = get("jobs/stage").path("status");
    }
    return status;
  }

  private static Plan plan() throws Exception {
    return PlanFile.read(
        """
        name: a
        reason: a test
        days: { first: 2020-04-14, last: 2020-04-14 }
        documents: [ telemetry/main/4 ]
        source: { project: moz-fx-data-shared-prod }
        target: { project: moz-fx-data-backfill-14, location: US }
        schemas: gs://schemas/a.tar.gz
        """);
  }

  private URI uri(String path) {
    return URI.create(endpoint + "/bigquery/v2/projects/" + TARGET + "/" + path);
  }

  private JsonNode get(String path) throws Exception {
    var request = HttpRequest.newBuilder(uri(path)).build();
    return Store.JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
  }

  /** In KB, as Linux counts it. */
  private static long peak(Process process) throws Exception {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      var line = lines.filter(each -> each.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    }
  }
}
