package dev.backfill.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.decode.DecodeResult.Failure;
import dev.backfill.decode.DecodeResult.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Holds what the decoder makes of a payload against what Jackson's tree makes of it. */
final class Differential {
  // Decimals as they are written, so that 1.0 and 1.00 are different.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private final RowDecoder decoder = new RowDecoder();
  int rows;
  int failures;
  int inOnePass;

  void check(Schema schema, RowPlan plan, byte[] payload, String name) throws IOException {
    var result = decoder.decode(plan, payload);
    var coercions = new Coercions();
    try {
      var json = Gunzip.inflate(payload);
      var expected = TreeDecoder.row(plan, json, json.length, coercions);
      Supplier<String> said = () -> name + ": " + new String(json, StandardCharsets.UTF_8);
      assertThat(result).as(said).isInstanceOf(Row.class);
      row(schema, (Row) result, expected, coercions, said);
    } catch (Undecodable e) {
      failures++;
      assertThat(result).as(name).isEqualTo(new Failure(e.type, e.getMessage(), e.offset));
    }
  }

  private void row(
      Schema schema, Row row, byte[] expected, Coercions coercions, Supplier<String> said)
      throws IOException {
    rows++;
    inOnePass += row.onePass() ? 1 : 0;
    var tree = JSON.readTree(row.json());
    assertThat(tree).as(said).isEqualTo(JSON.readTree(expected));
    assertThat(counts(row.coercions())).as(said).isEqualTo(counts(coercions));
    assertThat(row.text()).as(said).doesNotContain("\n");
    assertThat(RowFit.misfit(schema.fields(), known(schema, tree))).as(said).isEmpty();
  }

  /** The row without the two members that are written whether or not there is a column. */
  private static JsonNode known(Schema schema, JsonNode row) {
    var names = schema.fields().stream().map(Schema.Field::name).toList();
    var known = JsonNodeFactory.instance.objectNode();
    known.setAll((ObjectNode) row);
    for (var name : new String[] {"metadata", "additional_properties"}) {
      if (!names.contains(name)) {
        known.remove(name);
      }
    }
    // Metadata is kept as it came, whatever it holds.
    known.remove("metadata");
    return known;
  }

  private static Map<Coercion, Long> counts(Coercions coercions) {
    var counts = new EnumMap<Coercion, Long>(Coercion.class);
    coercions.each(counts::put);
    return counts;
  }
}
