package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.Leak;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole backfill by the command line, on a sandbox, through every stage. */
@Tag("job")
class RehearsalTest {
  private static final String PROD = "moz-fx-data-shared-prod";
  private static final String TARGET = "moz-fx-data-backfill-14";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** One document of 500 is broken: it must come out as an error row, and the day still pass. */
  @Test
  void goesThroughEveryStageAndLeavesOtherPartitionsAlone() throws Exception {
    var documents = new String[] {"--documents", "510", "--table", "core_v10"};
    assertThat(rehearse(documents, "--until", "verify", "--keep")).as(out.toString()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("decode done", "validate done", "verify done")
        .containsPattern("core_v10 +2020-04-14 +510 +485 +509 +509 +509 +1 .* PASS");
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(stable(sandbox, "2020-04-14")).isEqualTo(509);
      assertThat(stable(sandbox, "2020-04-13")).as("the day before").isEqualTo(50);
      assertThat(get(sandbox, "/bigquery/v2/projects/" + TARGET + "/datasets").path("datasets"))
          .isNotEmpty();
    }
    out.reset();
    assertThat(rehearse(documents, "--keep")).as(out.toString()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("sandbox ")
        .contains("Resuming run ", "cleanup done", "report done")
        .doesNotContain("decode started");
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(stable(sandbox, "2020-04-14")).isEqualTo(509);
      assertThat(get(sandbox, "/bigquery/v2/projects/" + TARGET + "/datasets").path("datasets"))
          .isEmpty();
      assertThat(get(sandbox, "/storage/v1/b?project=" + TARGET).path("items")).isEmpty();
    }
    try (var runs = Files.walk(folder.resolve("runs"))) {
      assertThat(runs.map(file -> file.getFileName().toString()))
          .contains("report.html", "report.md", "report.json");
    }
  }

