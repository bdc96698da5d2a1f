package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Splits GoogleSQL into tokens, as its lexical structure says; comments are passed over. */
final class Lexer {
  private static final List<String> SYMBOLS =
      List.of("<=>", "||", "<>", "!=", "<=", ">=", "<<", ">>", "=>", "@@", "->");
  private static final Pattern DASHED = Pattern.compile("([0-9]\\w*)(?:-\\w+)*\\.[A-Za-z_`]");
  private static final String SINGLE = "()[]{},;.+-*/=<>|&^~?:@!$%";

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  private Lexer(String sql) {
    this.sql = sql;
  }

  /** The last token is the end. */
  static List<Token> tokens(String sql) {
    return new Lexer(sql).run();
  }

  private List<Token> run() {
    while (skipBlanks()) {
      next();
    }
    add(Token.Kind.END, "", null, at);
    return tokens;
  }

  private boolean skipBlanks() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '#' || sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        if (end < 0) {
          throw error("Unclosed comment", at);
        }
        newLines(at, end);
        at = end + 2;
      } else if (c <= ' ' || c == '\u00a0' || Character.isSpaceChar(c)) {
        newLines(at, at + 1);
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  private void newLines(int from, int to) {
    for (int i = from; i < to; i++) {
      if (sql.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
  }

  private void next() {
    char c = sql.charAt(at);
    if (c == '`') {
      quoted();
    } else if (c == '"' || c == '\'') {
      string(at, false, false);
    } else if (prefixed() || dashed()) {
      return;
    } else if (Character.isDigit(c) || (c == '.' && digit(at + 1) && !afterName())) {
      number();
    } else if (letter(c)) {
      int start = at;
      while (at < sql.length() && (letter(sql.charAt(at)) || digit(at))) {
        at++;
      }
      add(Token.Kind.WORD, sql.substring(start, at), null, start);
    } else if (c == '@' && at + 1 < sql.length() && letter(sql.charAt(at + 1))) {
      int start = at++;
      while (at < sql.length() && (letter(sql.charAt(at)) || digit(at))) {
        at++;
      }
      add(Token.Kind.PARAMETER, sql.substring(start + 1, at), null, start);
    } else {
      symbol(c);
    }
  }

  private static boolean letter(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private boolean digit(int index) {
    return index < sql.length() && sql.charAt(index) >= '0' && sql.charAt(index) <= '9';
  }

  /** {@code a.1} is a path, {@code 1 .5} and {@code (.5} are numbers. */
  private boolean afterName() {
    if (tokens.isEmpty()) {
      return false;
    }
    var last = tokens.get(tokens.size() - 1);
    return last.end() == at
        && (last.kind() == Token.Kind.WORD
            || last.kind() == Token.Kind.QUOTED
            || last.symbol(")")
            || last.symbol("]"));
  }

  /** The rest of a project's name, {@code 14.telemetry} after {@code backfill-}. */
  private boolean dashed() {
    int size = tokens.size();
    if (size < 2
        || !digit(at)
        || !tokens.get(size - 1).symbol("-")
        || tokens.get(size - 1).end() != at
        || tokens.get(size - 2).kind() != Token.Kind.WORD
        || tokens.get(size - 2).end() != tokens.get(size - 1).start()) {
      return false;
    }
    var rest = DASHED.matcher(sql).region(at, sql.length());
    if (!rest.lookingAt()) {
      return false;
    }
    int start = at;
    at += rest.group(1).length();
    add(Token.Kind.WORD, rest.group(1), null, start);
    return true;
  }

  private void symbol(char c) {
    for (var symbol : SYMBOLS) {
      if (sql.startsWith(symbol, at)) {
        at += symbol.length();
        add(Token.Kind.SYMBOL, symbol, null, at - symbol.length());
        return;
      }
    }
    if (SINGLE.indexOf(c) < 0) {
      throw error("Illegal input character \"" + c + "\"", at);
    }
    at++;
    add(Token.Kind.SYMBOL, String.valueOf(c), null, at - 1);
  }

  private void number() {
    int start = at;
    boolean fraction = false;
    if (sql.startsWith("0x", at) || sql.startsWith("0X", at)) {
      at += 2;
      while (at < sql.length() && Character.digit(sql.charAt(at), 16) >= 0) {
        at++;
      }
    } else {
      digits();
      if (at < sql.length() && sql.charAt(at) == '.') {
        fraction = true;
        at++;
        digits();
      }
      if (at < sql.length() && (sql.charAt(at) | 32) == 'e') {
        int sign = at + 1 < sql.length() && "+-".indexOf(sql.charAt(at + 1)) >= 0 ? 2 : 1;
        if (digit(at + sign)) {
          fraction = true;
          at += sign;
          digits();
        }
      }
    }
    if (at < sql.length() && letter(sql.charAt(at))) {
      throw error("Missing whitespace between literal and alias", at);
    }
    add(fraction ? Token.Kind.FLOAT : Token.Kind.INTEGER, sql.substring(start, at), null, start);
  }

  private void digits() {
    while (digit(at)) {
      at++;
    }
  }

  private void quoted() {
    int start = at;
    var value = new StringBuilder();
    at++;
    while (true) {
      if (at >= sql.length() || sql.charAt(at) == '\n') {
        throw error("Unclosed identifier literal", start);
      }
      char c = sql.charAt(at++);
      if (c == '`') {
        break;
      }
      value.append(c == '\\' && at < sql.length() ? sql.charAt(at++) : c);
    }
    if (value.isEmpty()) {
      throw error("Invalid empty identifier", start);
    }
    add(Token.Kind.QUOTED, value.toString(), null, start);
  }

  /** A string with r, b or both before its quote. */
  private boolean prefixed() {
    boolean raw = false;
    boolean bytes = false;
    int quote = at;
    while (quote < sql.length() && quote < at + 2) {
      char c = (char) (sql.charAt(quote) | 32);
      if (c == 'r' && !raw) {
        raw = true;
      } else if (c == 'b' && !bytes) {
        bytes = true;
      } else {
        break;
      }
      quote++;
    }
    if (quote == at || quote >= sql.length() || "'\"".indexOf(sql.charAt(quote)) < 0) {
      return false;
    }
    int start = at;
    at = quote;
    string(start, raw, bytes);
    return true;
  }

  private void string(int start, boolean raw, boolean bytes) {
    char quote = sql.charAt(at);
    var triple = String.valueOf(quote).repeat(3);
    boolean long3 = sql.startsWith(triple, at);
    int from = at + (long3 ? 3 : 1);
    int end = from;
    int startLine = line;
    int startLineStart = lineStart;
    while (true) {
      if (end >= sql.length() || (!long3 && sql.charAt(end) == '\n')) {
        throw error("Unclosed " + (bytes ? "bytes" : "string") + " literal", start);
      }
      if (sql.charAt(end) == '\\') {
        end += 2;
      } else if (long3 ? sql.startsWith(triple, end) : sql.charAt(end) == quote) {
        break;
      } else {
        end++;
      }
    }
    var body = sql.substring(from, end).replace("\r\n", "\n");
    at = end + (long3 ? 3 : 1);
    var token =
        new Token(
            bytes ? Token.Kind.BYTES : Token.Kind.STRING,
            bytes ? "" : raw ? body : Escapes.text(body, this, start),
            bytes ? Escapes.bytes(body, raw, this, start) : null,
            startLine,
            start - startLineStart + 1,
            start,
            at);
    tokens.add(token);
    newLines(from, end);
  }

  private void add(Token.Kind kind, String text, byte[] bytes, int start) {
    tokens.add(new Token(kind, text, bytes, line, start - lineStart + 1, start, at));
  }

  ApiException error(String what, int offset) {
    return ApiException.invalidQuery(
        "Syntax error: " + what + " at [" + line + ":" + (offset - lineStart + 1) + "]");
  }
}
