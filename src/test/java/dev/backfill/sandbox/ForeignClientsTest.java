package dev.backfill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Google's clients in Go, Node and Python send, byte for byte as far as it differs. */
@Tag("process")
class ForeignClientsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BQ = "/bigquery/v2/projects/p-foreign";
  private static final String UPLOAD = "/upload/storage/v1/b/bucket/o";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws Exception {
    sandbox = Sandbox.start(folder.resolve("sandbox"), 0);
    post("/storage/v1/b?project=p-foreign", "{\"name\":\"bucket\"}");
    post(BQ + "/datasets", "{\"datasetReference\":{\"datasetId\":\"d\"}}");
    post(
        BQ + "/datasets/d/tables",
        "{\"tableReference\":{\"tableId\":\"t\"},\"schema\":{\"fields\":["
            + "{\"name\":\"id\",\"type\":\"STRING\",\"mode\":\"REQUIRED\"},"
            + "{\"name\":\"n\",\"type\":\"INT64\"}]}}");
  }

  @AfterEach
  void stop() throws Exception {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/bigquery/v2/projects?pageToken=&maxResults=, 200",
    "BQ/datasets?pageToken=&maxResults=&filter=, 200",
    "BQ/datasets?maxResults=x, 400",
    "BQ/datasets?maxResults=-1, 400",
    "BQ/datasets/d/tables?pageToken=x, 400",
    "BQ/datasets/d/tables/t/data?startIndex=&pageToken=&maxResults=, 200",
    "BQ/datasets/d/tables/t/data?startIndex=x, 400",
    "BQ/jobs?pageToken=&stateFilter=, 200",
    "BQ/queries/none?timeoutMs=x, 400",
    "/projects/p-foreign/datasets, 200",
    "/storage/v1/b?project=p-foreign&pageToken=&prefix=, 200",
    "/storage/v1/b/bucket/o?startOffset=&endOffset=&pageToken=&prefix=&delimiter=&matchGlob=, 200",
    "/storage/v1/b/bucket/o?matchGlob=*, 501",
    "/storage/v1/b/bucket/o?maxResults=x, 400",
    "/b/bucket/o, 200",
    "/bucket/none, 404",
    "/nobucket/none, 404",
    "/storage/nowhere, 501",
    "/v1b3/projects/p-foreign/locations/r/jobs?pageToken=x, 400",
  })
  void readsAreServedOrRefused(String path, int status) throws Exception {
    assertThat(get(path.replace("BQ", BQ)).statusCode()).isEqualTo(status);
  }

  @Test
  void malformedBodiesAreTheCallersFault() throws Exception {
    assertThat(post(BQ + "/datasets", "[1]").statusCode()).isEqualTo(400);
    assertThat(post(BQ + "/datasets", "{").statusCode()).isEqualTo(400);
    assertThat(post(BQ + "/jobs", "{}").statusCode()).isEqualTo(400);
    assertThat(
            post(BQ + "/queries", "{\"query\":\"SELECT 1\",\"useLegacySql\":false}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void anUploadOfUnknownSizeEndsWithItsBody() throws Exception {
    var session = session("node");
    var done = put(session, "PUT", "bytes 0-*/*", "hello");
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(get("/bucket/node").body()).isEqualTo("hello");
    assertThat(get("/bucket/node").headers().firstValue("x-goog-generation")).isPresent();
  }

  @Test
  void chunksComeByPostAndAreAnsweredWithoutARedirect() throws Exception {
    var session = session("go");
    var first = put(session, "POST", "bytes 0-3/*", "abcd");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("X-HTTP-Status-Code-Override")).hasValue("308");
    assertThat(first.headers().firstValue("Range")).hasValue("bytes=0-3");
    assertThat(put(session, "POST", "bytes 4-5/6", "ef").statusCode()).isEqualTo(200);
    assertThat(get("/bucket/go").body()).isEqualTo("abcdef");
  }

  private String session(String name) throws Exception {
    return post(UPLOAD + "?uploadType=resumable&name=" + name, "{}")
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  private HttpResponse<String> put(String session, String method, String range, String body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(session))
            .header("Content-Range", range)
            .header("X-GUploader-No-308", "yes")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void aBatchMayEndItsLinesWithLfAlone() throws Exception {
    post(UPLOAD + "?uploadType=media&name=gone", "{}");
    var batch =
        """
        --===1==
        Content-Type: application/http
        MIME-Version: 1.0
        Content-ID: <x+1>

        DELETE /storage/v1/b/bucket/o/gone HTTP/1.1
        Host: 127.0.0.1


        --===1==
        Content-Type: application/http
        Content-ID: <x+2>

        GET /storage/v1/b/bucket/o/gone HTTP/1.1

        --===1==--
        """;
    var answer =
        client.send(
            HttpRequest.newBuilder(URI.create(sandbox.endpoint() + "/batch/storage/v1"))
                .header("Content-Type", "multipart/mixed; boundary=\"===1==\"")
                .POST(BodyPublishers.ofString(batch))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.body()).contains("HTTP/1.1 204", "HTTP/1.1 404", "<response-x+2>");
  }

  @Test
  void aLoadsRowsComeWithTheRequest() throws Exception {
    var job =
        "{\"configuration\":{\"load\":{\"sourceFormat\":\"NEWLINE_DELIMITED_JSON\","
            + "\"destinationTable\":{\"projectId\":\"p-foreign\",\"datasetId\":\"d\",\"tableId\":\"t\"}}}}";
    var multipart =
        "--b\r\nContent-Type: application/json\r\n\r\n"
            + job
            + "\r\n--b\r\nContent-Type: */*\r\n\r\n{\"id\":\"a\"}\n{\"id\":\"b\"}\n\r\n--b--\r\n";
    var at = "/upload" + BQ + "/jobs?uploadType=";
    var sent =
        client.send(
            HttpRequest.newBuilder(URI.create(sandbox.endpoint() + at + "multipart"))
                .header("Content-Type", "multipart/related; boundary=\"b\"")
                .POST(BodyPublishers.ofString(multipart))
                .build(),
            BodyHandlers.ofString());
    ended(sent.body());
    assertThat(rows()).isEqualTo("2");

    var session = post(at + "resumable", job).headers().firstValue("Location").orElseThrow();
    put(session, "PUT", "bytes 0-5/*", "{\"id\":");
    ended(put(session, "PUT", "bytes 6-10/11", "\"c\"}\n").body());
    assertThat(rows()).isEqualTo("3");

    var bad = post(at + "resumable", job).headers().firstValue("Location").orElseThrow();
    var failed = ended(put(bad, "PUT", "bytes 0-*/*", "{\"id\":\"d\"}\n{}\n").body());
    assertThat(failed.at("/status/errorResult/message").asText()).contains("Missing required");
    assertThat(rows()).isEqualTo("3");
    assertThat(folder.resolve("sandbox/bigquery/uploads")).isEmptyDirectory();
  }

  @Test
  void badRowsOfAnInsertAreNamedInATwoHundred() throws Exception {
    var at = BQ + "/datasets/d/tables/t/insertAll";
    var two = "{\"rows\":[{\"json\":{\"id\":\"a\"}},{\"json\":{\"n\":\"x\"}}]}";
    var refused = JSON.readTree(post(at, two).body());
    assertThat(refused.at("/insertErrors/0/index").asInt()).isEqualTo(1);
    assertThat(refused.at("/insertErrors/0/errors/0/reason").asText()).isEqualTo("invalid");
    assertThat(refused.at("/insertErrors/1/errors/0/reason").asText()).isEqualTo("stopped");
    assertThat(rows()).isEqualTo("0");
    post(at, two.replaceFirst("\\{", "{\"skipInvalidRows\":true,"));
    assertThat(rows()).isEqualTo("1");
    assertThat(post(at, "{}").statusCode()).isEqualTo(400);
  }

  private String rows() throws Exception {
    return JSON.readTree(get(BQ + "/datasets/d/tables/t").body()).path("numRows").asText();
  }

  private JsonNode ended(String job) throws Exception {
    var id = JSON.readTree(job).at("/jobReference/jobId").asText();
    while (true) {
      var now = JSON.readTree(get(BQ + "/jobs/" + id).body());
      if (now.at("/status/state").asText().equals("DONE")) {
        return now;
      }
      Thread.sleep(20);
    }
  }

  @Test
  void projectsAreListedAsPythonReadsThem() throws Exception {
    var project = JSON.readTree(get("/bigquery/v2/projects").body()).at("/projects/0");
    assertThat(project.fieldNames())
        .toIterable()
        .contains("id", "numericId", "friendlyName", "projectReference");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
