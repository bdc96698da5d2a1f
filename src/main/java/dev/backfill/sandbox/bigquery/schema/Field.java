package dev.backfill.sandbox.bigquery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One column or nested field; the type is one of BigQuery's legacy names (INTEGER, RECORD…). */
public record Field(String name, String type, String mode, List<Field> fields) {

  /** Reads {@code {"fields": […]}}. */
  public static List<Field> list(JsonNode schema) {
    var fields = new ArrayList<Field>();
    for (var field : schema.path("fields")) {
      fields.add(of(field));
    }
    return fields;
  }

  /** Reads one column. */
  public static Field of(JsonNode json) {
    return new Field(
        json.path("name").asText(),
        legacyType(json.path("type").asText()),
        json.path("mode").asText("NULLABLE").toUpperCase(Locale.ROOT),
        list(json));
  }

  private static String legacyType(String type) {
    var upper = type.toUpperCase(Locale.ROOT);
    switch (upper) {
      case "INT64":
        return "INTEGER";
      case "FLOAT64":
        return "FLOAT";
      case "BOOL":
        return "BOOLEAN";
      case "STRUCT":
        return "RECORD";
      case "INTEGER":
      case "FLOAT":
      case "BOOLEAN":
      case "RECORD":
      case "STRING":
      case "BYTES":
      case "TIMESTAMP":
      case "DATE":
      case "TIME":
      case "DATETIME":
      case "NUMERIC":
      case "BIGNUMERIC":
      case "JSON":
      case "GEOGRAPHY":
        return upper;
      default:
        throw ApiException.invalid("Invalid field type: " + type);
    }
  }

  public static ObjectNode schema(List<Field> fields) {
    var schema = JsonNodeFactory.instance.objectNode();
    var array = schema.putArray("fields");
    fields.forEach(field -> field.addTo(array));
    return schema;
  }

  private void addTo(ArrayNode array) {
    var json = array.addObject().put("name", name).put("type", type).put("mode", mode);
    if (!fields.isEmpty()) {
      var nested = json.putArray("fields");
      fields.forEach(field -> field.addTo(nested));
    }
  }

  public boolean repeated() {
    return mode.equals("REPEATED");
  }

  public boolean required() {
    return mode.equals("REQUIRED");
  }

  public boolean record() {
    return type.equals("RECORD");
  }

  /** Stored as JSON text instead of a native column. */
  public boolean nested() {
    return repeated() || record();
  }

  public Field element() {
    return new Field(name, type, "NULLABLE", fields);
  }

  public Field renamed(String other) {
    return new Field(other, type, mode, fields);
  }

  public Field nullable() {
    return required() ? element() : this;
  }

  /** The DuckDB type that holds a top-level column. */
  public String storedAs() {
    return nested() ? "VARCHAR" : duckType();
  }

  /** The DuckDB type of one value. */
  public String duckType() {
    switch (type) {
      case "INTEGER":
        return "BIGINT";
      case "FLOAT":
        return "DOUBLE";
      case "BOOLEAN":
        return "BOOLEAN";
      case "BYTES":
        return "BLOB";
      case "TIMESTAMP":
      case "DATETIME":
        return "TIMESTAMP";
      case "DATE":
        return "DATE";
      case "TIME":
        return "TIME";
      case "NUMERIC":
      case "BIGNUMERIC":
        return "DECIMAL(38,9)";
      default:
        return "VARCHAR";
    }
  }
}
