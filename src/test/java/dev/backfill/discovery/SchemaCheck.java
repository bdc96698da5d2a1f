package dev.backfill.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Holds JSON against a schema of an API's description, and says what does not fit. */
final class SchemaCheck {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,19}");
  private static final Pattern UNSIGNED = Pattern.compile("\\d{1,20}");
  private static final Pattern DURATION = Pattern.compile("-?\\d+(\\.\\d{1,9})?s");

  private final JsonNode schemas;
  private final List<String> problems = new ArrayList<>();

  private SchemaCheck(JsonNode schemas) {
    this.schemas = schemas;
  }

  /** What does not fit, each with its place; empty when all does. */
  static List<String> problems(JsonNode api, String schema, JsonNode value) {
    var check = new SchemaCheck(api.path("schemas"));
    check.value(schema, check.schemas.path(schema), value);
    return check.problems;
  }

  private void problem(String at, String what) {
    problems.add(at + " " + what);
  }

  private void value(String at, JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      var name = schema.path("$ref").asText();
      value(at, schemas.path(name), value);
      return;
    }
    switch (schema.path("type").asText("any")) {
      case "object" -> object(at, schema, value);
      case "array" -> array(at, schema, value);
      case "string" -> string(at, schema, value);
      case "boolean" -> require(at, value, value.isBoolean(), "is no boolean");
      case "integer" -> require(at, value, value.isIntegralNumber(), "is no whole number");
      case "number" -> require(at, value, isDouble(value), "is no number");
      default -> {}
    }
  }

  private void require(String at, JsonNode value, boolean fits, String otherwise) {
    if (!fits) {
      problem(at, otherwise + ": " + value);
    }
  }

  private static boolean isDouble(JsonNode value) {
    return value.isNumber() || List.of("NaN", "Infinity", "-Infinity").contains(value.asText());
  }

  private void object(String at, JsonNode schema, JsonNode value) {
    if (!value.isObject()) {
      problem(at, "is no object: " + value);
      return;
    }
    for (var member : value.properties()) {
      var place = at + "." + member.getKey();
      var known = schema.path("properties").path(member.getKey());
      if (!known.isMissingNode()) {
        value(place, known, member.getValue());
        kind(place, known, member.getValue());
      } else if (schema.has("additionalProperties")) {
        value(place, schema.path("additionalProperties"), member.getValue());
      } else {
        problem(place, "is not in the API: " + member.getValue());
      }
    }
  }

  /** A kind that a description gives is the only one. */
  private void kind(String at, JsonNode schema, JsonNode value) {
    if (at.endsWith(".kind") && schema.has("default") && !schema.get("default").equals(value)) {
      problem(at, "is not " + schema.get("default") + ": " + value);
    }
  }

  private void array(String at, JsonNode schema, JsonNode value) {
    if (!value.isArray()) {
      problem(at, "is no array: " + value);
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      value(at + "[" + i + "]", schema.path("items"), value.get(i));
    }
  }

  private void string(String at, JsonNode schema, JsonNode value) {
    if (!value.isTextual() && !value.isBinary()) {
      problem(at, "is no string: " + value);
      return;
    }
    var text = value.asText();
    var format = schema.path("format").asText();
    require(at, value, hasForm(format, text), "has not the form " + format);
    if (schema.has("enum")) {
      var named =
          StreamSupport.stream(schema.get("enum").spliterator(), false).anyMatch(value::equals);
      require(at, value, named, "is none of " + schema.get("enum"));
    }
    if (schema.has("pattern")) {
      var pattern = schema.path("pattern").asText();
      require(at, value, text.matches(pattern), "is not of the form " + pattern);
    }
  }

  private static boolean hasForm(String format, String text) {
    try {
      return switch (format) {
        case "int64" ->
            WHOLE.matcher(text).matches() && Long.toString(Long.parseLong(text)).equals(text);
        case "uint64" -> UNSIGNED.matcher(text).matches();
        case "date-time", "google-datetime" -> OffsetDateTime.parse(text) != null;
        case "date" -> LocalDate.parse(text) != null;
        case "google-duration" -> DURATION.matcher(text).matches();
        case "byte" -> Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')) != null;
        default -> true;
      };
    } catch (DateTimeException | IllegalArgumentException malformed) {
      return false;
    }
  }
}
