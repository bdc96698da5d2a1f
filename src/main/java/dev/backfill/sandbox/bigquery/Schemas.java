package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.util.List;
import java.util.Set;

/** Comparisons of schemas, in BigQuery's words. */
final class Schemas {
  private static final Set<String> FORM = Set.of("name", "type", "mode", "fields");

  /** What may be said of a column beside its form. */
  private static final Set<String> COLUMN =
      Set.of(
          "description",
          "policyTags",
          "defaultValueExpression",
          "maxLength",
          "precision",
          "scale",
          "timestampPrecision",
          "collation",
          "roundingMode");

  private Schemas() {}

  /**
   * A schema as the API answers it whatever was sent: legacy type names, and a mode for each
   * column. What else is said of a column stays.
   */
  static ObjectNode normal(JsonNode schema) {
    var normal = Store.JSON.createObjectNode();
    var fields = normal.putArray("fields");
    for (var field : schema.path("fields")) {
      fields.add(normalField(field));
    }
    return normal;
  }

  private static ObjectNode normalField(JsonNode field) {
    var normal = Store.JSON.createObjectNode();
    var plain = Field.of(field);
    normal.put("name", plain.name()).put("type", plain.type()).put("mode", plain.mode());
    for (var said : field.properties()) {
      if (COLUMN.contains(said.getKey()) && !said.getValue().isNull()) {
        normal.set(said.getKey(), said.getValue());
      } else if (!FORM.contains(said.getKey()) && !said.getValue().isNull()) {
        throw ApiException.unsupported("The field " + said.getKey() + " of a column");
      }
    }
    if (plain.record()) {
      normal.set("fields", normal(field).get("fields"));
    }
    return normal;
  }

  /** Every field must exist in the table with the same type; the order does not matter. */
  static void requireSame(List<Field> fields, Table table) {
    requireWithin(fields, table.fields(), table.ref(), "");
    requireWithin(table.fields(), fields, table.ref(), "");
  }

  static void requireWithin(List<Field> fields, List<Field> known, TableRef ref, String prefix) {
    for (var field : fields) {
      var other = known.stream().filter(k -> k.name().equalsIgnoreCase(field.name())).findFirst();
      var name = prefix + field.name();
      if (other.isEmpty()) {
        throw mismatch(ref, "Cannot add fields (field: " + name + ")");
      }
      if (!other.get().type().equals(field.type())) {
        throw mismatch(
            ref,
            "Field "
                + name
                + " has changed type from "
                + other.get().type()
                + " to "
                + field.type());
      }
      if (other.get().repeated() != field.repeated()) {
        throw mismatch(
            ref,
            "Field "
                + name
                + " has changed mode from "
                + other.get().mode()
                + " to "
                + field.mode());
      }
      requireWithin(field.fields(), other.get().fields(), ref, name + ".");
    }
  }

  private static ApiException mismatch(TableRef ref, String what) {
    return ApiException.invalid("Provided Schema does not match Table " + ref + ". " + what);
  }
}
