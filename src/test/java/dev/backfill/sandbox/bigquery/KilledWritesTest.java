package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.sandbox.storage.Blobs;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of loads, inserts, copies and queries when their process is killed. */
@Tag("process")
class KilledWritesTest {
  // More than the appender gives to the database at once, 2,048: part of a load is there before its
  // end.
  private static final int LOADED = 5000;
  private static final int STREAMED = 7;
  private static final List<String> TABLES = List.of("loaded", "streamed", "copied", "queried");

  @TempDir Path folder;

  @BeforeEach
  void rows() throws Exception {
    var text = "{\"x\":\"" + "y".repeat(80) + "\"}\n";
    Files.writeString(
        Files.createDirectories(folder.resolve("bucket")).resolve("rows"), text.repeat(LOADED));
    try (var service = new BigQueryService(folder.resolve("bigquery"), new FolderBlobs(folder))) {
      new Calls(service).post("datasets", "{'datasetReference':{'datasetId':'d'}}");
      for (var table : TABLES) {
        var reference = "{'tableReference':{'datasetId':'d','tableId':'" + table + "'}";
        new Calls(service).post("datasets/d/tables", reference + "," + schema() + "}");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"in its middle", "at its end"})
  void aLoadKilledWhileItReadsLeavesNothing(String where) throws Exception {
    assertThat(writer(where).start().waitFor()).isEqualTo(128 + 9);
    try (var service = new BigQueryService(folder.resolve("bigquery"), new FolderBlobs(folder))) {
      assertThat(rows(service, "loaded")).isZero();
      var status = new Calls(service).get("jobs/load0").path("status");
      assertThat(status.path("state").asText()).isEqualTo("DONE");
      assertThat(status.at("/errorResult/message").asText()).contains("rolled back");
      write(service, "again");
      assertThat(rows(service, "loaded")).as("the same job under another id").isEqualTo(LOADED);
    }
  }

  @Test
  void whateverWasUnderWayIsThereWholeOrNotAtAll() throws Exception {
    var random = new Random(14);
    long former = 0;
    for (int kill = 0; kill < 2; kill++) {
      var writer = writer("never").start();
      try (var out =
          new BufferedReader(
              new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
        for (int round = random.nextInt(3); round >= 0; round--) {
          assertThat(out.readLine()).startsWith("round ");
        }
        Thread.sleep(random.nextInt(120));
        writer.destroyForcibly().waitFor();
      }
      try (var service = new BigQueryService(folder.resolve("bigquery"), new FolderBlobs(folder))) {
        var loaded = rows(service, "loaded");
        assertThat(loaded % LOADED).as("%s rows loaded", loaded).isZero();
        assertThat(loaded).as("what was committed stays").isGreaterThanOrEqualTo(former);
        assertThat(rows(service, "streamed") % STREAMED).isZero();
        assertThat(rows(service, "copied") % LOADED).isZero();
        assertThat(rows(service, "queried") % LOADED).isZero();
        former = loaded;
      }
    }
    assertThat(former).isPositive();
  }

  private ProcessBuilder writer(String dies) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path = System.getProperty("java.class.path");
    var name = Writer.class.getName();
    var flags = List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", path, name);
    var command = new ArrayList<>(List.of(java));
    command.addAll(flags);
    command.addAll(List.of(folder.toString(), dies));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** The rows that a query counts, which are those that the table's metadata tell of. */
  private static long rows(BigQueryService service, String table) throws Exception {
    var count = "{'query':'SELECT COUNT(*) FROM d." + table + "','useLegacySql':false}";
    var rows = new Calls(service).post("queries", count).at("/rows/0/f/0/v").asText();
    assertThat(new Calls(service).get("datasets/d/tables/" + table).path("numRows").asText())
        .as(table + ".numRows")
        .isEqualTo(rows);
    return Long.parseLong(rows);
  }

  private static String schema() {
    return "'schema':{'fields':[{'name':'x','type':'STRING'}]}";
  }

  /** One of each write, each job waited for. */
  private static void write(BigQueryService service, String id) throws Exception {
    job(
        service,
        "load" + id,
        "'load':{'sourceUris':['gs://bucket/rows'],'sourceFormat':'NEWLINE_DELIMITED_JSON',"
            + schema()
            + ","
            + Calls.to("loaded")
            + "}");
    var some =
        IntStream.range(0, STREAMED)
            .mapToObj(i -> "{'json':{'x':'" + i + "'}}")
            .collect(Collectors.joining(","));
    new Calls(service).post("datasets/d/tables/streamed/insertAll", "{'rows':[" + some + "]}");
    var from =
        "'sourceTable':{'projectId':'" + Calls.PROJECT + "','datasetId':'d','tableId':'loaded'},";
    job(
        service,
        "copy" + id,
        "'copy':{" + from + Calls.to("copied") + ",'writeDisposition':'WRITE_TRUNCATE'}");
    job(
        service,
        "query" + id,
        "'query':{'query':'SELECT x FROM d.loaded','useLegacySql':false,"
            + Calls.to("queried")
            + ",'writeDisposition':'WRITE_APPEND'}");
  }

  private static void job(BigQueryService service, String id, String configuration)
      throws Exception {
    new Calls(service)
        .post(
            "jobs",
            "{'jobReference':{'jobId':'" + id + "'},'configuration':{" + configuration + "}}");
    var status = new Calls(service).end(id);
    assertThat(status.has("errorResult")).as(status.toString()).isFalse();
  }

  /** Writes until it is killed, or kills itself while it reads the object of its first load. */
  public static final class Writer {
    private Writer() {}

    /** The folder, and where in the object it dies. */
    public static void main(String[] args) throws Exception {
      var folder = Path.of(args[0]);
      var blobs = new FolderBlobs(folder);
      var size = Files.size(folder.resolve("bucket").resolve("rows"));
      var dies =
          switch (args[1]) {
            case "in its middle" -> size / 2;
            case "at its end" -> size;
            default -> Long.MAX_VALUE;
          };
      var id = Long.toString(ProcessHandle.current().pid());
      try (var service =
          new BigQueryService(folder.resolve("bigquery"), new DeadlyBlobs(blobs, dies))) {
        if (dies < Long.MAX_VALUE) {
          write(service, "0");
        }
        for (int round = 0; round < 1000; round++) {
          System.out.println("round " + round);
          write(service, id + "-" + round);
        }
      }
    }
  }

  /** Objects whose reader dies before it gets the byte of this number. */
  private record DeadlyBlobs(Blobs blobs, long dies) implements Blobs {
    @Override
    public List<String> match(String bucket, String pattern) throws IOException {
      return blobs.match(bucket, pattern);
    }

    @Override
    public String location(String bucket) throws IOException {
      return blobs.location(bucket);
    }

    @Override
    public InputStream open(String bucket, String name) throws IOException {
      return new FilterInputStream(blobs.open(bucket, name)) {
        private long read;

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          if (read >= dies) {
            kill();
          }
          var count = super.read(bytes, from, (int) Math.min(length, Math.max(1, dies - read)));
          read += Math.max(0, count);
          return count;
        }
      };
    }

    @Override
    public OutputStream create(String bucket, String name, String contentType) throws IOException {
      return blobs.create(bucket, name, contentType);
    }

    private static void kill() {
      try {
        var pid = Long.toString(ProcessHandle.current().pid());
        new ProcessBuilder("kill", "-9", pid).start().waitFor();
        Thread.sleep(60_000);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
