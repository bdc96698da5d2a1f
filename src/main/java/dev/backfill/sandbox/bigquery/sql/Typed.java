package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.schema.Sql;
import java.util.Arrays;
import java.util.List;

/**
 * An expression in DuckDB's SQL.
 *
 * @param literal what decides which types it can still become: a literal, or a column of values
 */
public record Typed(String sql, Type type, Literal literal, String text) {
  /** Which other types a value can still become. */
  public enum Literal {
    NO,
    NULL,
    /** An integer or a floating point literal. */
    NUMBER,
    /** Its value is the text. */
    STRING,
    /** A string parameter, which becomes a date as a literal does. */
    PARAMETER,
    EMPTY_ARRAY
  }

  static Typed of(String sql, Type type) {
    return new Typed(sql, type, Literal.NO, null);
  }

  /** A query parameter; a string becomes a date or time where one is needed. */
  public static Typed parameter(String sql, Type type, String text) {
    return new Typed(sql, type, type.is(Type.Kind.STRING) ? Literal.PARAMETER : Literal.NO, text);
  }

  static Typed nothing() {
    return new Typed("NULL", Type.INT64, Literal.NULL, null);
  }

  static Typed string(String value) {
    return new Typed(duck(value), Type.STRING, Literal.STRING, value);
  }

  /** DuckDB's text literals cannot hold a NUL. */
  static String duck(String value) {
    return value.indexOf('\0') < 0
        ? Sql.text(value)
        : "(" + String.join(" || chr(0) || ", split(value)) + ")";
  }

  private static List<String> split(String value) {
    return Arrays.stream(value.split("\0", -1)).map(Sql::text).toList();
  }

  boolean isNull() {
    return literal == Literal.NULL;
  }

  Typed as(String otherSql, Type otherType) {
    return new Typed(otherSql, otherType, Literal.NO, null);
  }
}
