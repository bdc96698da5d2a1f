package dev.backfill.pipeline;

import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.resources.PipelineResources;

/** The class path that Dataflow's workers get: without what only the console itself uses. */
final class WorkerFiles {
  // Window, sandbox and command lines: 110 MB of the 290 MB that each new bucket would be sent.
  // The log backend stays here too: a worker brings its own, and two would be one too many.
  private static final List<String> CONSOLE_ONLY =
      List.of(
          "atlantafx-",
          "beam-runners-direct-",
          "controlsfx-",
          "duckdb_jdbc-",
          "javafx-",
          "jetty-",
          "logback-",
          "picocli-");

  private WorkerFiles() {}

  /** Jars and class folders to stage, of this program's own class path. */
  static List<String> of(PipelineOptions options) {
    return PipelineResources.detectClassPathResourcesToStage(
            WorkerFiles.class.getClassLoader(), options)
        .stream()
        .filter(WorkerFiles::isForWorkers)
        .toList();
  }

  static boolean isForWorkers(String file) {
    var name = Path.of(file).getFileName().toString();
    return CONSOLE_ONLY.stream().noneMatch(name::startsWith);
  }
}
