package dev.backfill.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backfill.plan.DocumentType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Error rows of one document type. What its table has no column for goes into the message, so that
 * nothing of a document is lost on the way there.
 */
final class ErrorRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The columns of error tables where an archive, being another's, has no structure of them. */
  static final Set<String> USUAL =
      Set.of(
          "client_id",
          "document_namespace",
          "document_type",
          "document_version",
          "error_message",
          "error_type",
          "exception_class",
          "payload",
          "submission_timestamp");

  private final DocumentType type;
  private final Set<String> columns;

  ErrorRows(DocumentType type, Set<String> columns) {
    this.type = type;
    this.columns = Set.copyOf(columns);
  }

  /** The row, as a line of JSON with its line feed. */
  byte[] line(StagedRecord in, String error, String why) {
    var row = new LinkedHashMap<String, Object>(in.attributes());
    var id = row.remove("document_id");
    // Counted and emptied by these, whatever the row itself says.
    row.put("document_namespace", type.namespace());
    row.put("document_type", type.type());
    row.put("document_version", type.version());
    row.put("error_type", error);
    row.put("exception_class", "dev.backfill.decode." + error);
    row.put("payload", in.payload());
    row.put(
        "error_message",
        "document_id " + (id == null ? "unknown" : id) + without(row) + ": " + why);
    try {
      return (JSON.writeValueAsString(row) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts and bytes must print.", e);
    }
  }

  /** Takes what has no column out of the row, and gives it as a text. */
  private String without(Map<String, Object> row) {
    var text = new StringBuilder();
    for (var all = row.entrySet().iterator(); all.hasNext(); ) {
      var one = all.next();
      if (!columns.contains(one.getKey())) {
        text.append(", ").append(one.getKey()).append(' ').append(one.getValue());
        all.remove();
      }
    }
    return text.toString();
  }
}
