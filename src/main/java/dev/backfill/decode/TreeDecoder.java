package dev.backfill.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes documents exactly, by way of Jackson's tree. This is the slow path for the few documents
 * that {@link OnePass} does not answer for: keys that come twice are defined by what happens to a
 * tree that is changed in place, and a second way to say that would be a second thing to be wrong.
 */
final class TreeDecoder {
  // The live loaders' limits: nesting 1,000, numbers of 1,000 digits, texts of 20,000,000
  // characters, names of any length.
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(1000)
                          .maxNumberLength(1000)
                          .maxStringLength(20_000_000)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .build();

  private TreeDecoder() {}

  /** The row of the JSON in the first bytes of an array. */
  static byte[] row(RowPlan plan, byte[] json, int length, Coercions coercions) throws Undecodable {
    coercions.clear();
    var row = parse(json, length);
    transform(plan, row, coercions);
    try {
      return JSON.writeValueAsString(row).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new Undecodable(Undecodable.TRANSFORM, "The row cannot be written.", -1);
    }
  }

  private static ObjectNode parse(byte[] json, int length) throws Undecodable {
    try {
      var tree = JSON.readTree(json, 0, length);
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw new Undecodable(Undecodable.PARSE, "The payload is not a JSON object.", 0);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new Undecodable(
          Undecodable.PARSE,
          "The payload is not JSON: " + e.getOriginalMessage(),
          at == null ? -1 : at.getByteOffset());
    } catch (IOException e) {
      // Broken UTF-16 and UTF-32 come without a place.
      throw new Undecodable(Undecodable.PARSE, "The payload is not JSON: " + e.getMessage(), -1);
    }
  }

  private static void transform(RowPlan plan, ObjectNode row, Coercions coercions)
      throws Undecodable {
    var metadata = row.remove(RowPlan.METADATA);
    var additional = new TreeTransform(plan, coercions).apply(row);
    if (metadata != null) {
      replace(row, RowPlan.METADATA, metadata, coercions);
    }
    if (plan.keepsRest()) {
      replace(row, RowPlan.ADDITIONAL, TextNode.valueOf(additional.toString()), coercions);
    }
    // At last: what a later key of the same column took away again need not fit.
    LoadFit.require(plan.columns(), row);
    if (metadata != null) {
      LoadFit.unknown(plan.columns().exact(RowPlan.METADATA), metadata, coercions);
    }
  }

  /** What a document says under other spellings of a name that is set in the end is lost. */
  private static void replace(ObjectNode row, String name, JsonNode value, Coercions coercions) {
    coercions.lose(row.hasNonNull(name) ? 1 : 0);
    row.set(name, value);
  }
}
