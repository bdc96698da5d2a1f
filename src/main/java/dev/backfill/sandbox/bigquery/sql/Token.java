package dev.backfill.sandbox.bigquery.sql;

/**
 * One lexical element of a statement.
 *
 * @param text a word as written, an operator, or a literal's text; for a string or an identifier in
 *     backquotes its value, escapes resolved
 * @param bytes the value of a bytes literal, otherwise null
 * @param line from 1
 * @param column from 1, in characters
 * @param start the offset of its first character, which tells adjacent tokens from spaced ones
 */
record Token(Kind kind, String text, byte[] bytes, int line, int column, int start, int end) {
  enum Kind {
    WORD,
    QUOTED,
    INTEGER,
    FLOAT,
    STRING,
    BYTES,
    PARAMETER,
    SYMBOL,
    END
  }

  /** Whether it is this keyword, whatever its case. */
  boolean is(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean symbol(String operator) {
    return kind == Kind.SYMBOL && text.equals(operator);
  }

  /** As an error message puts it: {@code at [1:8]}. */
  String at() {
    return " at [" + line + ":" + column + "]";
  }
}
