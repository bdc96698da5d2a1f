package dev.backfill.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.decode.Schema.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges whether BigQuery could load a row: types and modes of all its values. Names without a
 * column are ignored, as the load ignores them.
 */
final class RowFit {
  private RowFit() {}

  /** Where the row does not fit, and why; empty when it fits. */
  static Optional<String> misfit(List<Field> fields, JsonNode row) {
    return record("column ", fields, row);
  }

  private static Optional<String> record(String path, List<Field> fields, JsonNode record) {
    var columns = new HashMap<String, Field>();
    fields.forEach(field -> columns.put(field.name(), field));
    for (var names = record.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      if (columns.containsKey(name) && record.hasNonNull(name)) {
        var misfit = value(path + name, columns.get(name), record.get(name));
        if (misfit.isPresent()) {
          return misfit;
        }
      }
    }
    return fields.stream()
        .filter(field -> field.mode().equals("REQUIRED") && !record.hasNonNull(field.name()))
        .findFirst()
        .map(field -> path + field.name() + ": is required and absent");
  }

  private static Optional<String> value(String path, Field field, JsonNode value) {
    if (!field.repeated()) {
      return element(path, field, value);
    }
    if (!value.isArray()) {
      return Optional.of(path + ": is REPEATED " + field.type() + is(value));
    }
    for (var element : value) {
      var misfit = element(path + "[]", field, element);
      if (misfit.isPresent()) {
        return misfit;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> element(String path, Field field, JsonNode value) {
    if (field.isRecord() && value.isObject()) {
      return record(path + ".", field.fields(), value);
    }
    var fits = !field.isRecord() && scalar(field.type(), value);
    return fits ? Optional.empty() : Optional.of(path + ": is " + field.type() + is(value));
  }

  private static boolean scalar(String type, JsonNode value) {
    // What is beyond all doubles is printed as a text.
    var text = value.isTextual() || value.asText().matches("-?Infinity");
    return switch (type) {
      case "STRING", "GEOGRAPHY" -> text;
      case "BYTES", "DATE", "TIME", "DATETIME" -> text && form(type, value.asText());
      case "INT64", "INTEGER" -> value.isIntegralNumber() && value.canConvertToLong();
      case "FLOAT64", "FLOAT" -> value.isNumber() || value.asText().matches("-?Infinity|NaN");
      case "BOOL", "BOOLEAN" -> value.isBoolean();
      case "JSON", "STRUCT" -> true;
      case "TIMESTAMP" ->
          value.isNumber()
              ? Math.abs(value.doubleValue()) < 253402300800.0
              : value.isTextual() && form(type, value.asText());
      case "NUMERIC" ->
          value.isNumber()
              ? Math.abs(value.doubleValue()) < 1e29
              : value.isTextual() && form(type, value.asText());
      default -> value.isNumber() || value.isTextual();
    };
  }

  /** The forms of texts that BigQuery's reference gives. */
  private static boolean form(String type, String text) {
    var day = "(?!0000)\\d{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\\d|3[01])";
    var clock = "(0?\\d|1\\d|2[0-3])(:[0-5]?\\d){2}(\\.\\d{1,6})?";
    return switch (type) {
      case "DATE" -> text.matches(day);
      case "TIME" -> text.matches(clock);
      case "DATETIME" -> text.matches(day + "([Tt ]" + clock + ")?");
      case "TIMESTAMP" ->
          text.matches(
              day + "([Tt ]" + clock + ")?(| ?Z| ?z| ?UTC|[+-](0?\\d|1[0-4])(|:[0-5]\\d))");
      case "NUMERIC" -> text.matches("[+-]?(\\d{1,29}(\\.\\d*)?|\\.\\d+)(e[+-]?\\d)?");
      case "BYTES" -> text.length() % 4 == 0 && text.matches("[A-Za-z0-9+/]*={0,2}");
      default -> true;
    };
  }

  private static String is(JsonNode value) {
    var kind =
        switch (value.getNodeType()) {
          case STRING -> "a text";
          case NULL -> "null";
          case ARRAY, OBJECT -> "an " + value.getNodeType().name().toLowerCase(Locale.ROOT);
          default -> "a " + value.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    return ", and the value is " + kind;
  }
}
