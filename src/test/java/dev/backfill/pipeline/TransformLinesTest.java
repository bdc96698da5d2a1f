package dev.backfill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The decode pipeline as the local worker describes it. */
@Tag("job")
class TransformLinesTest {
  @Test
  void namesTheTransformsThatTheCountersName() {
    var options = PipelineOptionsFactory.create().as(BackfillOptions.class);
    options.setInputs(
        List.of("p-backfill-1:d.t|telemetry/main/4|2020-04-14/2020-04-14|document_id|2020-04-14"));
    options.setOutputs(List.of("p-backfill-1:d.o|DAY|submission_timestamp|sample_id"));
    options.setTargetProject("p-backfill-1");
    options.setTempLocation("gs://bucket/temp");
    var lines = TransformLines.of(BackfillPipeline.build(options));
    assertThat(lines).extracting(line -> line.get("id")).doesNotHaveDuplicates().contains("s1");
    var decode = named(lines, "Decode");
    assertThat(decode.get("transformKind")).isEqualTo("PAR_DO_KIND");
    assertThat(decode.get("inputs")).isEqualTo(named(lines, "Flatten").get("outputs"));
    assertThat(named(lines, "Read p-backfill-1:d.t").get("transformKind")).isEqualTo("READ_KIND");
  }

  private static Map<String, Object> named(List<Map<String, Object>> lines, String name) {
    return lines.stream()
        .filter(line -> String.valueOf(line.get("name")).startsWith(name))
        .findFirst()
        .orElseThrow();
  }
}
