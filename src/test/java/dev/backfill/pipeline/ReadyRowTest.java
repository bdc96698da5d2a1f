package dev.backfill.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.gcp.bigquery.TableRowJsonCoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadyRowTest {
  static Stream<String> rows() {
    var some =
        "{\"map\":[{\"key\":\"é\\n\",\"value\":\"\\\":\"}],\"additional_properties\":\"{}\"}";
    // Longer than each of the buffers on the way, and then short again, as rows come.
    var lengths = IntStream.of(3_000, 70_000, 1_100_000, 300_000, 70_000, 3_000);
    return Stream.concat(
        Stream.of("{}", "{\"a\":1.10}", some),
        lengths.boxed().flatMap(n -> Stream.of(row(n, "x"), row(n, "é"), row(n, "😀"), some)));
  }

  private static String row(int length, String text) {
    return "{\"a\":\"" + text.repeat(length) + "\",\"b\":[" + "1,".repeat(length) + "2]}";
  }

  /** Beam's writer of load files is this coder and a line feed. */
  @ParameterizedTest
  @MethodSource("rows")
  @SuppressWarnings("deprecation")
  void isPrintedByBeamAsItIs(String json) throws IOException {
    var out = new ByteArrayOutputStream();
    TableRowJsonCoder.of().encode(ReadyRow.of(json), out, Coder.Context.OUTER);
    assertThat(out.toString(UTF_8)).isEqualTo(json);
  }
}
