package dev.backfill.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.decode.Schema.Field;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges whether BigQuery could load a row: names, types and modes of all its values. */
final class RowFit {
  private RowFit() {}

  /** The path of the first value that does not fit, or an empty text. */
  static String misfit(List<Field> fields, JsonNode record) {
    if (!record.isObject()) {
      return " is no object";
    }
    var byName = fields.stream().collect(Collectors.toMap(Field::name, Function.identity()));
    for (var entry : record.properties()) {
      var field = byName.remove(entry.getKey());
      var misfit = field == null ? " has no column" : value(field, entry.getValue());
      if (!misfit.isEmpty()) {
        return "." + entry.getKey() + misfit;
      }
    }
    return byName.values().stream()
        .filter(field -> field.mode().equals("REQUIRED"))
        .map(field -> "." + field.name() + " is required")
        .findFirst()
        .orElse("");
  }

  private static String value(Field field, JsonNode value) {
    if (!field.repeated()) {
      return single(field, value);
    }
    if (!value.isArray()) {
      return " is no array";
    }
    for (var element : value) {
      var misfit = single(field, element);
      if (!misfit.isEmpty()) {
        return "[]" + misfit;
      }
    }
    return "";
  }

  private static String single(Field field, JsonNode value) {
    if (field.isRecord()) {
      return misfit(field.fields(), value);
    }
    return scalar(field.type(), value) ? "" : " is no " + field.type() + ": " + value;
  }

  private static boolean scalar(String type, JsonNode value) {
    return switch (type) {
      case "STRING", "BYTES" -> value.isTextual();
      case "INT64" -> value.isIntegralNumber() && value.canConvertToLong();
      case "FLOAT64" -> value.isNumber() || value.asText().matches("-?Infinity");
      case "BOOL" -> value.isBoolean();
      case "TIMESTAMP" -> value.isTextual() || value.isNumber();
      case "JSON" -> true;
      default -> throw new IllegalArgumentException(type);
    };
  }
}
