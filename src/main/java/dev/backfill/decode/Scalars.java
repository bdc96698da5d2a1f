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
  JsonNode convert(KeyColumn column, JsonNode value) {
    return switch (column.scalar) {
      case TEXT -> text(column, value);
      case INTEGER -> integer(value);
      case FLOAT -> number(value);
      case BOOL -> bool(value);
      case JSON, PASSED, PASSED_TEXT -> value;
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

  private JsonNode text(KeyColumn column, JsonNode value) {
    if (value.isTextual()) {
      return value;
    }
    var count = UseCounter.of(column, value, coercions);
    return TextNode.valueOf(count.orElseGet(value::toString));
  }
}
