package dev.backfill.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A text that its column cannot take makes an error row of its document, and no failed load. */
class LoadTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TIMESTAMP | 2020-04-14T01:02:03Z             | true",
        "TIMESTAMP | 2020-04-14T01:02:03.123456Z      | true",
        "TIMESTAMP | 2020-04-14 01:02:03.5+02:00      | true",
        "TIMESTAMP | 2020-4-1 1:2:3 UTC               | true",
        "TIMESTAMP | 2020-04-14                       | true",
        "TIMESTAMP | 2020-02-29T23:59:59Z             | true",
        "TIMESTAMP | 2021-02-29T23:59:59Z             | false",
        "TIMESTAMP | 2020-04-14T24:00:00Z             | false",
        "TIMESTAMP | 2020-13-14T01:02:03Z             | false",
        "TIMESTAMP | 0000-04-14T01:02:03Z             | false",
        "TIMESTAMP | 2020-04-30T01:02:03.1Z           | true",
        "TIMESTAMP | 2020-04-31T01:02:03.1Z           | false",
        "TIMESTAMP | 2020-02-29T01:02:03.1Z           | true",
        "TIMESTAMP | 2020-02-30T01:02:03.1Z           | false",
        "TIMESTAMP | 2020-00-14T01:02:03.1Z           | false",
        "TIMESTAMP | 2020-04-00T01:02:03.1Z           | false",
        "TIMESTAMP | 2020-04-14T01:02:03.1234567Z     | false",
        "TIMESTAMP | 2020-04-14T01:02:03.Z            | false",
        "TIMESTAMP | 2020-04-14T01:02:03.12x456Z      | false",
        "TIMESTAMP | 2020-04-14T01:60:03.123456Z      | false",
        "TIMESTAMP | 2020-04-14T01:02:6x.123456Z      | false",
        "TIMESTAMP | 20x0-04-14T01:02:03.123456Z      | false",
        "TIMESTAMP | 0000-04-14T01:02:03.123456Z      | false",
        "TIMESTAMP | 2020-04-14T01:02:03.123456+00:00 | true",
        "TIMESTAMP | yesterday                        | false",
        "TIMESTAMP | 2020-04-14T01:02:03\\u005a       | true",
        "DATE      | 2020-04-14                       | true",
        "DATE      | 2020-04-31                       | false",
        "DATE      | 2020-04-14T00:00:00Z             | false",
        "TIME      | 12:34:56.5                       | true",
        "TIME      | 25:00:00                         | false",
        "DATETIME  | 2020-04-14T01:02:03              | true",
        "DATETIME  | 2020-04-14T01:02:03Z             | false",
        "NUMERIC   | 12.5                             | true",
        "NUMERIC   | abc                              | false",
        "NUMERIC   | 1e30                             | false",
        "BIGNUMERIC| 1e30                             | true",
        "BYTES     | AQI=                             | true",
        "BYTES     | no base64                        | false",
        "GEOGRAPHY | POINT(1 2)                       | true",
      })
  void takesTextsThatTheLoadTakes(String type, String text, boolean fits) {
    var columns =
        "[{\"name\":\"a\",\"type\":\"" + type + "\"},{\"name\":\"b\",\"type\":\"INT64\"}]";
    var plan = RowPlan.compile(Schema.parse(bytes(columns)), false);
    var document = "{\"a\":\"" + text + "\"}";
    var row = new RowDecoder().decode(plan, bytes(document));
    assertThat(row instanceof DecodeResult.Row).isEqualTo(fits);
    // The exact path judges alike: two keys of one column need it.
    var exact = document.replace("}", ",\"b\":1,\"B\":2}");
    assertThat(new RowDecoder().decode(plan, bytes(exact)) instanceof DecodeResult.Row)
        .isEqualTo(fits);
    if (!fits) {
      assertThat(((DecodeResult.Failure) row).message()).contains("column a: is " + type);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
