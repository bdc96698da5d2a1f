package dev.backfill.sandbox.bigquery;

import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The columns, and members of records, that a reader asks for by dotted names. */
final class SelectedFields {
  private SelectedFields() {}

  /**
   * Keeps what is named, in the table's order.
   *
   * @param names {@code column} or {@code column.member}, in any case; empty for all
   * @throws ApiException when one is not there
   */
  static List<Field> of(List<Field> fields, List<String> names) {
    if (names.isEmpty()) {
      return fields;
    }
    for (var name : names) {
      var head = name.split("\\.", 2)[0];
      if (fields.stream().noneMatch(field -> field.name().equalsIgnoreCase(head))) {
        throw ApiException.invalid(
            "request failed: The following selected fields do not exist in"
                + " the table schema: "
                + name);
      }
    }
    var kept = new ArrayList<Field>();
    for (var field : fields) {
      var own = field.name().toLowerCase(Locale.ROOT);
      var members = new ArrayList<String>();
      var whole = false;
      var named = false;
      for (var name : names) {
        var parts = name.toLowerCase(Locale.ROOT).equals(own) ? null : name.split("\\.", 2);
        whole |= parts == null;
        if (parts != null && parts.length == 2 && parts[0].equalsIgnoreCase(own)) {
          named = true;
          members.add(parts[1]);
        }
      }
      if (whole) {
        kept.add(field);
      } else if (named) {
        kept.add(new Field(field.name(), field.type(), field.mode(), of(field.fields(), members)));
      }
    }
    return kept;
  }
}
