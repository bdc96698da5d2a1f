package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.decode.DecodeResult.Row;
import org.junit.jupiter.api.Test;

class SharedColumnsTest {
  private static final String INFO =
      "{\"name\":\"info\",\"type\":\"RECORD\",\"fields\":["
          + "{\"name\":\"seq\",\"type\":\"INT64\"},"
          + "{\"name\":\"info\",\"type\":\"RECORD\",\"fields\":["
          + "{\"name\":\"seq\",\"type\":\"INT64\"}]}]}";
  private static final Schema ONE = schema("[" + INFO + "]");
  private static final Schema OTHER =
      schema("[{\"name\":\"first\",\"type\":\"STRING\"}," + INFO + "]");

  private final SharedColumns shared = new SharedColumns();
  private final RowPlan one = RowPlan.compile(ONE, false, shared);
  private final RowPlan other = RowPlan.compile(OTHER, true, shared);

  @Test
  void compilesARecordOfTwoSchemasOnce() {
    assertThat(other.columns().find("info").columns).isSameAs(one.columns().find("info").columns);
  }

  @Test
  void decodesWithEachPlanAsIfItStoodAlone() {
    var decoder = new RowDecoder();
    // Spellings that one plan learns are looked for by the other; what is unknown, only one keeps.
    var documents =
        new String[] {
          "{\"info\":{\"Seq\":1,\"new\":2,\"info\":{\"Seq\":3}},\"First\":\"a\"}",
          "{\"info\":{\"seq\":1,\"info\":{\"seq\":2,\"new\":3}},\"first\":\"b\"}",
          "{\"info\":{\"seq\":1,\"info\":{\"seq\":2},\"Seq\":3}}",
        };
    for (var document : documents) {
      assertThat(row(decoder, one, document))
          .isEqualTo(row(decoder, RowPlan.compile(ONE, false), document));
      assertThat(row(decoder, other, document))
          .isEqualTo(row(decoder, RowPlan.compile(OTHER, true), document));
    }
  }

  @Test
  void seesAKeyThatComesTwiceAroundARecordOfTheSameColumns() {
    var row =
        new RowDecoder()
            .decode(one, bytes("{\"info\":{\"seq\":1,\"info\":{\"seq\":2},\"seq\":3}}"));
    assertThat(row).isInstanceOfSatisfying(Row.class, r -> assertThat(r.onePass()).isFalse());
    assertThat(((Row) row).text()).contains("\"seq\":3");
  }

  private static String row(RowDecoder decoder, RowPlan plan, String document) {
    return ((Row) decoder.decode(plan, bytes(document))).text();
  }

  private static Schema schema(String json) {
    return Schema.parse(bytes(json));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
