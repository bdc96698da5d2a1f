package dev.backfill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox as any HTTP client sees it. */
@Tag("server")
class SandboxTest {
  private static final String PROD = "moz-fx-data-shared-prod";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  @Test
  void keepsItsTablesAndOneProcessOnly() throws Exception {
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(fill(sandbox)).isTrue();
      assertThat(fill(sandbox)).as("a second time").isFalse();
      assertThat(count(sandbox)).isEqualTo(20);
      assertThatThrownBy(() -> Sandbox.start(folder, 0)).hasMessageContaining("Another process");
    }
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(count(sandbox)).isEqualTo(20);
    }
  }

  private static boolean fill(Sandbox sandbox) throws Exception {
    var core = List.of(DocumentType.parse("telemetry/core/10"));
    var day = List.of(LocalDate.of(2020, 4, 14));
    return sandbox.fill(
        PROD,
        new GeneratedDocuments(new Generator(1, 0.1), core, day, 20),
        SeedArchive.of(Optional.empty()),
        "gs://schemas/a.tar.gz");
  }

  @Test
  void refusesInGooglesTerms() throws Exception {
    try (var sandbox = Sandbox.start(folder, 0)) {
      check(query(sandbox, "SELECT 1 FROM `a-project.d.t`"), 404, "notFound");
      check(query(sandbox, "SELECT 1 FRM x"), 400, "invalidQuery");
      var unsupported = query(sandbox, "SELECT ST_AREA(NULL)");
      check(unsupported, 501, "notImplemented");
      assertThat(unsupported.at("/error/message").asText()).contains("ST_AREA");
      check(send(sandbox, "/dataflow/nowhere", "{}"), 501, "notImplemented");
    }
  }

  @Test
  void refusesASecondJobOfAnIdAndAnObjectOfAnotherGeneration() throws Exception {
    try (var sandbox = Sandbox.start(folder, 0)) {
      var job =
          """
          {"jobReference": {"jobId": "once"},
           "configuration": {"query": {"query": "SELECT 1", "useLegacySql": false}}}
          """;
      var jobs = "/bigquery/v2/projects/" + PROD + "/jobs";
      assertThat(send(sandbox, jobs, job).at("/jobReference/jobId").asText()).isEqualTo("once");
      check(send(sandbox, jobs, job), 409, "duplicate");
      send(sandbox, "/storage/v1/b?project=" + PROD, "{\"name\": \"a-bucket\"}");
      var upload = "/upload/storage/v1/b/a-bucket/o?uploadType=media&name=o";
      assertThat(send(sandbox, upload + "&ifGenerationMatch=0", "x").path("name").asText())
          .isEqualTo("o");
      check(send(sandbox, upload + "&ifGenerationMatch=7", "y"), 412, "conditionNotMet");
    }
  }

  private static void check(JsonNode answer, int code, String reason) {
    assertThat(answer.at("/error/code").asInt()).as(answer.toString()).isEqualTo(code);
    assertThat(answer.at("/error/errors/0/reason").asText()).isEqualTo(reason);
  }

  private static long count(Sandbox sandbox) throws Exception {
    var sql =
        "SELECT COUNT(DISTINCT document_id) AS n FROM `"
            + PROD
            + ".payload_bytes_decoded.telemetry_telemetry__core_v10`"
            + " WHERE DATE(submission_timestamp) = '2020-04-14'";
    return query(sandbox, sql).at("/rows/0/f/0/v").asLong();
  }

  private static JsonNode query(Sandbox sandbox, String sql) throws Exception {
    var body = JsonNodeFactory.instance.objectNode().put("query", sql).put("useLegacySql", false);
    return send(sandbox, "/bigquery/v2/projects/" + PROD + "/queries", body.toString());
  }

  private static JsonNode send(Sandbox sandbox, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }

  /** The port is looked at first: a new folder would be left behind, half a sandbox. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void makesNothingWhereAPortIsTaken(boolean reads) throws Exception {
    var fresh = folder.resolve("fresh");
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var taken = other.getLocalPort();
      assertThatThrownBy(() -> Sandbox.start(fresh, reads ? 0 : taken, reads ? taken : 0))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("The port " + taken + " of 127.0.0.1 cannot be used");
    }
    assertThat(fresh).doesNotExist();
  }
}
