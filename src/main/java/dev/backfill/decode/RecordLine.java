package dev.backfill.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * One record of a file of records: {@code {"attributeMap":{…},"payload":"<base64>"}}.
 *
 * @param attributes an object of texts
 * @param payload gzip or not; a payload that the line gives as JSON is that JSON's bytes
 */
public record RecordLine(JsonNode attributes, byte[] payload) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Reads a line; empty when it is no record. */
  public static Optional<RecordLine> parse(String line) throws IOException {
    try {
      var node = JSON.readTree(line);
      var payload = node.path("payload");
      if (!node.path("attributeMap").isObject() || payload.isMissingNode()) {
        return Optional.empty();
      }
      var bytes = payload.isTextual() ? payload.binaryValue() : JSON.writeValueAsBytes(payload);
      return Optional.of(new RecordLine(node.get("attributeMap"), bytes));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** An attribute's text; empty where there is none. */
  public String attribute(String name) {
    return attributes.path(name).asText("");
  }
}
