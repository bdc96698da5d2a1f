package dev.backfill.decode;

import dev.backfill.decode.Schema.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A schema compiled for decoding: what each record's keys lead to. Safe for several threads. */
public final class RowPlan {
  /** Keys whose column, where there is one, bears a 2 at its end (Mozilla's bug 1737656). */
  private static final Set<String> NUMBERED = Set.of("url", "text", "jwe", "labeled_rate");

  // Keys are the clients' to choose; a bound keeps a flood of names from filling the memory.
  private static final int MOST_KEPT_NAMES = 50_000;

  private final Columns columns;
  private final boolean strict;

  private RowPlan(Columns columns, boolean strict) {
    this.columns = columns;
    this.strict = strict;
  }

  /**
   * Compiles a schema.
   *
   * @param strict whether what the schema does not know is dropped, in place of being kept in
   *     additional_properties
   */
  public static RowPlan compile(Schema schema, boolean strict) {
    return new RowPlan(new Columns(schema.fields()), strict);
  }

  boolean strict() {
    return strict;
  }

  Columns columns() {
    return columns;
  }

  /** What a column asks of its value. */
  enum Kind {
    MAP,
    NESTED_LIST,
    RECORDS,
    RECORD,
    SCALARS,
    SCALAR
  }

  /** The columns of a record, found by a document's keys. */
  static final class Columns {
    private final List<Column> all;
    private final List<Column> required;
    private final Map<String, Column> byName = new HashMap<>();
    private final Map<String, Column> byKey = new ConcurrentHashMap<>();

    Columns(List<Field> fields) {
      all = fields.stream().map(Column::new).toList();
      required = all.stream().filter(column -> column.required).toList();
      all.forEach(column -> byName.put(column.name, column));
    }

    List<Column> all() {
      return all;
    }

    List<Column> required() {
      return required;
    }

    /** The column of a key, or null: the numbered name, the exact one, then the snake_case one. */
    Column find(String key) {
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

    private Column renamed(String key) {
      var column = byName.get(SnakeCase.column(key));
      if (column != null && byKey.size() < MOST_KEPT_NAMES) {
        byKey.put(key, column);
      }
      return column;
    }
  }

  /** One column, with those of its record. */
  static final class Column {
    final String name;
    final String type;
    final boolean required;
    final Kind kind;
    final Columns columns;

    Column(Field field) {
      name = field.name();
      type = field.type();
      required = field.mode().equals("REQUIRED");
      kind = kind(field);
      columns = new Columns(field.fields());
    }

    /** The value column of a map, or null when its entries have keys only. */
    Column value() {
      return columns.all().size() == 2 ? columns.all().get(1) : null;
    }

    /** The one column of a nested list. */
    Column list() {
      return columns.all().get(0);
    }

    private static Kind kind(Field field) {
      if (!field.isRecord()) {
        return field.repeated() ? Kind.SCALARS : Kind.SCALAR;
      }
      if (!field.repeated()) {
        return Kind.RECORD;
      }
      var names = field.fields().stream().map(Field::name).toList();
      if (names.equals(List.of("key", "value")) || names.equals(List.of("key"))) {
        return Kind.MAP;
      }
      var nested = names.equals(List.of("list")) && field.fields().get(0).repeated();
      return nested ? Kind.NESTED_LIST : Kind.RECORDS;
    }
  }
}
