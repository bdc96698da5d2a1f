package dev.backfill.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.decode.DecodeResult.Failure;
import dev.backfill.decode.DecodeResult.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Holds what the decoder makes of a payload against what a plain tree makes of it; and the
 * decoder's slow path too, also where it was not asked.
 */
final class Differential {
  // Decimals as they are written, so that 1.0 and 1.00 are different.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private interface Decode {
    byte[] row(byte[] json, Coercions coercions) throws Undecodable;
  }

  private final RowDecoder decoder = new RowDecoder();
  int rows;
  int failures;
  int inOnePass;

  void check(Schema schema, RowPlan plan, byte[] payload, String name) throws IOException {
    var expected =
        result(payload, (json, coercions) -> PlainTree.row(schema, plan.strict(), json, coercions));
    var slow =
        result(payload, (json, coercions) -> TreeDecoder.row(plan, json, json.length, coercions));
    var decoded = decoder.decode(plan, payload);
    rows += expected instanceof Row ? 1 : 0;
    failures += expected instanceof Failure ? 1 : 0;
    inOnePass += decoded instanceof Row row && row.onePass() ? 1 : 0;
    Supplier<String> said = () -> name + ": " + text(payload);
    same(expected, decoded, () -> "decoder, " + said.get());
    same(expected, slow, () -> "slow path, " + said.get());
    if (decoded instanceof Row row) {
      assertThat(row.text()).as(said).doesNotContain("\n");
      var tree = JSON.readTree(row.json());
      assertThat(RowFit.misfit(schema.fields(), tree)).as(said).isEmpty();
    }
  }

  private static DecodeResult result(byte[] payload, Decode decode) {
    var coercions = new Coercions();
    try {
      var row = decode.row(Gunzip.inflate(payload), coercions);
      return new Row(row, row.length, coercions, false);
    } catch (Undecodable e) {
      return new Failure(e.type, e.getMessage(), e.offset);
    }
  }

  private static String text(byte[] payload) {
    try {
      return new String(Gunzip.inflate(payload), StandardCharsets.UTF_8);
    } catch (Undecodable e) {
      return e.getMessage();
    }
  }

  private static void same(DecodeResult expected, DecodeResult actual, Supplier<String> said)
      throws IOException {
    if (expected instanceof Row wanted && actual instanceof Row row) {
      assertThat(JSON.readTree(row.json())).as(said).isEqualTo(JSON.readTree(wanted.json()));
      assertThat(counts(row.coercions())).as(said).isEqualTo(counts(wanted.coercions()));
    } else {
      assertThat(actual).as(said).isEqualTo(expected);
    }
  }

  private static Map<Coercion, Long> counts(Coercions coercions) {
    var counts = new EnumMap<Coercion, Long>(Coercion.class);
    coercions.each(counts::put);
    return counts;
  }
}
