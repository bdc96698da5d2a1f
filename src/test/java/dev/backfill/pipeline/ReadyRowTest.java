package dev.backfill.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.gcp.bigquery.TableRowJsonCoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyRowTest {
  /** Beam's writer of load files is this coder and a line feed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":1.10}",
        "{\"map\":[{\"key\":\"é\\n\",\"value\":\"\\\":\"}],\"additional_properties\":\"{}\"}"
      })
  @SuppressWarnings("deprecation")
  void isPrintedByBeamAsItIs(String json) throws IOException {
    var out = new ByteArrayOutputStream();
    TableRowJsonCoder.of().encode(ReadyRow.of(json.getBytes(UTF_8)), out, Coder.Context.OUTER);
    assertThat(out.toString(UTF_8)).isEqualTo(json);
  }
}
