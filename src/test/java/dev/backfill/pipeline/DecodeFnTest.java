package dev.backfill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;

class DecodeFnTest {
  private static final String ERRORS = "project-one:payload_bytes_error.telemetry";

  @Test
  void aRecordWithoutItsTableBecomesAnErrorRowThatNamesTheDocument() {
    var pipeline = Pipeline.create();
    var record =
        new StagedRecord(
            new byte[] {1, 2},
            Map.of(
                "document_id", "id-7",
                "document_namespace", "telemetry",
                "document_type", "main",
                "document_version", "4"));
    var out =
        pipeline
            .apply(Create.of(record).withCoder(new StagedRecord.RecordCoder()))
            .apply(ParDo.of(new DecodeFn("project-one", "none", List.of(), Set.of(ERRORS))));
    PAssert.that(out)
        .satisfies(
            rows -> {
              var row = rows.iterator().next();
              assertThat(row.getKey()).isEqualTo(ERRORS);
              assertThat(new String(row.getValue(), StandardCharsets.UTF_8))
                  .contains("id-7", "project-one:telemetry_stable.main_v4", "\"payload\":\"AQI=\"");
              return null;
            });
    pipeline.run().waitUntilFinish();
  }
}
