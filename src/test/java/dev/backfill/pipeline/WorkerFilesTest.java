package dev.backfill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("job")
class WorkerFilesTest {
  @Test
  void sendsThePipelineAndNotTheConsole() {
    var files = WorkerFiles.of(PipelineOptionsFactory.create());
    assertThat(files)
        .anyMatch(file -> file.contains("beam-sdks-java-core-"))
        .anyMatch(file -> file.contains("commons-compress-"))
        .anyMatch(file -> file.endsWith("classes") || file.endsWith("backfill-console.jar"))
        .noneMatch(file -> file.matches(".*/(duckdb_jdbc|javafx-|jetty-|logback-).*"));
  }
}
