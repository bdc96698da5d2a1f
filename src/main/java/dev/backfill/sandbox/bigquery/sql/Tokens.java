package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.List;
import java.util.Locale;

/** A parser's place in a statement, and GoogleSQL's words for what should not stand there. */
class Tokens {
  private final List<Token> tokens;
  private int next;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  final Token peek() {
    return tokens.get(next);
  }

  final Token peek(int ahead) {
    return tokens.get(Math.min(next + ahead, tokens.size() - 1));
  }

  final Token take() {
    var token = tokens.get(next);
    if (token.kind() != Token.Kind.END) {
      next++;
    }
    return token;
  }

  final boolean takeWord(String keyword) {
    boolean is = peek().is(keyword);
    if (is) {
      next++;
    }
    return is;
  }

  final boolean takeSymbol(String symbol) {
    boolean is = peek().symbol(symbol);
    if (is) {
      next++;
    }
    return is;
  }

  final Token word(String keyword) {
    if (!peek().is(keyword)) {
      throw unexpected("Expected keyword " + keyword + " but got ");
    }
    return take();
  }

  final Token symbol(String symbol) {
    if (!peek().symbol(symbol)) {
      throw unexpected("Expected \"" + symbol + "\" but got ");
    }
    return take();
  }

  /** Whether a name stands here. */
  final boolean name() {
    var token = peek();
    return token.kind() == Token.Kind.QUOTED
        || (token.kind() == Token.Kind.WORD && !Keywords.reserved(token.text()));
  }

  final String identifier() {
    if (!name()) {
      throw unexpected("Expected identifier but got ");
    }
    return take().text();
  }

  /** A name behind a dot, where reserved words are names too. */
  final String member() {
    return peek().kind() == Token.Kind.WORD ? take().text() : identifier();
  }

  final ApiException unexpected() {
    return unexpected("Unexpected ");
  }

  final ApiException unexpected(String before) {
    return syntax(before + describe(peek()), peek());
  }

  static ApiException syntax(String what, Token token) {
    return ApiException.invalidQuery("Syntax error: " + what + token.at());
  }

  static ApiException unsupported(String what, Token token) {
    return ApiException.unsupported(what + token.at());
  }

  private static String describe(Token token) {
    return switch (token.kind()) {
      case END -> "end of script";
      case WORD ->
          Keywords.reserved(token.text())
              ? "keyword " + token.text().toUpperCase(Locale.ROOT)
              : "identifier \"" + token.text() + "\"";
      case QUOTED -> "identifier `" + token.text() + "`";
      case INTEGER -> "integer literal \"" + token.text() + "\"";
      case FLOAT -> "floating point literal \"" + token.text() + "\"";
      case STRING -> "string literal \"" + token.text() + "\"";
      case BYTES -> "bytes literal";
      case PARAMETER -> "\"@" + token.text() + "\"";
      case SYMBOL -> "\"" + token.text() + "\"";
    };
  }
}