  @Test
  void takesTheDaysThatAreNamedAndNoneBetweenThem() {
    var documents = new String[] {"--documents", "5", "--table", "core_v10"};
    var days = new String[] {"--day", "2020-12-09", "--day", "2020-04-14", "--until", "preflight"};
    assertThat(rehearse(documents, days)).as(out.toString()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("filled: 1 document type, 2 days")
        .contains("preflight done: 1 document type, 2 days");
  }

  /**
   * Of 100 documents of a day 30 are caught, with 5 broken still; 20 are new, for 5 are in stable.
   * Two of the first day were sent again on each later one, and are there on each.
   */
  @Test
  void addsTheRejectedDocumentsThatStableLacks() throws Exception {
    var documents =
        new String[] {
          "--playbook",
          "reprocess",
          "--documents",
          "100",
          "--table",
          "core_v10",
          "--duplicates",
          "0"
        };
    assertThat(rehearse(documents, "--until", "verify", "--keep")).as(out.toString()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("scope done: 94 rejected documents", "was added, once, for 3 cells")
        .containsPattern("core_v10 +2020-04-14 +30 +30 +25 +5 +65 +20 +[0-9]+ +PASS")
        .containsPattern("core_v10 +2020-04-15 +32 +32 +27 +5 +65 +22 +[0-9]+ +PASS")
        .doesNotContain("FAIL");
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(stable(sandbox, "2020-04-14")).isEqualTo(65 + 20);
      assertThat(stable(sandbox, "2020-04-15")).isEqualTo(65 + 22);
      assertThat(stable(sandbox, "2020-04-16")).isEqualTo(65 + 22);
    }
    out.reset();
    assertThat(rehearse(new String[0], "--keep")).as(out.toString()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("cleanup done", "report done");
  }

  /** The same shares, by a template that is launched and reads both types from one table. */
  @Test
  void addsWhatAnOrganisationsDecoderMakes() throws Exception {
    var documents =
        ("--playbook reprocess --decode-by template --errors-after delete --documents 100"
                + " --duplicates 0 --table core_v10 --table event_v4 --day 2020-04-14")
            .split(" ");
    assertThat(rehearse(documents, "--until", "errors", "--keep")).as(out.toString()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("decode: QUEUED, 0 workers;", "decode: RUNNING", "for 2 cells")
        .contains("decode: DONE, 0 workers, 60 rows and error rows loaded")
        .containsPattern("core_v10 +2020-04-14 +30 +30 +25 +5 +65 +20 +[0-9]+ +PASS")
        .containsPattern("event_v4 +2020-04-14 +30 +30 +25 +5 +65 +20 +[0-9]+ +PASS")
        .contains("errors done: 50 error rows deleted")
        .doesNotContain("FAIL");
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(stable(sandbox, "2020-04-14")).isEqualTo(65 + 20);
      var rejected = PROD + ".payload_bytes_error.telemetry";
      // Of each type ten are of another cause, and five are rejected still.
      assertThat(count(sandbox, rejected, "TRUE")).isEqualTo(2 * (10 + 5));
      assertThat(count(sandbox, rejected, "error_message LIKE '%maxLength: 100%'")).isEqualTo(10);
    }
    out.reset();
    assertThat(rehearse("--documents 5 --decode-by template".split(" "))).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("add --playbook reprocess");
  }

  /** A cell that is emptied behind the console's back is found by validate and decoded again. */
  @Test
  void decodesAgainFromDecodeOn() throws Exception {
    var documents = new String[] {"--documents", "20", "--table", "core_v10"};
    assertThat(rehearse(documents, "--until", "decode", "--keep")).as(out.toString()).isZero();
    try (var sandbox = Sandbox.start(folder, 0)) {
      send(
          HttpRequest.newBuilder(
                  URI.create(
                      sandbox.endpoint()
                          + "/bigquery/v2/projects/"
                          + TARGET
                          + "/datasets/telemetry_stable/tables/core_v10$20200414"))
              .DELETE());
    }
    out.reset();
    assertThat(rehearse(documents, "--until", "validate", "--keep")).isEqualTo(3);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("BACKFILL IS EMPTY!");
    out.reset();
    assertThat(rehearse(documents, "--from", "decode", "--until", "verify", "--keep"))
        .as(out.toString())
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("decode started", "validate done: Cells that pass or were accepted: 1")
        .doesNotContain("mirror started");
  }

  /** Counted by a client of the sandbox that knows nothing of the console. */
  @Test
  void rewritesTheRowsThatLeakedAndNoOthers() throws Exception {
    var documents =
        "--playbook rewrite --documents 60 --table core_v10 --day 2020-04-14 --day 2020-04-15"
            .split(" ");
    var leaked = "STARTS_WITH(normalized_app_name, '/home/')";
    assertThat(rehearse(documents, "--until", "validate", "--keep")).as(out.toString()).isZero();
    var each = 60 / Leak.EACH;
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("scope done: " + each + " rows affected in 1 partition; 1 without any, skipped")
        .containsPattern("core_v10 +2020-04-14 +60 +3 +57 +0 +0 +0 +PASS")
        .containsPattern("core_v10 +2020-04-15 +60 +0 +0 +0 +.* +SKIPPED");
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(stable(sandbox, "2020-04-14", leaked)).isEqualTo(each);
      assertThat(stable(sandbox, "2020-04-15", leaked)).as("the last day").isZero();
    }
    out.reset();
    assertThat(rehearse(new String[] {"--playbook", "replay"}, "--keep")).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("is a rewrite. Go on with it");
    out.reset();
    assertThat(rehearse(documents, "--keep")).as(out.toString()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("running the daily deduplication of such a day again brings the old rows back")
        .contains("The backup keeps what is taken out of production");
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(stable(sandbox, "2020-04-14", leaked)).isZero();
      assertThat(stable(sandbox, "2020-04-14")).isEqualTo(60 - each);
      assertThat(stable(sandbox, "2020-04-15")).isEqualTo(60);
      assertThat(stable(sandbox, "2020-04-13")).as("the day before").isEqualTo(50);
    }
  }

  private int rehearse(String[] documents, String... more) {
    var args = new ArrayList<String>();
    args.add("rehearse");
    args.addAll(List.of("--dir", folder.toString()));
    args.addAll(List.of(documents));
    args.addAll(List.of(more));
    var in = InputStream.nullInputStream();
    return Main.commandLine(new Streams(in, Streams.utf8(out), Streams.utf8(out)))
        .execute(args.toArray(String[]::new));
  }

  private static long stable(Sandbox sandbox, String day) throws Exception {
    return stable(sandbox, day, "TRUE");
  }

  private static long stable(Sandbox sandbox, String day, String which) throws Exception {
    return count(
        sandbox,
        PROD + ".telemetry_stable.core_v10",
        "DATE(submission_timestamp) = '" + day + "' AND " + which);
  }

  private static long count(Sandbox sandbox, String table, String which) throws Exception {
    var sql = "SELECT COUNT(*) AS n FROM `" + table + "` WHERE " + which;
    var body = JsonNodeFactory.instance.objectNode().put("query", sql).put("useLegacySql", false);
    var request =
        HttpRequest.newBuilder(
                URI.create(sandbox.endpoint() + "/bigquery/v2/projects/" + PROD + "/queries"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()));
    return send(request).at("/rows/0/f/0/v").asLong();
  }

  private static JsonNode get(Sandbox sandbox, String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path)));
  }

  private static JsonNode send(HttpRequest.Builder request) throws Exception {
    var body = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
    return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
  }
}
