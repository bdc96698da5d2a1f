package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.regex.Pattern;

/** Rewrites GoogleSQL's literals, comments and dashed names into what JSQLParser reads. */
final class Lexer {
  private static final Pattern DASHED =
      Pattern.compile(
          "(?i)\\b(from|join|into|table)(\\s+)([a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?=\\s*\\.)");
  private static final Pattern ALIAS = Pattern.compile("(?i)\\b(as\\s+)(table|dataset|date)\\b");
  private final String sql;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder plain = new StringBuilder();
  private int at;

  private Lexer(String sql) {
    this.sql = sql;
  }

  static String rewrite(String sql) {
    return new Lexer(sql).run();
  }

  private String run() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '#' || sql.startsWith("--", at)) {
        blankUntil(sql.indexOf('\n', at), 0);
      } else if (sql.startsWith("/*", at)) {
        blankUntil(sql.indexOf("*/", at + 2), 2);
      } else if (c == '`') {
        int end = sql.indexOf('`', at + 1);
        if (end < 0) {
          throw error("Unclosed identifier literal");
        }
        flush();
        out.append(sql, at, end + 1);
        at = end + 1;
      } else if (c == '"' || c == '\'') {
        string(c);
      } else {
        plain.append(c);
        at++;
      }
    }
    flush();
    return out.toString();
  }

  private void blankUntil(int end, int extra) {
    int stop = end < 0 ? sql.length() : end + extra;
    for (; at < stop; at++) {
      plain.append(sql.charAt(at) == '\n' ? '\n' : ' ');
    }
  }

  private void flush() {
    var text = DASHED.matcher(plain).replaceAll("$1$2`$3`");
    out.append(ALIAS.matcher(text).replaceAll("$1`$2`"));
    plain.setLength(0);
  }

  private void string(char quote) {
    boolean raw = false;
    if (plain.length() > 0) {
      int last = plain.length() - 1;
      char prefix = Character.toLowerCase(plain.charAt(last));
      boolean alone = last == 0 || !Character.isLetterOrDigit(plain.charAt(last - 1));
      if (alone && prefix == 'b') {
        throw ApiException.unsupported("A bytes literal");
      }
      if (alone && prefix == 'r') {
        raw = true;
        plain.setLength(last);
      }
    }
    if (sql.startsWith(String.valueOf(quote).repeat(3), at)) {
      throw ApiException.unsupported("A triple-quoted string");
    }
    flush();
    at++;
    out.append('\'');
    while (true) {
      if (at >= sql.length() || sql.charAt(at) == '\n') {
        throw error("Unclosed string literal");
      }
      char c = sql.charAt(at++);
      if (c == quote) {
        break;
      }
      char value = c == '\\' && !raw ? escape() : c;
      out.append(value == '\'' ? "''" : String.valueOf(value));
    }
    out.append('\'');
  }

  private char escape() {
    char c = at < sql.length() ? sql.charAt(at++) : ' ';
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case '\\':
      case '\'':
      case '"':
      case '`':
      case '?':
        return c;
      default:
        throw ApiException.unsupported("The escape \\" + c + " in a string");
    }
  }

  private ApiException error(String what) {
    var before = sql.substring(0, Math.min(at, sql.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    return ApiException.invalidQuery("Syntax error: " + what + " at [" + line + ":" + column + "]");
  }
}
