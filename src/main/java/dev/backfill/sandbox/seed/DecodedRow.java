package dev.backfill.sandbox.seed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.decode.Schema;
import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.bigquery.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Documents as rows of payload_bytes_decoded tables, in the order of their columns. */
final class DecodedRow {
  private static final List<String> COLUMNS = names(TableSchemas.decoded());

  private DecodedRow() {}

  static Object[] of(Document document) {
    return values(
        COLUMNS,
        document.attributes(),
        Map.of(
            "metadata", metadata(document.type()),
            "payload", document.payload(),
            "submission_timestamp", Times.micros(document.submitted())));
  }

  /**
   * Values by column names.
   *
   * @param texts attributes, of which sample_id is a number
   * @param others what is not an attribute
   */
  static Object[] values(
      List<String> columns, Map<String, String> texts, Map<String, Object> others) {
    var row = new ArrayList<Object>();
    for (var column : columns) {
      var text = texts.get(column);
      var isNumber = column.equals("sample_id") && text != null;
      row.add(others.getOrDefault(column, isNumber ? (Object) Long.valueOf(text) : text));
    }
    return row.toArray();
  }

  static List<String> names(Schema schema) {
    return schema.fields().stream().map(Schema.Field::name).toList();
  }

  private static String metadata(DocumentType type) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("document_namespace", type.namespace())
        .put("document_type", type.type())
        .put("document_version", type.version())
        .toString();
  }
}
