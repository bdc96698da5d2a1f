package dev.backfill.decode;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.backfill.decode.Schema.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One column of a record, as one of the keys that lead to it finds it. Each key has an object of
 * its own, in which all stands that most values need: the less of the processor's caches a key
 * takes, the more document types fit them.
 */
final class KeyColumn {
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

  /** No column, to which all keys lead that none takes. */
  static final KeyColumn NONE = new KeyColumn();

  /** How many zeros follow a text, so that eight bytes can be read from each of its places. */
  private static final int PADDING = 8;

  final String name;
  final String type;
  final Type scalar;
  final boolean required;

  /** Null for keys that no column takes, and for metadata, which is kept as it came. */
  final Kind kind;

  /** Of a record, or of records; null for all else, and for metadata that is to be no record. */
  final RecordColumns columns;

  /** The place among the record's columns. */
  final int index;

  /** The value column of a map, unless its entries have keys only; the one of a nested list. */
  final KeyColumn inner;

  /**
   * Whether the exact path must decide on a document that reaches the column: the two that are set
   * in the end, and one that is hidden by its numbered sibling, but for other spellings.
   */
  final boolean contended;

  /** Whether the key is that of the document's metadata. */
  final boolean metadata;

  /** Whether its histograms may be nothing but a count of uses. */
  final boolean usesCounted;

  /** The key's number, as {@link EightBytes#hash} has it. */
  final long number;

  /**
   * In UTF-8, and zeros behind: a comma, the name as a JSON string, and a colon. A key that is not
   * the name follows, with zeros of its own.
   */
  final byte[] text;

  /** How many bytes of the text come before a value. */
  final int prefix;

  /** Where in the text the key begins. */
  final int key;

  /** How many bytes the key has. */
  final int length;

  /**
   * What came after the key in the first document that had it, or null. It is set once: threads
   * that each set it to their own would take the line from one another's caches.
   */
  KeyColumn next;

  private KeyColumn() {
    name = null;
    type = null;
    scalar = null;
    required = false;
    kind = null;
    columns = null;
    index = 0;
    inner = null;
    contended = false;
    metadata = false;
    usesCounted = false;
    text = new byte[PADDING];
    prefix = 0;
    key = 0;
    length = 0;
    number = 0;
  }

  /** A column as its own name finds it. */
  KeyColumn(Field field, int index, SharedColumns shared, boolean contended) {
    this.index = index;
    this.contended = contended;
    metadata = false;
    name = field.name();
    type = field.type();
    scalar = Type.of(type);
    required = field.mode().equals("REQUIRED");
    kind = kind(field);
    usesCounted = name.startsWith(UseCounter.PREFIX);
    columns = field.isRecord() ? shared.of(field.fields()) : null;
    inner =
        switch (kind) {
          case MAP -> columns.size == 2 ? columns.all().get(1) : null;
          case NESTED_LIST -> columns.all().get(0);
          case RECORDS, RECORD, SCALARS, SCALAR -> null;
        };
    var before = ",\"".length();
    var quoted = ("," + TextNode.valueOf(name) + ":").getBytes(StandardCharsets.UTF_8);
    text = Arrays.copyOf(quoted, quoted.length + PADDING);
    prefix = quoted.length;
    key = before;
    length = prefix - before - "\":".length();
    number = EightBytes.hash(text, key, key + length);
  }

  private KeyColumn(KeyColumn column, byte[] key, boolean metadata) {
    this.metadata = metadata;
    kind = metadata ? null : column.kind;
    name = column.name;
    type = column.type;
    scalar = column.scalar;
    required = column.required;
    columns = metadata && column.kind != Kind.RECORD ? null : column.columns;
    index = column.index;
    inner = column.inner;
    contended = column.contended;
    usesCounted = column.usesCounted;
    prefix = column.prefix;
    this.key = prefix + PADDING;
    length = key.length;
    text = Arrays.copyOf(column.text, this.key + length + PADDING);
    Arrays.fill(text, prefix, this.key, (byte) 0);
    System.arraycopy(key, 0, text, this.key, length);
    number = EightBytes.hash(text, this.key, this.key + length);
  }

  /** The column as another key finds it, or as metadata's does. */
  KeyColumn as(String key, boolean metadata) {
    return key.equals(name) && !metadata
        ? this
        : new KeyColumn(this, key.getBytes(StandardCharsets.UTF_8), metadata);
  }

  /** Whether the key is the column's own name. */
  boolean isExact() {
    return key < prefix;
  }

  /** Whether the column holds an array. */
  boolean isRepeated() {
    return switch (kind) {
      case MAP, NESTED_LIST, RECORDS, SCALARS -> true;
      case RECORD, SCALAR -> false;
    };
  }

  /** Whether the cursor is at the key, and takes it then, with its colon. */
  boolean takes(Cursor cursor) {
    var bytes = cursor.bytes;
    var at = cursor.at;
    var to = at + length;
    if (!Bytes.same(text, key, bytes, at, length) || bytes[to] != '"' || bytes[to + 1] != ':') {
      return false;
    }
    cursor.from = at;
    cursor.to = to;
    cursor.at = to + 2;
    return true;
  }

  /** Whether the key is what stands between two places, which has its number. */
  boolean is(byte[] in, int from, int to) {
    return length == to - from
        && (EightBytes.isPacked(number) || Bytes.same(text, key, in, from, length));
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
