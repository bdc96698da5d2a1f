package dev.backfill.sandbox.bigquery;

import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.util.List;

/** Comparisons of schemas, in BigQuery's words. */
final class Schemas {
  private Schemas() {}

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
