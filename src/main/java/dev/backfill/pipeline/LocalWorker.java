package dev.backfill.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Duration;

/** Runs a submitted decode job in a process of its own, and reports on standard output. */
public final class LocalWorker {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Each thread holds a bundle of rows: more do not fit a heap of 1 GB with rows of 60 KB.
  private static final int MOST_PARALLEL = 8;

  // A heap of 1 GB holds the buffers of all its threads' files.
  private static final int LOCAL_BUFFER = 1 << 20;

  private LocalWorker() {}

  /**
   * Loads what a job needs, then waits for one on standard input: a line with a JSON array of
   * {@code --optionsFile=FILE --endpoint=URL --readAddress=HOST:PORT}.
   */
  public static void main(String[] none) throws IOException {
    var given = new CompletableFuture<String[]>();
    endWithParent(given);
    WarmUp.run();
    try {
      run(given.join());
    } catch (RuntimeException | LinkageError e) {
      message("JOB_MESSAGE_ERROR", e.toString());
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(String[] args) throws IOException {
    var options = options(Path.of(value(args, "--optionsFile=")), value(args, "--endpoint="));
    options.setReadAddress(value(args, "--readAddress="));
    message("JOB_MESSAGE_BASIC", "Started reading.");
    var pipeline = BackfillPipeline.build(options);
    for (var transform : TransformLines.of(pipeline)) {
      print(transform);
    }
    var result = pipeline.run();
    while (!ended(result.waitUntilFinish(Duration.standardSeconds(1)))) {
      counters(result);
    }
    counters(result);
    System.exit(result.getState() == PipelineResult.State.DONE ? 0 : 1);
  }

  private static BackfillOptions options(Path file, String endpoint) throws IOException {
    var listed = SubmittedOptions.listed(JSON.readTree(file.toFile()));
    var submitted = JSON.treeToValue(listed, PipelineOptions.class);
    var options = submitted.as(BackfillOptions.class);
    options.setRunner(DirectRunner.class);
    Endpoints.point(options, endpoint);
    options.setGcsUploadBufferSizeBytes(LOCAL_BUFFER);
    var direct = options.as(DirectOptions.class);
    direct.setBlockOnRun(false);
    direct.setEnforceImmutability(false);
    direct.setEnforceEncodability(false);
    direct.setTargetParallelism(parallelism(options.getInputs().size()));
    return options;
  }

  /** A table's extract and load are a second of waiting each: several tables wait together. */
  private static int parallelism(int tables) {
    return Math.min(MOST_PARALLEL, tables);
  }

  private static boolean ended(PipelineResult.State state) {
    return state != null && state.isTerminal();
  }

  private static void counters(PipelineResult result) throws IOException {
    for (var c : result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      var name = c.getName();
      print(
          Map.of(
              "kind", "counter",
              "namespace", name.getNamespace(),
              "name", name.getName(),
              "step", c.getKey().stepName(),
              "value", c.getAttempted()));
    }
    print(
        Map.of(
            "kind",
            "tick",
            "cpuMillis",
            ProcessHandle.current().info().totalCpuDuration().map(d -> d.toMillis()).orElse(0L),
            "processors",
            Runtime.getRuntime().availableProcessors(),
            "memoryBytes",
            Runtime.getRuntime().totalMemory()));
  }

  private static void message(String importance, String text) throws IOException {
    print(Map.of("kind", "message", "importance", importance, "text", text));
  }

  private static void print(Map<String, Object> line) throws IOException {
    System.out.println(JSON.writeValueAsString(line));
  }

  private static String value(String[] args, String name) {
    for (var arg : args) {
      if (arg.startsWith(name)) {
        return arg.substring(name.length());
      }
    }
    throw new IllegalArgumentException("Give " + name + "…");
  }

  /** The parent holds our standard input open: its end is the parent's end. */
  private static void endWithParent(CompletableFuture<String[]> given) {
    var watch =
        new Thread(
            () -> {
              try (var in =
                  new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                  given.complete(JSON.readValue(line, String[].class));
                }
              } catch (IOException e) {
                e.printStackTrace();
              }
              Runtime.getRuntime().halt(3);
            });
    watch.setDaemon(true);
    watch.start();
  }
}
