package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

/**
 * Consoles that die by {@code kill -9} while rows are added to production and while error rows are
 * deleted: whoever goes on adds and deletes them once. A sample; {@code -Dmatrix=reprocess} kills
 * before and after every entry of finalize and of the deletion.
 */
@Tag("job")
class ReprocessKilledTest {
  private static final boolean WHOLE = System.getProperty("matrix", "").equals("reprocess");
  private static final StageKind ERRORS = StageKind.of("errors");

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void addsAndDeletesOnceWhoeverGoesOn() throws Exception {
    var base = folder.resolve("base");
    rehearse(
        base,
        ("--playbook reprocess --errors-after delete --documents 20 --duplicates 0"
                + " --table core_v10 --day 2020-04-14 --until validate")
            .split(" "));
    var begun = Journal.read(run(base)).size();
    var whole = copy(base, "whole");
    rehearse(whole, "--until", "errors");
    var entries = Journal.read(run(whole));
    var end = counts(whole);
    // Of 20 documents 13 were in stable and 4 are new; 2 of another cause and 1 broken one stay.
    assertThat(end).containsExactly("17", "17", "3");
    var wrong = new ArrayList<String>();
    var points = WHOLE ? all(begun, entries) : sample(entries);
    for (var entry : points) {
      for (var before : WHOLE ? List.of(true, false) : List.of(entry.equals(points.get(0)))) {
        var where = copy(base, (before ? "before-" : "after-") + entry);
        try (var sandbox = Sandbox.start(where, 0)) {
          var code = KilledRun.run(where, run(where), sandbox, before, entry, List.of());
          if (code != 128 + 9) {
            wrong.add(where + " ended by itself with " + code);
          }
        }
        rehearse(where, "--until", "errors");
        var same = counts(where).equals(end);
        System.out.println("  reprocess " + where.getFileName() + (same ? " same end" : " other"));
        if (!same) {
          wrong.add(where.getFileName() + ": " + counts(where));
        }
        Stand.remove(where);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<Integer> all(int begun, List<Entry> entries) {
    var all = new ArrayList<Integer>();
    for (var n = begun + 1; n <= entries.size(); n++) {
      all.add(n);
    }
    return all;
  }

  /** The end of the copy into production, and of the deletion. */
  private static List<Integer> sample(List<Entry> entries) {
    var found = new ArrayList<Integer>();
    for (var n = 0; n < entries.size(); n++) {
      if (entries.get(n) instanceof Entry.Ended ended && changes(ended.step())) {
        found.add(n + 1);
      }
    }
    assertThat(found).hasSize(2);
    return found;
  }

  private static boolean changes(Step step) {
    return step.stage().equals(StageKind.FINALIZE)
            && step.subject().endsWith("$20200414")
            && !step.subject().startsWith("backup")
        || step.stage().equals(ERRORS)
            && step.subject().endsWith("/10@2020-04-14")
            && !step.subject().startsWith("keep");
  }

  /**
   * Rows and ids of stable, and error rows, asked by a client that knows nothing of the console.
   */
  private List<String> counts(Path where) throws Exception {
    try (var sandbox = Sandbox.start(where, 0)) {
      return List.of(
          ask(sandbox, "COUNT(*)", "telemetry_stable.core_v10"),
          ask(sandbox, "COUNT(DISTINCT document_id)", "telemetry_stable.core_v10"),
          ask(sandbox, "COUNT(*)", "payload_bytes_error.telemetry"));
    }
  }

  private static String ask(Sandbox sandbox, String what, String table) throws Exception {
    var sql = "SELECT " + what + " AS n FROM `" + FillOptions.SOURCE + "." + table + "`";
    var body = JsonNodeFactory.instance.objectNode().put("query", sql).put("useLegacySql", false);
    var path = "/bigquery/v2/projects/" + FillOptions.SOURCE + "/queries";
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return new ObjectMapper().readTree(answer).at("/rows/0/f/0/v").asText();
  }

  private void rehearse(Path where, String... more) {
    out.reset();
    var args = new ArrayList<String>(List.of("rehearse", "--keep", "--dir", where.toString()));
    args.addAll(List.of(more));
    var streams = new Streams(InputStream.nullInputStream(), Streams.utf8(out), Streams.utf8(out));
    assertThat(Main.commandLine(streams).execute(args.toArray(String[]::new)))
        .as(out.toString(StandardCharsets.UTF_8))
        .isZero();
  }

  private static Path run(Path where) throws IOException {
    try (var runs = Files.list(where.resolve("runs"))) {
      return runs.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private Path copy(Path from, String name) throws IOException {
    var to = folder.resolve(name);
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }
}
