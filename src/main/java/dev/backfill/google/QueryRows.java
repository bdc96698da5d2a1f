package dev.backfill.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Rows of a query as JSON: INT64 as numbers, TIMESTAMP as ISO-8601 text in UTC. */
final class QueryRows {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private QueryRows() {}

  static ObjectNode json(FieldList fields, FieldValueList row) {
    var node = NODES.objectNode();
    for (var i = 0; i < fields.size(); i++) {
      node.set(fields.get(i).getName(), value(fields.get(i), row.get(i)));
    }
    return node;
  }

  private static JsonNode value(Field field, FieldValue value) {
    if (value.isNull()) {
      return NODES.nullNode();
    }
    if (value.getAttribute() == FieldValue.Attribute.REPEATED) {
      var array = NODES.arrayNode();
      value.getRepeatedValue().forEach(element -> array.add(value(field, element)));
      return array;
    }
    if (value.getAttribute() == FieldValue.Attribute.RECORD) {
      return json(field.getSubFields(), value.getRecordValue());
    }
    return scalar(field, value);
  }

  private static JsonNode scalar(Field field, FieldValue value) {
    return switch (field.getType().getStandardType()) {
      case INT64 -> NODES.numberNode(value.getLongValue());
      case FLOAT64 -> NODES.numberNode(value.getDoubleValue());
      case BOOL -> NODES.booleanNode(value.getBooleanValue());
      case TIMESTAMP ->
          NODES.textNode(
              Instant.EPOCH.plus(value.getTimestampValue(), ChronoUnit.MICROS).toString());
      default -> NODES.textNode(value.getStringValue());
    };
  }
}
