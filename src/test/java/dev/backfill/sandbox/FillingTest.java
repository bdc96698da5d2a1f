package dev.backfill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.seed.Document;
import dev.backfill.sandbox.seed.Documents;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a sandbox whose filling, use or removal ends with a kill. */
@Tag("process")
class FillingTest {
  private static final String PROD = "moz-fx-data-shared-prod";
  private static final String TABLE =
      "`" + PROD + ".payload_bytes_decoded.telemetry_telemetry__core_v10`";
  private static final LocalDate DAY = LocalDate.of(2020, 4, 14);

  @TempDir Path folder;

  /** Of 50 documents of the day before and 1,000 of the day, appended by 500. */
  @ParameterizedTest
  @ValueSource(ints = {1, 60, 700, 1050})
  void isFilledAnewAfterKill(int document) throws Exception {
    assertThat(killed(document)).isEqualTo(128 + 9);
    assertThat(folder.resolve("filled")).doesNotExist();
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(fill(sandbox, documents())).isTrue();
      assertThat(count(sandbox, "document_id")).isEqualTo("1000");
      assertThat(fill(sandbox, documents())).as("a second time").isFalse();
    }
  }

  /** Serves a filled one as it stands, whatever was done to it, and however often it is killed. */
  @Test
  void isNeverEmptiedOnceItWasFilled() throws Exception {
    try (var sandbox = Sandbox.start(folder, 0)) {
      fill(sandbox, documents());
      send(sandbox, "/bigquery/v2/projects/mine/datasets", dataset("mine"));
    }
    assertThat(killed(1)).as("not filled, so not killed").isZero();
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(fill(sandbox, documents())).isFalse();
      assertThat(count(sandbox, "document_id")).isEqualTo("1000");
      assertThat(get(sandbox, "/bigquery/v2/projects/mine/datasets")).contains("\"mine\"");
    }
  }

  /** What others put into an empty sandbox is not deleted with a filling that was cut short. */
  @Test
  void leavesWhatOthersPutThereBefore() throws Exception {
    try (var sandbox = Sandbox.start(folder, 0)) {
      send(sandbox, "/bigquery/v2/projects/mine/datasets", dataset("mine"));
    }
    assertThat(killed(700)).isEqualTo(128 + 9);
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(get(sandbox, "/bigquery/v2/projects/mine/datasets")).contains("\"mine\"");
      assertThatThrownBy(() -> fill(sandbox, documents()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("take another folder");
    }
  }

  /** A kill while a sandbox is deleted must not leave one that says it is filled. */
  @Test
  void isFilledAnewAfterRemovalThatWasCutShort() throws Exception {
    try (var sandbox = Sandbox.start(folder, 0)) {
      fill(sandbox, documents());
    }
    // So many that the removal is under way when the kill comes; the tables go before them.
    var many = Files.createDirectories(folder.resolve("dataflow").resolve("many"));
    for (var i = 0; i < 20_000; i++) {
      Files.createFile(many.resolve("file-" + i));
    }
    process(Removed.class, folder.toString());
    assertThat(folder.resolve("bigquery")).doesNotExist();
    try (var sandbox = Sandbox.start(folder, 0)) {
      assertThat(fill(sandbox, documents())).isTrue();
      assertThat(count(sandbox, "document_id")).isEqualTo("1000");
    }
  }

  @Test
  void givesItsFolderUpWhenItCannotServe() throws Exception {
    try (var other = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Sandbox.start(folder, other.getLocalPort()))
          .isInstanceOf(IOException.class);
    }
    Sandbox.start(folder, 0).close();
  }

  private int killed(int document) throws Exception {
    return process(Killed.class, folder.toString(), Integer.toString(document));
  }

  private int process(Class<?> main, String... args) throws Exception {
    var command =
        new ArrayList<String>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dbackfill.log=" + folder.resolve("killed.log"),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("killed.out").toFile())
        .start()
        .waitFor();
  }

  /** A process that kills itself while it removes a sandbox, once its tables are gone. */
  static final class Removed {
    private Removed() {}

    public static void main(String[] args) throws IOException {
      var folder = Path.of(args[0]);
      var watch =
          new Thread(
              () -> {
                while (Files.exists(folder.resolve("bigquery"))) {
                  Thread.onSpinWait();
                }
                die();
              });
      watch.setDaemon(true);
      watch.start();
      Sandbox.remove(folder);
    }
  }

  /** A process that fills a folder and kills itself at a document. */
  static final class Killed {
    private Killed() {}

    public static void main(String[] args) throws IOException {
      var left = new AtomicInteger(Integer.parseInt(args[1]));
      try (var sandbox = Sandbox.start(Path.of(args[0]), 0)) {
        fill(sandbox, new Deadly(documents(), left));
      }
    }
  }

  private record Deadly(Documents documents, AtomicInteger left) implements Documents {
    @Override
    public List<DocumentType> types() {
      return documents.types();
    }

    @Override
    public List<LocalDate> days() {
      return documents.days();
    }

    @Override
    public void each(DocumentType type, LocalDate day, Consumer<Document> sink) {
      documents.each(type, day, deadly(sink));
    }

    @Override
    public void dayBefore(DocumentType type, Consumer<Document> sink) {
      documents.dayBefore(type, deadly(sink));
    }

    private Consumer<Document> deadly(Consumer<Document> sink) {
      return document -> {
        if (left.decrementAndGet() == 0) {
          die();
        }
        sink.accept(document);
      };
    }
  }

  private static void die() {
    try {
      var pid = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-9", pid).start().waitFor();
      Thread.sleep(60_000);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneratedDocuments documents() {
    var core = List.of(DocumentType.parse("telemetry/core/10"));
    return new GeneratedDocuments(new Generator(1, 0), core, List.of(DAY), 1000);
  }

  private static boolean fill(Sandbox sandbox, Documents documents) throws IOException {
    return sandbox.fill(PROD, documents, SeedArchive.of(Optional.empty()), "gs://schemas/a.tar.gz");
  }

  private static String dataset(String name) {
    return "{\"datasetReference\": {\"datasetId\": \"" + name + "\"}}";
  }

  private static String count(Sandbox sandbox, String what) throws IOException {
    var sql =
        "SELECT COUNT("
            + what
            + ") AS n FROM "
            + TABLE
            + " WHERE DATE(submission_timestamp) = '"
            + DAY
            + "'";
    var answer =
        send(
            sandbox,
            "/bigquery/v2/projects/" + PROD + "/queries",
            "{\"useLegacySql\": false, \"query\": \"" + sql + "\"}");
    return answer.replaceAll("(?s).*\"v\"\\s*:\\s*\"(\\d+)\".*", "$1");
  }

  private static String get(Sandbox sandbox, String path) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path)).build());
  }

  private static String send(Sandbox sandbox, String path, String body) throws IOException {
    return send(
        HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static String send(HttpRequest request) throws IOException {
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException().initCause(e);
    }
  }
}
