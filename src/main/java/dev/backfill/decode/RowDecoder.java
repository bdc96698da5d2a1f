package dev.backfill.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.decode.DecodeResult.Failure;
import dev.backfill.decode.DecodeResult.Row;
import dev.backfill.text.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Decodes payloads into rows. Nothing is thrown; one decoder serves one thread at a time. */
public final class RowDecoder {
  private static final String METADATA = "metadata";
  private static final String ADDITIONAL = "additional_properties";

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

  /**
   * Decodes one payload.
   *
   * @param payload the bytes of a ping's JSON, gzipped or not
   */
  public DecodeResult decode(RowPlan plan, byte[] payload) {
    try {
      var row = parse(Gunzip.inflate(payload));
      transform(plan, row);
      return new Row(JSON.writeValueAsString(row).getBytes(StandardCharsets.UTF_8));
    } catch (Undecodable e) {
      return new Failure(e.type, e.getMessage(), e.offset);
    } catch (JsonProcessingException e) {
      return new Failure(Undecodable.TRANSFORM, "The row cannot be written.", -1);
    } catch (RuntimeException e) {
      // One payload must never end a job of a billion: whatever was not foreseen is its own error.
      return new Failure("Decode", ErrorCode.log("A payload could not be decoded.", e), -1);
    }
  }

  private static ObjectNode parse(byte[] json) throws Undecodable {
    try {
      var tree = JSON.readTree(json);
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

  private static void transform(RowPlan plan, ObjectNode row) throws Undecodable {
    var metadata = row.remove(METADATA);
    var additional = new TreeTransform(plan).apply(row);
    if (metadata != null) {
      check(plan, metadata);
      row.set(METADATA, metadata);
    }
    if (!plan.strict()) {
      row.put(ADDITIONAL, additional.toString());
    }
  }

  /** Metadata is kept as it came; but a load would fail on anything but an object or null. */
  private static void check(RowPlan plan, JsonNode metadata) throws Undecodable {
    var column = plan.columns().find(METADATA);
    if (column != null && !metadata.isObject() && !metadata.isNull()) {
      throw Undecodable.transform(METADATA, "is not an object");
    }
  }
}
