package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Turns the values of newline JSON into stored values, with BigQuery's coercions. A stored nested
 * value is JSON in which timestamps are microseconds and bytes are base64.
 */
final class JsonValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+([eE][0-9]+)?");
  private final boolean ignoreUnknown;

  JsonValues(boolean ignoreUnknown) {
    this.ignoreUnknown = ignoreUnknown;
  }

  /** A value that does not fit its column. */
  static final class Misfit extends RuntimeException {
    Misfit(String message) {
      super(message);
    }
  }

  void requireKnown(JsonNode object, List<Field> fields, String prefix) {
    if (ignoreUnknown) {
      return;
    }
    for (var name : (Iterable<String>) object::fieldNames) {
      if (fields.stream().noneMatch(field -> field.name().equalsIgnoreCase(name))) {
        throw new Misfit("No such field: " + prefix + name + ".");
      }
    }
  }

  static JsonNode member(JsonNode object, Field field) {
    var exact = object.get(field.name());
    if (exact != null) {
      return exact;
    }
    for (var entry : object.properties()) {
      if (entry.getKey().equalsIgnoreCase(field.name())) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** The stored form of a nested column, as JSON text; null for SQL NULL. */
  String nested(Field field, JsonNode node, String path) {
    var value = node(field, node, path);
    return value.isNull() ? null : value.toString();
  }

  private JsonNode node(Field field, JsonNode node, String path) {
    if (field.repeated()) {
      return array(field, node, path);
    }
    if (node == null || node.isNull()) {
      if (field.required()) {
        throw new Misfit("Missing required field: " + path + ".");
      }
      return NODES.nullNode();
    }
    if (field.record()) {
      return record(field, node, path);
    }
    return scalarNode(field, scalar(field, node, path));
  }

  private JsonNode array(Field field, JsonNode node, String path) {
    var array = NODES.arrayNode();
    if (node == null || node.isNull()) {
      return array;
    }
    if (!node.isArray()) {
      throw new Misfit("Nonarray specified for repeated field: " + path + ".");
    }
    for (var element : node) {
      if (element.isNull()) {
        throw new Misfit(
            "Only optional fields can be set to NULL. Field: " + path + "; Value: NULL");
      }
      array.add(node(field.element(), element, path));
    }
    return array;
  }

  private ObjectNode record(Field field, JsonNode node, String path) {
    if (!node.isObject()) {
      throw new Misfit(
          (node.isArray() ? "Array" : "Value")
              + " specified for non-"
              + (node.isArray() ? "repeated" : "record")
              + " field: "
              + path
              + ".");
    }
    requireKnown(node, field.fields(), path + ".");
    var object = NODES.objectNode();
    for (var child : field.fields()) {
      var value = node(child, member(node, child), path + "." + child.name());
      if (!value.isNull()) {
        object.set(child.name(), value);
      }
    }
    return object;
  }

  private static JsonNode scalarNode(Field field, Object value) {
    if (value instanceof Long) {
      return NODES.numberNode((Long) value);
    }
    if (value instanceof Double) {
      double number = (Double) value;
      return Double.isFinite(number)
          ? NODES.numberNode(number)
          : NODES.textNode(Double.toString(number));
    }
    if (value instanceof Boolean) {
      return NODES.booleanNode((Boolean) value);
    }
    if (value instanceof byte[]) {
      return NODES.textNode(Base64.getEncoder().encodeToString((byte[]) value));
    }
    return NODES.textNode(value.toString());
  }

  /**
   * Long for INTEGER and (microseconds) TIMESTAMP and DATETIME, Double, Boolean, byte[], LocalDate,
   * LocalTime, BigDecimal or String.
   */
  static Object scalar(Field field, JsonNode node, String path) {
    if (node.isArray()) {
      throw new Misfit("Array specified for non-repeated field: " + path + ".");
    }
    if (field.type().equals("JSON")) {
      return node.toString();
    }
    if (node.isObject()) {
      throw new Misfit("JSON object specified for non-record field: " + path);
    }
    try {
      return convert(field, node);
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw misfit(field, node, path);
    } catch (IllegalArgumentException e) {
      throw misfit(field, node, path);
    }
  }

  private static Misfit misfit(Field field, JsonNode node, String path) {
    return new Misfit(
        "Could not convert value to "
            + field.type().toLowerCase(Locale.ROOT)
            + ". Field: "
            + path
            + "; Value: "
            + node.asText());
  }

  private static Object convert(Field field, JsonNode node) {
    var text = node.asText();
    switch (field.type()) {
      case "INTEGER":
        refuseBoolean(node);
        return node.isIntegralNumber() && node.canConvertToLong()
            ? (Object) node.longValue()
            : (Object) new BigDecimal(text.trim()).longValueExact();
      case "FLOAT":
        refuseBoolean(node);
        return node.isNumber() ? node.doubleValue() : parseDouble(text);
      case "BOOLEAN":
        return bool(node);
      case "BYTES":
        return Base64.getMimeDecoder().decode(text.replace('-', '+').replace('_', '/'));
      case "TIMESTAMP":
        refuseBoolean(node);
        return node.isNumber() || NUMBER.matcher(text).matches()
            ? (Object)
                new BigDecimal(text)
                    .movePointRight(6)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact()
            : (Object) Times.micros(text);
      case "DATETIME":
        return Times.micros(text);
      case "DATE":
        return LocalDate.parse(text);
      case "TIME":
        return LocalTime.parse(text);
      case "NUMERIC":
      case "BIGNUMERIC":
        refuseBoolean(node);
        return new BigDecimal(text).setScale(9, RoundingMode.HALF_UP);
      default:
        return text;
    }
  }

  private static void refuseBoolean(JsonNode node) {
    if (node.isBoolean()) {
      throw new NumberFormatException("boolean");
    }
  }

  private static Object parseDouble(String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "nan":
        return Double.NaN;
      case "inf":
      case "+inf":
      case "infinity":
        return Double.POSITIVE_INFINITY;
      case "-inf":
      case "-infinity":
        return Double.NEGATIVE_INFINITY;
      default:
        return Double.parseDouble(text);
    }
  }

  private static Object bool(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    switch (node.asText().toLowerCase(Locale.ROOT)) {
      case "true":
      case "t":
      case "1":
        return true;
      case "false":
      case "f":
      case "0":
        return false;
      default:
        throw new NumberFormatException("boolean");
    }
  }
}
