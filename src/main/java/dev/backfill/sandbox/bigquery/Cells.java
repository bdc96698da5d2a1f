package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;

/** Rows as BigQuery's JSON has them: {@code {"f":[{"v":…}]}}, every scalar a string. */
final class Cells {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private final List<Field> fields;
  private final boolean microseconds;

  Cells(List<Field> fields, boolean microseconds) {
    this.fields = fields;
    this.microseconds = microseconds;
  }

  /** Column {@code i} of the schema is column {@code i + 1} of the result. */
  ObjectNode row(ResultSet rows) throws SQLException {
    var row = NODES.objectNode();
    var cells = row.putArray("f");
    for (int i = 0; i < fields.size(); i++) {
      cells.addObject().set("v", cell(fields.get(i), rows, i + 1));
    }
    return row;
  }

  private JsonNode cell(Field field, ResultSet rows, int column) throws SQLException {
    if (field.nested()) {
      var text = rows.getString(column);
      return nested(field, text == null ? NODES.nullNode() : parse(text));
    }
    switch (field.type()) {
      case "TIMESTAMP":
      case "DATETIME":
        var time = rows.getObject(column, LocalDateTime.class);
        return time == null ? NODES.nullNode() : time(field, Times.micros(time));
      case "BYTES":
        var bytes = rows.getBytes(column);
        return bytes == null ? NODES.nullNode() : NODES.binaryNode(bytes);
      case "NUMERIC":
      case "BIGNUMERIC":
        var number = rows.getBigDecimal(column);
        return number == null
            ? NODES.nullNode()
            : NODES.textNode(number.stripTrailingZeros().toPlainString());
      default:
        var text = rows.getString(column);
        return text == null ? NODES.nullNode() : NODES.textNode(text);
    }
  }

  static JsonNode parse(String json) {
    try {
      return Store.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored value is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private JsonNode time(Field field, long micros) {
    if (field.type().equals("DATETIME")) {
      return NODES.textNode(Times.text(micros).replace(' ', 'T'));
    }
    return NODES.textNode(
        microseconds
            ? Long.toString(micros)
            : BigDecimal.valueOf(micros, 6).stripTrailingZeros().toString());
  }

  private JsonNode nested(Field field, JsonNode stored) {
    if (field.repeated()) {
      return array(field, stored);
    }
    if (stored == null || stored.isNull() || stored.isMissingNode()) {
      return NODES.nullNode();
    }
    if (field.record()) {
      var record = NODES.objectNode();
      var cells = record.putArray("f");
      for (var child : field.fields()) {
        cells.addObject().set("v", nested(child, stored.get(child.name())));
      }
      return record;
    }
    switch (field.type()) {
      case "TIMESTAMP":
      case "DATETIME":
        return stored.isNumber()
            ? time(field, stored.longValue())
            : time(field, Times.micros(stored.asText()));
      default:
        return NODES.textNode(stored.asText());
    }
  }

  private ArrayNode array(Field field, JsonNode stored) {
    var array = NODES.arrayNode();
    if (stored != null) {
      for (var element : stored) {
        array.addObject().set("v", nested(field.element(), element));
      }
    }
    return array;
  }
}
