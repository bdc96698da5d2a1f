package dev.backfill.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** What a scalar column makes of a value. */
final class Scalars {
  private final Coercions coercions;

  Scalars(Coercions coercions) {
    this.coercions = coercions;
  }

  /** The column's value, or null when the value does not coerce. */
  JsonNode convert(Column column, JsonNode value) throws Undecodable {
    return switch (column.scalar) {
      case TEXT -> text(column, value);
      case INTEGER -> integer(value);
      case FLOAT -> number(value);
      case BOOL -> bool(value);
      case JSON -> value.isContainerNode() && value.isEmpty() ? null : value;
      case PASSED, PASSED_TEXT -> passed(column, value);
    };
  }

  /** Whether a value that did not convert is dropped without a trace. */
  static boolean vanishes(Column column) {
    return switch (column.scalar) {
      case TEXT, INTEGER, FLOAT, BOOL -> false;
      case JSON, PASSED, PASSED_TEXT -> true;
    };
  }

  private JsonNode integer(JsonNode value) {
    if (value.isBoolean()) {
      coercions.add(Coercion.COERCED_TO_INT);
      return IntNode.valueOf(value.booleanValue() ? 1 : 0);
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value;
    }
    coercions.add(Coercion.NOT_COERCED_TO_INT);
    return null;
  }

  private JsonNode number(JsonNode value) {
    if (value.isBoolean()) {
      coercions.add(Coercion.COERCED_TO_FLOAT);
      return IntNode.valueOf(value.booleanValue() ? 1 : 0);
    }
    if (value.isNumber()) {
      return value;
    }
    coercions.add(Coercion.NOT_COERCED_TO_FLOAT);
    return null;
  }

  private JsonNode bool(JsonNode value) {
    if (value.isBoolean()) {
      return value;
    }
    coercions.add(Coercion.NOT_COERCED_TO_BOOL);
    return null;
  }

  private JsonNode text(Column column, JsonNode value) {
    if (value.isTextual()) {
      return value;
    }
    var count = UseCounter.of(column, value, coercions);
    return TextNode.valueOf(count.orElseGet(value::toString));
  }

  /**
   * A value that is passed on. An empty container is absent; one that holds something, where only a
   * scalar can stand, would fail the whole load, and so does a null within an array.
   */
  private static JsonNode passed(Column column, JsonNode value) throws Undecodable {
    if (value.isContainerNode()) {
      if (value.isEmpty()) {
        return null;
      }
      throw Undecodable.transform(column.name, "is " + column.type + ", and the value a container");
    }
    if (value.isNull()) {
      throw Undecodable.transform(column.name, "holds a null element");
    }
    if (value.isBoolean() || value.isNumber() && column.scalar == Column.Type.PASSED_TEXT) {
      throw Undecodable.transform(column.name, "is " + column.type + ", and the value " + value);
    }
    return value;
  }
}
