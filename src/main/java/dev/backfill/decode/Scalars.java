package dev.backfill.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backfill.decode.RowPlan.Column;

/** What a scalar column makes of a value. */
final class Scalars {
  private Scalars() {}

  /** The column's value, or null when the value does not coerce. */
  static JsonNode convert(Column column, JsonNode value) throws Undecodable {
    return switch (column.type) {
      case "STRING" -> text(column, value);
      case "INT64", "INTEGER" -> integer(value);
      case "FLOAT64", "FLOAT" -> number(value);
      case "BOOL", "BOOLEAN" -> value.isBoolean() ? value : null;
      default -> other(column, value);
    };
  }

  /** Whether a value that did not convert is dropped without a trace. */
  static boolean vanishes(Column column, JsonNode value) {
    return switch (column.type) {
      case "STRING", "INT64", "INTEGER", "FLOAT64", "FLOAT", "BOOL", "BOOLEAN" -> false;
      default -> true;
    };
  }

  private static JsonNode integer(JsonNode value) {
    if (value.isBoolean()) {
      return IntNode.valueOf(value.booleanValue() ? 1 : 0);
    }
    return value.isIntegralNumber() && value.canConvertToLong() ? value : null;
  }

  private static JsonNode number(JsonNode value) {
    if (value.isBoolean()) {
      return IntNode.valueOf(value.booleanValue() ? 1 : 0);
    }
    return value.isNumber() ? value : null;
  }

  private static JsonNode text(Column column, JsonNode value) {
    if (value.isTextual()) {
      return value;
    }
    var count = UseCounter.of(column.name, value);
    return TextNode.valueOf(count.orElseGet(value::toString));
  }

  /**
   * A value that is passed on. An empty container is absent; one that holds something, where only a
   * scalar can stand, would fail the whole load, and so does a null within an array.
   */
  private static JsonNode other(Column column, JsonNode value) throws Undecodable {
    if (column.type.equals("JSON") || column.type.equals("STRUCT")) {
      return value.isContainerNode() && value.isEmpty() ? null : value;
    }
    if (value.isContainerNode()) {
      if (value.isEmpty()) {
        return null;
      }
      throw Undecodable.transform(column.name, "is " + column.type + ", and the value a container");
    }
    if (value.isNull()) {
      throw Undecodable.transform(column.name, "holds a null element");
    }
    if (value.isBoolean() || value.isNumber() && textOnly(column.type)) {
      throw Undecodable.transform(column.name, "is " + column.type + ", and the value " + value);
    }
    return value;
  }

  private static boolean textOnly(String type) {
    return switch (type) {
      case "DATE", "TIME", "DATETIME", "BYTES", "GEOGRAPHY" -> true;
      default -> false;
    };
  }
}
