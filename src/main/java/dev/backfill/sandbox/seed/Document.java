package dev.backfill.sandbox.seed;

import dev.backfill.plan.DocumentType;
import java.time.Instant;
import java.util.Map;

/**
 * A document as a payload_bytes_decoded table holds it.
 *
 * @param attributes the table's plain columns by name: document_id, client_id, normalized_…,
 *     sample_id
 * @param payload gzipped JSON, or bytes that are broken on purpose
 */
public record Document(
    DocumentType type, Instant submitted, Map<String, String> attributes, byte[] payload) {

  public Document {
    attributes = Map.copyOf(attributes);
  }

  String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  Document with(Instant otherTime, byte[] otherPayload) {
    return new Document(type, otherTime, attributes, otherPayload);
  }
}
