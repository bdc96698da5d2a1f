package dev.backfill.decode;

import dev.backfill.decode.Schema.Field;
import dev.backfill.text.SnakeCase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The columns of a record, found by a document's keys. */
final class RecordColumns {
  /** Keys whose column, where there is one, bears a 2 at its end (Mozilla's bug 1737656). */
  private static final Set<String> NUMBERED = Set.of("url", "text", "jwe", "labeled_rate");

  // Keys are the clients' to choose; a bound keeps a flood of names from filling the memory.
  private static final int MOST_KEPT_NAMES = 50_000;

  // Longer tuples are left to the exact path.
  private static final int LONGEST_TUPLE = 32;

  final KeyTable names;

  /** What comes before a document's first key. */
  final KeyColumn start = KeyColumn.NONE.as("", false);

  final int required;
  final int size;
  private final List<KeyColumn> all;
  private final boolean top;
  private final Map<String, KeyColumn> byName = new HashMap<>();
  private final Map<String, KeyColumn> byKey = new ConcurrentHashMap<>();
  private volatile KeyColumn[] tuple;

  RecordColumns(List<Field> fields, SharedColumns shared, boolean top) {
    this.top = top;
    size = fields.size();
    all = IntStream.range(0, size).mapToObj(i -> column(fields, i, shared)).toList();
    required = (int) all.stream().filter(column -> column.required).count();
    all.forEach(column -> byName.put(column.name, column));
    names = new KeyTable(this);
  }

  private KeyColumn column(List<Field> fields, int index, SharedColumns shared) {
    var field = fields.get(index);
    var set = List.of(RowPlan.METADATA, RowPlan.ADDITIONAL).contains(field.name());
    return new KeyColumn(field, index, shared, top && set || isHidden(field.name(), fields));
  }

  private static boolean isHidden(String name, List<Field> siblings) {
    return NUMBERED.contains(name)
        && siblings.stream().anyMatch(field -> field.name().equals(name + "2"));
  }

  List<KeyColumn> all() {
    return all;
  }

  /** Whether a key is kept as it came, whatever the columns are. */
  boolean isMetadata(String key) {
    return top && key.equals(RowPlan.METADATA);
  }

  /** The column of exactly that name, or null. */
  KeyColumn exact(String name) {
    return byName.get(name);
  }

  /** The column of a key, or null: the numbered name, the exact one, then the snake_case one. */
  KeyColumn find(String key) {
    if (NUMBERED.contains(key)) {
      var numbered = byName.get(key + "2");
      if (numbered != null) {
        return numbered;
      }
    }
    var exact = byName.get(key);
    if (exact != null) {
      return exact;
    }
    var known = byKey.get(key);
    return known != null ? known : renamed(key);
  }

  private KeyColumn renamed(String key) {
    var column = byName.get(SnakeCase.column(key));
    if (column != null && byKey.size() < MOST_KEPT_NAMES) {
      byKey.put(key, column);
    }
    return column;
  }

  /** The columns, or null, of a tuple's first elements. */
  KeyColumn[] tuple() {
    var known = tuple;
    if (known == null) {
      known = new KeyColumn[LONGEST_TUPLE];
      for (var i = 0; i < known.length; i++) {
        known[i] = find("f" + i + "_");
      }
      tuple = known;
    }
    return known;
  }
}
