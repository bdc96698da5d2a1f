package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.schema.Field;
import java.util.List;

/**
 * A GoogleSQL type, and how DuckDB holds its values.
 *
 * @param element an ARRAY's
 * @param fields a STRUCT's
 * @param stored whether an ARRAY or STRUCT is a table's JSON text, not a DuckDB list or a whole row
 */
public record Type(Kind kind, Type element, List<Field> fields, boolean stored) {
  /** The types that the sandbox knows. */
  public enum Kind {
    INT64("INTEGER", "BIGINT"),
    FLOAT64("FLOAT", "DOUBLE"),
    NUMERIC("NUMERIC", "DECIMAL(38,9)"),
    BIGNUMERIC("BIGNUMERIC", "DECIMAL(38,9)"),
    BOOL("BOOLEAN", "BOOLEAN"),
    STRING("STRING", "VARCHAR"),
    BYTES("BYTES", "BLOB"),
    DATE("DATE", "DATE"),
    DATETIME("DATETIME", "TIMESTAMP"),
    TIME("TIME", "TIME"),
    TIMESTAMP("TIMESTAMP", "TIMESTAMP"),
    JSON("JSON", "VARCHAR"),
    GEOGRAPHY("GEOGRAPHY", "VARCHAR"),
    ARRAY("", "VARCHAR"),
    STRUCT("RECORD", "VARCHAR");

    /** As table schemas name it. */
    final String legacy;

    final String duck;

    Kind(String legacy, String duck) {
      this.legacy = legacy;
      this.duck = duck;
    }
  }

  /** BigQuery cannot write such an array; GoogleSQL can have one. */
  public static final String NULL_ELEMENT =
      "Array cannot have a null element; error in writing field";

  static final Type INT64 = of(Kind.INT64);
  static final Type FLOAT64 = of(Kind.FLOAT64);
  static final Type NUMERIC = of(Kind.NUMERIC);
  static final Type BOOL = of(Kind.BOOL);
  static final Type STRING = of(Kind.STRING);
  static final Type BYTES = of(Kind.BYTES);
  static final Type DATE = of(Kind.DATE);
  static final Type DATETIME = of(Kind.DATETIME);
  static final Type TIMESTAMP = of(Kind.TIMESTAMP);

  static Type of(Kind kind) {
    return new Type(kind, null, List.of(), false);
  }

  /** An array that DuckDB holds as a list. */
  public static Type array(Type element) {
    return new Type(Kind.ARRAY, element, List.of(), false);
  }

  /** The type of a whole row, which a query can hand on but not write. */
  static Type row(List<Field> columns) {
    return new Type(Kind.STRUCT, null, List.copyOf(columns), false);
  }

  /** The type of a table's column. */
  public static Type of(Field field) {
    if (field.repeated()) {
      var element = new Field(field.name(), field.type(), "NULLABLE", field.fields());
      return new Type(Kind.ARRAY, of(element), List.of(), true);
    }
    if (field.record()) {
      return new Type(Kind.STRUCT, null, field.fields(), true);
    }
    for (var kind : Kind.values()) {
      if (kind.legacy.equals(field.type())) {
        return of(kind);
      }
    }
    throw new IllegalStateException("No type " + field.type());
  }

  /** The type of a name in SQL; null for a name that is no type here. */
  static Type named(String name) {
    for (var kind : Kind.values()) {
      if (kind.name().equals(name) && kind != Kind.ARRAY && kind != Kind.STRUCT) {
        return of(kind);
      }
    }
    return null;
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean numeric() {
    return kind == Kind.INT64
        || kind == Kind.FLOAT64
        || kind == Kind.NUMERIC
        || kind == Kind.BIGNUMERIC;
  }

  boolean nested() {
    return kind == Kind.ARRAY || kind == Kind.STRUCT;
  }

  boolean isRow() {
    return kind == Kind.STRUCT && !stored;
  }

  /** The same type, whatever holds it. */
  boolean same(Type other) {
    return kind == other.kind
        && (kind != Kind.ARRAY || element.same(other.element))
        && (kind != Kind.STRUCT || fields.equals(other.fields));
  }

  /** The column that holds it. */
  public Field field(String name) {
    if (kind == Kind.ARRAY) {
      var of = element.field(name);
      return new Field(name, of.type(), "REPEATED", of.fields());
    }
    return new Field(name, kind.legacy, "NULLABLE", fields);
  }

  String duck() {
    return kind == Kind.ARRAY && !stored ? element.duck() + "[]" : kind.duck;
  }

  /** A list in the JSON text that tables keep: timestamps as microseconds, bytes as base64. */
  public String json(String list) {
    var value =
        switch (element.kind) {
          case TIMESTAMP, DATETIME -> "epoch_us(e)";
          case BYTES -> "base64(e)";
          case INT64, BOOL, STRING, STRUCT -> "e";
          default -> "CAST(e AS VARCHAR)";
        };
    var checked =
        "(CASE WHEN e IS NULL THEN " + Natives.error(NULL_ELEMENT) + " ELSE " + value + " END)";
    var elements = "list_transform(" + list + ", lambda e: " + checked + ")";
    return "CAST(to_json(" + elements + ") AS VARCHAR)";
  }

  @Override
  public String toString() {
    if (kind == Kind.ARRAY) {
      return "ARRAY<" + element + ">";
    }
    if (kind != Kind.STRUCT) {
      return kind.name();
    }
    var text = new StringBuilder("STRUCT<");
    for (var field : fields) {
      text.append(text.length() > 7 ? ", " : "").append(field.name()).append(' ').append(of(field));
    }
    return text.append('>').toString();
  }
}
