package dev.backfill.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.util.Data;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableRow;
import com.google.api.services.bigquery.model.TableSchema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Rows of a query as JSON: INT64 as numbers, TIMESTAMP as ISO-8601 text in UTC. The service gives
 * each row as {@code {"f": [{"v": …}]}}, all scalars as texts, and TIMESTAMP, as it is asked to, in
 * microseconds.
 */
final class QueryRows {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private QueryRows() {}

  /** All rows of an answer; none where it holds none. */
  static List<JsonNode> all(TableSchema schema, List<TableRow> rows) {
    return rows == null
        ? List.of()
        : rows.stream().<JsonNode>map(row -> json(schema.getFields(), row)).toList();
  }

  private static ObjectNode json(List<TableFieldSchema> fields, TableRow row) {
    var node = NODES.objectNode();
    for (var i = 0; i < fields.size(); i++) {
      node.set(fields.get(i).getName(), value(fields.get(i), row.getF().get(i).getV()));
    }
    return node;
  }

  private static JsonNode value(TableFieldSchema field, Object value) {
    if (Data.isNull(value) || value == null) {
      return NODES.nullNode();
    }
    if ("REPEATED".equals(field.getMode())) {
      var array = NODES.arrayNode();
      ((List<?>) value).forEach(element -> array.add(one(field, cell(element))));
      return array;
    }
    return one(field, value);
  }

  private static Object cell(Object holder) {
    return ((Map<?, ?>) holder).get("v");
  }

  private static JsonNode one(TableFieldSchema field, Object value) {
    if (!(value instanceof Map<?, ?> record)) {
      return scalar(field.getType(), value.toString());
    }
    var cells = (List<?>) record.get("f");
    var node = NODES.objectNode();
    for (var i = 0; i < field.getFields().size(); i++) {
      var child = field.getFields().get(i);
      node.set(child.getName(), value(child, cell(cells.get(i))));
    }
    return node;
  }

  private static JsonNode scalar(String type, String text) {
    return switch (type) {
      case "INTEGER", "INT64" -> NODES.numberNode(Long.parseLong(text));
      case "FLOAT", "FLOAT64" -> NODES.numberNode(Double.parseDouble(text));
      case "BOOLEAN", "BOOL" -> NODES.booleanNode(Boolean.parseBoolean(text));
      case "TIMESTAMP" ->
          NODES.textNode(Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS).toString());
      default -> NODES.textNode(text);
    };
  }
}
