package dev.backfill.decode;

import dev.backfill.decode.RowPlan.Columns;
import dev.backfill.decode.Schema.Field;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compiled records that several plans, or places of one, have in common: all of Glean's types share
 * those for client and ping. Compiled once, they stay in the processor's caches however many types
 * take turns. Safe for several threads; kept as long as the plans.
 */
public final class SharedColumns {
  private final Map<List<Field>, Columns> known = new ConcurrentHashMap<>();

  /** The columns of a record that is not the row itself. */
  Columns of(List<Field> fields) {
    var found = known.get(fields);
    if (found != null) {
      return found;
    }
    // Not computeIfAbsent: records hold records.
    var made = new Columns(fields, this, false);
    var first = known.putIfAbsent(fields, made);
    return first == null ? made : first;
  }
}
