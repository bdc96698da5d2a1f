package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.Conformance;
import dev.backfill.text.SnakeCase;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle itself, against rows that Mozilla's own sink made. */
class PlainTreeTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @CsvSource({"2020, 202004150152_0d9902a", "2026, 202607020211_19c97f5"})
  void decodesRealPings(String year, String name) throws Exception {
    var archive = SchemaArchive.open(Conformance.file("schemas/" + name + ".tar.gz"));
    var pings = Conformance.read(Conformance.file("pings/pings-" + year + ".ndjson"));
    var rows = Conformance.read(Conformance.file("pings/rows-" + year + ".ndjson"));
    assertThat(rows).hasSameSizeAs(pings).isNotEmpty();
    for (var i = 0; i < pings.size(); i++) {
      var schema = schema(archive, pings.get(i).get("attributeMap"));
      var json = Gunzip.inflate(pings.get(i).get("payload").binaryValue());
      var want = rows.get(i);
      if (want.has("error")) {
        assertThatThrownBy(() -> row(schema, false, json)).isInstanceOf(Undecodable.class);
      } else {
        assertThat(row(schema, false, json))
            .as(want.path("document_id").asText())
            .isEqualTo(Conformance.opened(want.get("row")));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"quirks.ndjson", "quirks-2.ndjson"})
  void transformsQuirks(String file) throws Exception {
    for (var quirk : Conformance.read(Conformance.file(file))) {
      var schema = Schema.of(quirk.get("schema"));
      var strict = quirk.get("strict").asBoolean();
      var json = quirk.get("payload").asText().getBytes(UTF_8);
      if (quirk.path("fits").isNull() && !fits(schema, strict, json)) {
        // It depends on the text of a TIMESTAMP or NUMERIC, and this one would fail the load.
        continue;
      }
      if (quirk.has("throws") || !quirk.get("fits").asBoolean(true)) {
        assertThatThrownBy(() -> row(schema, strict, json))
            .as(quirk.toString())
            .isInstanceOf(Undecodable.class);
      } else {
        var want = (ObjectNode) JSON.readTree(quirk.get("row").asText());
        if (!strict) {
          want.set(
              "additional_properties", JSON.readTree(quirk.get("additional_properties").asText()));
        }
        assertThat(row(schema, strict, json)).as(quirk.toString()).isEqualTo(want);
      }
    }
  }

  private static boolean fits(Schema schema, boolean strict, byte[] json) throws Exception {
    try {
      return row(schema, strict, json) != null;
    } catch (Undecodable e) {
      return false;
    }
  }

  @Test
  void namesColumnsAsTheDecoderDoes() {
    var random = new Random(20200414);
    for (var i = 0; i < 100_000; i++) {
      var name =
          random
              .ints(random.nextInt(12), 0, 13)
              .collect(
                  StringBuilder::new,
                  (out, c) -> out.append("abzABZ09_-.é٣".charAt(c)),
                  StringBuilder::append)
              .toString();
      assertThat(PlainNames.column(name)).as(name).isEqualTo(SnakeCase.column(name));
    }
  }

  private static Schema schema(SchemaArchive archive, JsonNode attributes) {
    return archive
        .schema(
            attributes.get("document_namespace").asText(),
            attributes.get("document_type").asText(),
            attributes.get("document_version").asText())
        .orElseThrow();
  }

  private static JsonNode row(Schema schema, boolean strict, byte[] json) throws Exception {
    return Conformance.opened(JSON.readTree(PlainTree.row(schema, strict, json, new Coercions())));
  }
}
