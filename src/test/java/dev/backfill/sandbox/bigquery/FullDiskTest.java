package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.sandbox.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Loads until nothing more fits, in a process of its own. */
@Tag("process")
class FullDiskTest {
  private static final int ROWS = 400;

  @TempDir Path folder;

  @BeforeEach
  void rows() throws Exception {
    var random = new Random(1);
    var text = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      var bytes = new byte[3000];
      random.nextBytes(bytes);
      text.append("{\"x\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}\n");
    }
    Files.writeString(Files.createDirectories(folder.resolve("bucket")).resolve("rows"), text);
  }

  /** For a process whose files may not grow is the same as a full disk, and needs no rights. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aLoadThatCouldNotBeWrittenFailsAndLeavesNothing() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/prlimit")), "util-linux");
    var said = loads("2097152");
    assertThat(said.get(0)).contains("\"state\":\"DONE\"", "disk is full", "errorResult");
    int loads = Integer.parseInt(said.get(2));
    assertThat(loads).isPositive();
    assertThat(said.get(1)).isEqualTo("%d rows, numRows %1$d", loads * ROWS);
    assertThat(said.get(3)).as("when there is room again").isEqualTo("{\"state\":\"DONE\"}");
    assertThat(said.get(4)).isEqualTo("%d rows, numRows %1$d", (loads + 1) * ROWS);
  }

  private List<String> loads(String bytes) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path = System.getProperty("java.class.path");
    var process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                path,
                Loads.class.getName(),
                folder.toString(),
                bytes)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.lines().toList();
  }

  /** Loads until one fails, makes room where it can, and loads once more; says what stands. */
  public static final class Loads {
    private Loads() {}

    /** A folder that holds {@code bucket/rows}, and how large its files may grow at first. */
    public static void main(String[] args) throws Exception {
      var folder = Path.of(args[0]);
      try (var service = new BigQueryService(folder.resolve("bigquery"), new FolderBlobs(folder))) {
        new Calls(service).post("datasets", "{'datasetReference':{'datasetId':'d'}}");
        limit(args[1]);
        int loads = 0;
        var status = load(service, "load0");
        while (!status.has("errorResult")) {
          loads++;
          status = load(service, "load" + loads);
        }
        System.out.println(status + "\n" + table(service) + "\n" + loads);
        limit("unlimited");
        System.out.println(load(service, "again") + "\n" + table(service));
      }
    }

    private static void limit(String bytes) throws Exception {
      var pid = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("prlimit", "--pid", pid, "--fsize=" + bytes + ":")
          .inheritIO()
          .start()
          .waitFor();
    }

    private static JsonNode load(BigQueryService service, String id) throws Exception {
      var load =
          "'load':{'sourceUris':['gs://bucket/rows'],'sourceFormat':'NEWLINE_DELIMITED_JSON'";
      var schema = ",'schema':{'fields':[{'name':'x','type':'STRING'}]}";
      var to = "," + Calls.to("t") + "}";
      var reference = "{'jobReference':{'jobId':'" + id + "'},";
      try {
        new Calls(service)
            .post("jobs", reference + "'configuration':{" + load + schema + to + "}}");
      } catch (ApiException refused) {
        return Store.JSON
            .createObjectNode()
            .put("state", "DONE")
            .set("errorResult", refused.toJson());
      }
      return new Calls(service).end(id);
    }

    private static String table(BigQueryService service) throws Exception {
      var count = "{'query':'SELECT COUNT(*) FROM d.t','useLegacySql':false}";
      var rows = new Calls(service).post("queries", count).at("/rows/0/f/0/v").asText();
      return rows
          + " rows, numRows "
          + new Calls(service).get("datasets/d/tables/t").path("numRows").asText();
    }
  }
}
