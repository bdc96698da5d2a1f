package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.decode.DecodeResult.Failure;
import dev.backfill.decode.DecodeResult.Row;
import java.io.IOException;

/** Single documents and what they become; all JSON is written with single quotes. */
final class RowCases {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RowCases() {}

  static void becomes(String schema, String document, String row) throws IOException {
    var result = decode(schema, document);
    assertThat(result).isInstanceOf(Row.class);
    assertThat(JSON.readTree(((Row) result).json())).isEqualTo(JSON.readTree(quoted(row)));
  }

  static void isRefused(String schema, String document, String why) throws IOException {
    assertThat(decode(schema, document)).isEqualTo(new Failure(Undecodable.TRANSFORM, why, -1));
  }

  static DecodeResult decode(String schema, String document) throws IOException {
    var parsed = Schema.parse(quoted(schema).getBytes(UTF_8));
    var plan = RowPlan.compile(parsed, false);
    var payload = quoted(document).getBytes(UTF_8);
    new Differential().check(parsed, plan, payload, document);
    return new RowDecoder().decode(plan, payload);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  /** The member that says what no column takes. */
  static String rest(String additional) {
    return "'additional_properties':'" + additional.replace("'", "\\'") + "'";
  }
}
