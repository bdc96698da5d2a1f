package dev.backfill.sandbox.seed;

import dev.backfill.plan.DocumentType;
import java.time.Instant;

/**
 * A document as a payload_bytes_decoded table holds it.
 *
 * @param payload gzipped JSON, or bytes that are broken on purpose
 */
public record Document(
    DocumentType type,
    String documentId,
    String clientId,
    Instant submitted,
    String channel,
    int sampleId,
    byte[] payload) {

  Document with(Instant otherTime, byte[] otherPayload) {
    return new Document(type, documentId, clientId, otherTime, channel, sampleId, otherPayload);
  }
}
