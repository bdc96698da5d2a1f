package dev.backfill.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.runners.portability.PortableRunner;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PortablePipelineOptions;

/**
 * Decodes once more, on Beam's portable local runner Prism, what a rehearsal decoded with the
 * DirectRunner, and compares the tables. Dataflow's Runner v2 is portable too, and can be had
 * nowhere but at Google.
 */
final class PortableCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final int DIFFERENT = 1;
  private static final int PASSED_OVER = 3;
  private static final int SHOWN = 3;

  private final String endpoint;

  private PortableCheck(String endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Takes the job's options as its sandbox keeps them, the sandbox's address and that of its reads,
   * Prism's program, the command that starts a worker, and the most seconds that the job may take.
   *
   * <p>Ends with 0 when the tables are the same, 1 when they differ or the job's own code failed, 3
   * when the machine did not do it in time.
   */
  public static void main(String[] args) throws Exception {
    var options = options(Path.of(args[0]), args[1], args[2]);
    var check = new PortableCheck(args[1]);
    var code = PASSED_OVER;
    var port = free();
    var prism =
        new ProcessBuilder(
                args[3], "--job_port=" + port, "--serve_http=false", "--log_level=warn")
            .inheritIO()
            .start();
    try {
      code = check.compare(options, "127.0.0.1:" + port, args[4], Long.parseLong(args[5]));
    } finally {
      prism.descendants().forEach(ProcessHandle::destroyForcibly);
      prism.destroyForcibly().waitFor();
    }
    // Beam's threads would keep the process.
    System.exit(code);
  }

  private static BackfillOptions options(Path file, String endpoint, String reads)
      throws IOException {
    var listed = SubmittedOptions.listed(JSON.readTree(file.toFile()));
    var options = JSON.treeToValue(listed, PipelineOptions.class).as(BackfillOptions.class);
    options.setRunner(PortableRunner.class);
    Endpoints.point(options, endpoint);
    options.setReadAddress(reads);
    options.setGcsUploadBufferSizeBytes(1 << 20);
    // The worker has them already: its class path is what is compared.
    options.setFilesToStage(List.of());
    return options;
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private int compare(BackfillOptions options, String runner, String worker, long seconds)
      throws Exception {
    var names = options.getOutputs().stream().map(OutputTable::parse).map(OutputTable::table);
    var tables = names.map(Table::parse).toList();
    var before = rows(tables);
    for (var table : tables) {
      empty(table);
    }
    var portable = options.as(PortablePipelineOptions.class);
    portable.setJobEndpoint(runner);
    portable.setDefaultEnvironmentType("PROCESS");
    portable.setDefaultEnvironmentConfig(JSON.writeValueAsString(Map.of("command", worker)));
    var state = CompletableFuture.supplyAsync(() -> run(options));
    try {
      var ended = state.get(seconds, TimeUnit.SECONDS);
      if (ended != State.DONE) {
        System.out.println("prism: the job ended " + ended);
        return DIFFERENT;
      }
    } catch (ExecutionException e) {
      System.out.println("prism: the job failed: " + e.getCause());
      return isOfThePipeline(e.getCause()) ? DIFFERENT : PASSED_OVER;
    } catch (TimeoutException e) {
      System.out.println("prism: the job took more than " + seconds + " s");
      return PASSED_OVER;
    }
    return same(before, rows(tables));
  }

  /**
   * Whether code of the job threw something. A worker that a slow machine did not start in Prism's
   * one minute, or that it had no room for, is Prism's own failure, and holds no stack trace.
   */
  private static boolean isOfThePipeline(Throwable failure) {
    var said = String.valueOf(failure.getMessage());
    return !said.contains("didn't get control connection") && said.contains("\tat ");
  }

  private static State run(BackfillOptions options) {
    return BackfillPipeline.build(options).run().waitUntilFinish();
  }

  /** Whether all rows are there before, and afterwards are the same ones, byte by byte. */
  private static int same(Map<Table, List<String>> before, Map<Table, List<String>> after) {
    var rows = before.values().stream().mapToInt(List::size).sum();
    var code = rows == 0 ? DIFFERENT : 0;
    for (var table : before.keySet()) {
      var was = new ArrayList<>(before.get(table));
      var is = new ArrayList<>(after.get(table));
      System.out.printf(
          "prism: %s: %d rows by the DirectRunner, %d by Prism%n", table, was.size(), is.size());
      if (!was.equals(is)) {
        code = DIFFERENT;
        was.removeAll(after.get(table));
        is.removeAll(before.get(table));
        was.stream().limit(SHOWN).forEach(row -> System.out.println("  only before: " + row));
        is.stream().limit(SHOWN).forEach(row -> System.out.println("  only by Prism: " + row));
      }
    }
    System.out.println(
        code == 0 ? "prism: the tables are the same" : "prism: the tables are not the same");
    return code;
  }

  private Map<Table, List<String>> rows(List<Table> tables) throws Exception {
    var rows = new LinkedHashMap<Table, List<String>>();
    for (var table : tables) {
      rows.put(table, rows(table));
    }
    return rows;
  }

  /** Each row as the service writes it, in an order of their texts. */
  private List<String> rows(Table table) throws Exception {
    var rows = new ArrayList<String>();
    var token = "";
    do {
      var page = send("GET", table.path() + "/data?maxResults=1000" + token, "");
      page.path("rows").forEach(row -> rows.add(row.toString()));
      var next = page.path("pageToken").asText();
      token = next.isEmpty() ? "" : "&pageToken=" + next;
    } while (!token.isEmpty());
    rows.sort(null);
    return rows;
  }

  private void empty(Table table) throws Exception {
    var sql = "DELETE FROM `%s.%s.%s` WHERE TRUE";
    var body =
        JSON.createObjectNode()
            .put("useLegacySql", false)
            .put("query", sql.formatted(table.project(), table.dataset(), table.name()));
    var done = send("POST", "/projects/" + table.project() + "/queries", body.toString());
    if (!done.path("jobComplete").asBoolean() || !rows(table).isEmpty()) {
      throw new IllegalStateException(table + " was not emptied: " + done);
    }
  }

  private JsonNode send(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(endpoint + "/bigquery/v2" + path))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(method + " " + path + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private record Table(String project, String dataset, String name) {
    private static Table parse(String table) {
      var parts = table.split("[:.]");
      return new Table(parts[0], parts[1], parts[2]);
    }

    private String path() {
      return "/projects/" + project + "/datasets/" + dataset + "/tables/" + name;
    }

    @Override
    public String toString() {
      return dataset + "." + name;
    }
  }
}
