package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;

/** Reads named query parameters as DuckDB literals and as plain texts. */
final class Parameters {
  private final Map<String, String> literals;
  private final Map<String, String> texts;

  Parameters(Map<String, String> literals, Map<String, String> texts) {
    this.literals = literals;
    this.texts = texts;
  }

  void read(JsonNode parameters) {
    for (var parameter : parameters) {
      var name = parameter.path("name").asText("").toLowerCase(Locale.ROOT);
      if (name.isEmpty()) {
        throw ApiException.unsupported("A positional query parameter");
      }
      var value = parameter.path("parameterValue");
      literals.put(name, literal(parameter.path("parameterType"), value));
      texts.put(name, value.path("value").asText(""));
    }
  }

  private static String literal(JsonNode type, JsonNode value) {
    var name = type.path("type").asText();
    if (name.equals("ARRAY")) {
      var items = new ArrayList<String>();
      value.path("arrayValues").forEach(item -> items.add(literal(type.path("arrayType"), item)));
      return "[" + String.join(", ", items) + "]";
    }
    if (name.equals("STRUCT")) {
      throw ApiException.unsupported("A STRUCT parameter");
    }
    var field =
        Field.list(
                Store.JSON
                    .createObjectNode()
                    .set("fields", Store.JSON.createArrayNode().add(column(name))))
            .get(0);
    if (!value.hasNonNull("value")) {
      return "CAST(NULL AS " + field.duckType() + ")";
    }
    var stored = JsonValues.scalar(field, value.get("value"), "parameter");
    if (stored instanceof byte[]) {
      return "from_base64(" + Sql.text(value.get("value").asText()) + ")";
    }
    if (field.duckType().equals("TIMESTAMP")) {
      return "make_timestamp(" + stored + ")";
    }
    return "CAST(" + Sql.text(stored.toString()) + " AS " + field.duckType() + ")";
  }

  private static JsonNode column(String type) {
    return Store.JSON.createObjectNode().put("name", "parameter").put("type", type);
  }
}
