package dev.backfill.decode;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.backfill.decode.Schema.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** A schema compiled for decoding: what each record's keys lead to. Safe for several threads. */
public final class RowPlan {
  /** Keys whose column, where there is one, bears a 2 at its end (Mozilla's bug 1737656). */
  private static final Set<String> NUMBERED = Set.of("url", "text", "jwe", "labeled_rate");

  // Keys are the clients' to choose; a bound keeps a flood of names from filling the memory.
  private static final int MOST_KEPT_NAMES = 50_000;

  /** How many zeros follow a name's bytes, so that eight can be read from each. */
  static final int PADDING = 8;

  static final String METADATA = "metadata";
  static final String ADDITIONAL = "additional_properties";

  private final Columns columns;
  private final boolean strict;

  private RowPlan(Columns columns, boolean strict) {
    this.columns = columns;
    this.strict = strict;
  }

  static byte[] padded(String name) {
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, bytes.length + PADDING);
  }

  /**
   * Compiles a schema.
   *
   * @param strict whether what the schema does not know is dropped, in place of being kept in
   *     additional_properties
   */
  public static RowPlan compile(Schema schema, boolean strict) {
    return compile(schema, strict, new SharedColumns());
  }

  /** Compiles a schema, and shares with other plans what they have in common. */
  public static RowPlan compile(Schema schema, boolean strict, SharedColumns shared) {
    return new RowPlan(new Columns(schema.fields(), shared, true), strict);
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

  /** What a scalar column holds. */
  enum Type {
    TEXT,
    INTEGER,
    FLOAT,
    BOOL,
    JSON,
    /** Passed on, be it a text or a number: TIMESTAMP, NUMERIC. */
    PASSED,
    /** Passed on as a text: DATE, BYTES. */
    PASSED_TEXT;

    static Type of(String type) {
      return switch (type) {
        case "STRING" -> TEXT;
        case "INT64", "INTEGER" -> INTEGER;
        case "FLOAT64", "FLOAT" -> FLOAT;
        case "BOOL", "BOOLEAN" -> BOOL;
        case "JSON", "STRUCT" -> JSON;
        case "DATE", "TIME", "DATETIME", "BYTES", "GEOGRAPHY" -> PASSED_TEXT;
        default -> PASSED;
      };
    }
  }

  /** The columns of a record, found by a document's keys. */
  static final class Columns {
    // Longer tuples are left to the exact path.
    private static final int LONGEST_TUPLE = 32;

    final Names names;
    final int required;
    final int size;
    private final List<Column> all;
    private final boolean top;
    private final Map<String, Column> byName = new HashMap<>();
    private final Map<String, Column> byKey = new ConcurrentHashMap<>();
    private volatile Column[] tuple;

    Columns(List<Field> fields, SharedColumns shared, boolean top) {
      this.top = top;
      size = fields.size();
      all = IntStream.range(0, size).mapToObj(i -> new Column(fields, i, shared, top)).toList();
      required = (int) all.stream().filter(column -> column.required).count();
      all.forEach(column -> byName.put(column.name, column));
      names = new Names(this);
    }

    List<Column> all() {
      return all;
    }

    /** Whether a key is kept as it came, whatever the columns are. */
    boolean isMetadata(String key) {
      return top && key.equals(METADATA);
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

    /** The columns, or null, of a tuple's first elements. */
    Column[] tuple() {
      var known = tuple;
      if (known == null) {
        known = new Column[LONGEST_TUPLE];
        for (var i = 0; i < known.length; i++) {
          known[i] = find("f" + i + "_");
        }
        tuple = known;
      }
      return known;
    }
  }

  /** One column, with those of its record. */
  static final class Column {
    final String name;
    final String type;
    final Type scalar;
    final boolean required;
    final Kind kind;
    final Columns columns;

    /** The place among the record's columns. */
    final int index;

    /** The value column of a map, unless its entries have keys only; the one of a nested list. */
    final Column inner;

    /**
     * Whether the exact path must decide on a document that reaches the column: the two that are
     * set in the end, one that is hidden by its numbered sibling, but for other spellings, and one
     * whose entries or elements may come out without a member that is required.
     */
    final boolean contended;

    /** Whether its histograms may be nothing but a count of uses. */
    final boolean usesCounted;

    /** A comma, the name as a JSON string and a colon, in UTF-8, and {@link #PADDING} zeros. */
    final byte[] prefix;

    Column(List<Field> siblings, int index, SharedColumns shared, boolean top) {
      var field = siblings.get(index);
      this.index = index;
      name = field.name();
      type = field.type();
      scalar = Type.of(type);
      required = field.mode().equals("REQUIRED");
      kind = kind(field);
      usesCounted = name.startsWith(UseCounter.PREFIX);
      prefix = padded("," + TextNode.valueOf(name) + ":");
      columns = field.isRecord() ? shared.of(field.fields()) : null;
      inner =
          switch (kind) {
            case MAP -> columns.size == 2 ? columns.all().get(1) : null;
            case NESTED_LIST -> columns.all().get(0);
            case RECORDS, RECORD, SCALARS, SCALAR -> null;
          };
      contended =
          top && (name.equals(METADATA) || name.equals(ADDITIONAL))
              || isHidden(name, siblings)
              || kind == Kind.RECORDS && columns.required > 0
              || inner != null && (inner.required || inner.contended);
    }

    private static boolean isHidden(String name, List<Field> siblings) {
      return NUMBERED.contains(name)
          && siblings.stream().anyMatch(field -> field.name().equals(name + "2"));
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
