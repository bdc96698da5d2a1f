package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that runs a job. It ends when this one does: its standard input stays open until
 * then. What it prints are JSON lines of counters and messages.
 */
final class WorkerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
  private static final String MAIN = "dev.backfill.pipeline.LocalWorker";

  // For trying what Google's workers would be sent.
  private static final String CLASS_PATH = "backfill.worker.classpath";
  private static final int NOT_STARTED = -1;

  private final Process process;
  private final Path log;
  private final Path errors;

  private WorkerProcess(Process process, Path log, Path errors) {
    this.process = process;
    this.log = log;
    this.errors = errors;
  }

  /**
   * Starts it on this program's own class path, or on another that was asked for. It loads what a
   * job needs, and waits for one.
   *
   * @param log where it writes its log; what it prints of errors goes beside it
   * @param heap the most memory, as {@code -Xmx} takes it
   * @param temporary where it unpacks its native libraries
   */
  static WorkerProcess start(Path log, String heap, Path temporary) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var arguments =
        List.of(
            "-Xmx" + heap,
            "-XX:+ExitOnOutOfMemoryError",
            // Newer JDKs warn of natives and of sun.misc.Unsafe; older ones pass over the latter.
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            // Jobs of seconds end before the second compiler and a parallel collector pay off:
            // these two halve the processor time of 1,000 documents, and of 20,000.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            // What a bundle left is given back: 20,000 documents else keep the whole heap.
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-Dbackfill.log=" + log,
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty(CLASS_PATH, System.getProperty("java.class.path")),
            MAIN);
    var errors = log.resolveSibling("worker.err");
    var file = log.resolveSibling("worker.args");
    return new WorkerProcess(
        new ProcessBuilder(java, ArgumentFile.write(file, arguments))
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start(),
        log,
        errors);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Gives it its job, and its files a place beside the job's. */
  void give(Path options, Served served, Path jobsLog) throws IOException {
    if (!log.equals(jobsLog)) {
      move(log, jobsLog);
      move(errors, jobsLog.resolveSibling(errors.getFileName()));
    }
    var line =
        DecodeJobRecord.JSON.writeValueAsString(
            List.of(
                "--optionsFile=" + options,
                "--endpoint=" + served.endpoint(),
                "--readAddress=" + served.reads()));
    // Never closed: the end of what it reads is the end of this process, and of the worker's.
    var to = process.getOutputStream();
    to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    to.flush();
  }

  // Where an open file cannot be moved, the log stays where it is.
  private static void move(Path from, Path to) {
    try {
      if (Files.exists(from) && !Files.exists(to)) {
        Files.move(from, to);
      }
    } catch (IOException e) {
      LOG.info("The worker's {} stays in its place: {}", from, e.toString());
    }
  }

  /** Hands each line to a reader until the process ends; returns its exit code. */
  int follow(Consumer<JsonNode> lines) throws IOException {
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("{")) {
          lines.accept(DecodeJobRecord.JSON.readTree(line));
        } else {
          LOG.info("worker: {}", line);
        }
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
      return NOT_STARTED;
    }
  }

  void kill() {
    process.destroyForcibly();
  }
}
