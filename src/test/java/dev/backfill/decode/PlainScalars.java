package dev.backfill.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backfill.decode.Schema.Field;

/** What columns that are no records make of a value. */
final class PlainScalars {
  private final Coercions coercions;

  PlainScalars(Coercions coercions) {
    this.coercions = coercions;
  }

  /** The column's value, or null when the value does not coerce. */
  JsonNode value(Field field, JsonNode value) throws Undecodable {
    if (!field.repeated()) {
      return single(field, value);
    }
    if (!value.isArray()) {
      return null;
    }
    var elements = JsonNodeFactory.instance.arrayNode();
    for (var element : value) {
      var result = single(field, element);
      if (result == null) {
        throw Undecodable.transform(field.name(), "holds an element that is no " + field.type());
      }
      elements.add(result);
    }
    return elements;
  }

  private JsonNode single(Field field, JsonNode value) {
    return switch (field.type()) {
      case "STRING" -> text(field, value);
      case "INT64", "INTEGER" -> integer(value);
      case "FLOAT64", "FLOAT" -> number(value);
      case "BOOL", "BOOLEAN" -> bool(value);
      default -> value;
    };
  }

  private JsonNode integer(JsonNode value) {
    if (value.isInt() || value.isLong()) {
      return value;
    }
    if (value.isBoolean()) {
      coercions.add(Coercion.COERCED_TO_INT);
      return IntNode.valueOf(value.asBoolean() ? 1 : 0);
    }
    coercions.add(Coercion.NOT_COERCED_TO_INT);
    return null;
  }

  private JsonNode number(JsonNode value) {
    if (value.isNumber()) {
      return value;
    }
    if (value.isBoolean()) {
      coercions.add(Coercion.COERCED_TO_FLOAT);
      return IntNode.valueOf(value.asBoolean() ? 1 : 0);
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

  private JsonNode text(Field field, JsonNode value) {
    if (value.isTextual()) {
      return value;
    }
    if (value.isObject() && value.has("histogram_type")) {
      return histogram(field, value);
    }
    return TextNode.valueOf(value.toString());
  }

  private TextNode histogram(Field field, JsonNode value) {
    var histogramType = value.get("histogram_type");
    var type = histogramType.isBoolean() ? -1 : histogramType.asInt(-1);
    var sum = value.path("sum").asLong(-1);
    if (type < 0 || type > 5) {
      coercions.add(Coercion.INVALID_HISTOGRAM_TYPE);
    } else if (sum < 0) {
      coercions.add(Coercion.INVALID_HISTOGRAM_SUM);
    } else if (type == 2 && field.name().startsWith("use_counter2")) {
      if (sum == value.path("values").path("1").asLong(0)) {
        return TextNode.valueOf(Long.toString(sum));
      }
      coercions.add(Coercion.INVALID_HISTOGRAM_USE_COUNTER);
    }
    return TextNode.valueOf(value.toString());
  }
}
