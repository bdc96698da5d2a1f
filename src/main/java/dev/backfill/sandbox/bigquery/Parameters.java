package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.sql.Type;
import dev.backfill.sandbox.bigquery.sql.Typed;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads named query parameters as DuckDB literals. */
final class Parameters {
  private Parameters() {}

  /** By lower-case name. */
  static Map<String, Typed> read(JsonNode parameters) {
    var values = new TreeMap<String, Typed>();
    for (var parameter : parameters) {
      var name = parameter.path("name").asText("").toLowerCase(Locale.ROOT);
      if (name.isEmpty()) {
        throw ApiException.unsupported("A positional query parameter");
      }
      try {
        values.put(name, value(parameter.path("parameterType"), parameter.path("parameterValue")));
      } catch (JsonValues.Misfit e) {
        throw ApiException.invalid(
            "Invalid value for query parameter '" + name + "': " + e.getMessage());
      }
    }
    return values;
  }

  private static Typed value(JsonNode type, JsonNode value) {
    var name = type.path("type").asText();
    if (name.equals("ARRAY")) {
      var items = new ArrayList<String>();
      value
          .path("arrayValues")
          .forEach(item -> items.add(value(type.path("arrayType"), item).sql()));
      return Typed.parameter(
          "CAST(["
              + String.join(", ", items)
              + "] AS "
              + field(type.path("arrayType").path("type").asText()).duckType()
              + "[])",
          Type.array(Type.of(field(type.path("arrayType").path("type").asText()))),
          null);
    }
    if (name.equals("STRUCT")) {
      throw ApiException.unsupported("A STRUCT parameter");
    }
    var field = field(name);
    if (!value.hasNonNull("value")) {
      return Typed.parameter("CAST(NULL AS " + field.duckType() + ")", Type.of(field), null);
    }
    var text = value.get("value").asText();
    return Typed.parameter(literal(field, value.get("value")), Type.of(field), text);
  }

  private static String literal(Field field, JsonNode value) {
    var stored = JsonValues.scalar(field, value, "parameter");
    if (stored instanceof byte[]) {
      return "from_base64(" + Sql.text(value.asText()) + ")";
    }
    if (field.duckType().equals("TIMESTAMP")) {
      return "make_timestamp(" + stored + ")";
    }
    return "CAST(" + Sql.text(stored.toString()) + " AS " + field.duckType() + ")";
  }

  private static Field field(String type) {
    var schema = Store.JSON.createObjectNode();
    schema.putArray("fields").addObject().put("name", "parameter").put("type", type);
    return Field.list(schema).get(0);
  }
}
