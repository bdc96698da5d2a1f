package dev.backfill.decode;

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
  private final Map<Key, RecordColumns> known = new ConcurrentHashMap<>();

  /** The columns of a record that is not the row itself. */
  RecordColumns of(List<Field> fields) {
    var key = new Key(fields);
    var found = known.get(key);
    if (found != null) {
      return found;
    }
    // Not computeIfAbsent: records hold records.
    var made = new RecordColumns(fields, this, false);
    var first = known.putIfAbsent(key, made);
    return first == null ? made : first;
  }

  /** A record's columns, with a hash of two levels: of all, each would be hashed once a level. */
  private record Key(List<Field> fields) {
    @Override
    public int hashCode() {
      var hash = 0;
      for (var field : fields) {
        hash = 31 * hash + field.name().hashCode() + field.type().hashCode();
        for (var inner : field.fields()) {
          hash = 31 * hash + inner.name().hashCode() + inner.type().hashCode();
        }
      }
      return hash;
    }
  }
}
