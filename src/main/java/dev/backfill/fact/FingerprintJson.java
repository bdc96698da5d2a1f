package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.confirm.Fingerprint;
import java.time.Instant;
import java.util.Optional;

/** Fingerprints as JSON, for journals, packets and reports. */
public final class FingerprintJson {
  private FingerprintJson() {}

  public static ObjectNode write(Fingerprint print) {
    var node =
        JsonNodeFactory.instance
            .objectNode()
            .put("partition", print.partition())
            .put("etag", print.etag())
            .put("structure", print.structure())
            .put("partitioning", print.partitioning())
            .put("clustering", print.clustering())
            .put("location", print.location())
            .put("encryption", print.encryption())
            .put("rows", print.rows())
            .put("bytes", print.bytes());
    print.modified().ifPresent(time -> node.put("modified", time.toString()));
    return node;
  }

  public static Fingerprint read(JsonNode node) {
    return new Fingerprint(
        node.path("partition").asText(),
        node.path("etag").asText(),
        node.path("structure").asText(),
        node.path("partitioning").asText(),
        node.path("clustering").asText(),
        node.path("location").asText(),
        node.path("encryption").asText(),
        node.path("rows").asLong(),
        node.path("bytes").asLong(),
        node.has("modified")
            ? Optional.of(Instant.parse(node.get("modified").asText()))
            : Optional.empty());
  }
}
