package dev.backfill.sandbox.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses expressions with GoogleSQL's precedences; comparisons do not associate. */
abstract class ExpressionParser extends Tokens {
  private static final Set<String> COMPARISONS = Set.of("=", "<", ">", "<=", ">=", "!=", "<>");
  private static final Set<String> LITERAL_TYPES =
      Set.of("DATE", "TIMESTAMP", "DATETIME", "TIME", "NUMERIC", "BIGNUMERIC", "JSON");
  private static final Set<String> NOW =
      Set.of("CURRENT_DATE", "CURRENT_TIMESTAMP", "CURRENT_DATETIME", "CURRENT_TIME");
  // Deeper nesting would overflow the stack before anyone could have written it by hand.
  private static final int DEPTH = 200;
  private int depth;

  ExpressionParser(List<Token> tokens) {
    super(tokens);
  }

  abstract Syntax.Query query();

  final Expr expression() {
    if (++depth > DEPTH) {
      throw unsupported("An expression nested deeper than " + DEPTH + " levels", peek());
    }
    try {
      return or();
    } finally {
      depth--;
    }
  }

  private Expr or() {
    var left = and();
    while (peek().is("OR")) {
      left = new Expr.Binary(take(), "OR", left, and());
    }
    return left;
  }

  private Expr and() {
    var left = not();
    while (peek().is("AND")) {
      left = new Expr.Binary(take(), "AND", left, not());
    }
    return left;
  }

  private Expr not() {
    if (peek().is("NOT")) {
      return new Expr.Unary(take(), "NOT", not());
    }
    return comparison();
  }

  private Expr comparison() {
    var left = bits(0);
    var compared = compared(left);
    if (compared != left && comparing()) {
      throw unexpected();
    }
    return compared;
  }

  private boolean comparing() {
    var token = peek();
    return (token.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(token.text()))
        || token.is("LIKE")
        || token.is("BETWEEN")
        || token.is("IN")
        || token.is("IS");
  }

  private Expr compared(Expr left) {
    var token = peek();
    if (token.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(token.text())) {
      take();
      var operator = token.text().equals("<>") ? "!=" : token.text();
      return new Expr.Binary(token, operator, left, bits(0));
    }
    if (token.is("IS")) {
      return is(take(), left);
    }
    boolean not = false;
    if (token.is("NOT")) {
      var after = peek(1);
      if (!after.is("LIKE") && !after.is("BETWEEN") && !after.is("IN")) {
        return left;
      }
      not = true;
      take();
    }
    if (peek().is("LIKE")) {
      var at = take();
      if (peek().is("ANY") || peek().is("ALL") || peek().is("SOME")) {
        throw unsupported("LIKE " + peek().text(), at);
      }
      return new Expr.Binary(at, not ? "NOT LIKE" : "LIKE", left, bits(0));
    }
    if (peek().is("BETWEEN")) {
      var at = take();
      var low = bits(0);
      word("AND");
      return new Expr.Between(at, left, low, bits(0), not);
    }
    return peek().is("IN") ? in(take(), left, not) : left;
  }

  private Expr is(Token at, Expr left) {
    boolean not = takeWord("NOT");
    if (peek().is("DISTINCT")) {
      take();
      word("FROM");
      return new Expr.Binary(at, not ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM", left, bits(0));
    }
    for (var what : List.of("NULL", "TRUE", "FALSE")) {
      if (takeWord(what)) {
        return new Expr.Is(at, left, not, what);
      }
    }
    if (peek().is("UNKNOWN")) {
      take();
      return new Expr.Is(at, left, not, "NULL");
    }
    throw unexpected();
  }

  private Expr in(Token at, Expr left, boolean not) {
    if (takeWord("UNNEST")) {
      symbol("(");
      var array = expression();
      symbol(")");
      return new Expr.InUnnest(at, left, array, not);
    }
    symbol("(");
    if (peek().is("SELECT") || peek().is("WITH") || (peek().symbol("(") && queryAhead())) {
      var query = query();
      symbol(")");
      return new Expr.InQuery(at, left, query, not);
    }
    return new Expr.InList(at, left, arguments(")"), not);
  }

  /** Whether the parentheses here hold a query. */
  final boolean queryAhead() {
    int ahead = 0;
    while (peek(ahead).symbol("(")) {
      ahead++;
    }
    return peek(ahead).is("SELECT") || peek(ahead).is("WITH");
  }

  private static final List<Set<String>> LEVELS =
      List.of(
          Set.of("|"),
          Set.of("^"),
          Set.of("&"),
          Set.of("<<", ">>"),
          Set.of("+", "-"),
          Set.of("*", "/", "||"));

  private Expr bits(int level) {
    if (level == LEVELS.size()) {
      return unary();
    }
    var left = bits(level + 1);
    while (peek().kind() == Token.Kind.SYMBOL && LEVELS.get(level).contains(peek().text())) {
      var operator = take();
      left = new Expr.Binary(operator, operator.text(), left, bits(level + 1));
    }
    return left;
  }

  private Expr unary() {
    var token = peek();
    if (token.symbol("-") || token.symbol("+") || token.symbol("~")) {
      take();
      if (token.symbol("-")
          && peek().kind() == Token.Kind.INTEGER
          && Numbers.isMinimum(peek().text())) {
        take();
        return new Expr.Literal(token, Long.MIN_VALUE);
      }
      return new Expr.Unary(token, token.text(), unary());
    }
    return postfix(primary());
  }

  private Expr postfix(Expr first) {
    var expression = first;
    while (true) {
      if (peek().symbol(".") && !(expression instanceof Expr.Literal)) {
        take();
        var at = peek();
        var name = member();
        if (expression instanceof Expr.Path path) {
          var names = new ArrayList<>(path.names());
          names.add(name);
          expression = new Expr.Path(path.at(), names);
        } else {
          expression = new Expr.FieldOf(at, expression, name);
        }
      } else if (peek().symbol("[")) {
        expression = element(take(), expression);
      } else if (peek().symbol("(") && expression instanceof Expr.Path path) {
        throw path.names().get(0).equalsIgnoreCase("SAFE")
            ? unsupported("The prefix SAFE of a function", path.at())
            : unsupported("The function " + String.join(".", path.names()), path.at());
      } else {
        return expression;
      }
    }
  }

  private Expr element(Token at, Expr array) {
    var how = "";
    for (var known : List.of("OFFSET", "ORDINAL", "SAFE_OFFSET", "SAFE_ORDINAL")) {
      if (peek().is(known) && peek(1).symbol("(")) {
        take();
        take();
        how = known;
        break;
      }
    }
    var index = expression();
    if (!how.isEmpty()) {
      symbol(")");
    }
    symbol("]");
    return new Expr.Element(at, array, how, index);
  }

  private Expr primary() {
    var token = peek();
    switch (token.kind()) {
      case INTEGER:
        take();
        return new Expr.Literal(token, Numbers.integer(token));
      case FLOAT:
        take();
        return new Expr.Literal(token, Numbers.floating(token));
      case STRING:
        return new Expr.Literal(token, strings());
      case BYTES:
        take();
        return new Expr.Literal(token, token.bytes());
      case PARAMETER:
        take();
        return new Expr.Parameter(token, token.text());
      case QUOTED:
        take();
        return new Expr.Path(token, List.of(token.text()));
      case WORD:
        return word(token);
      default:
        return symbol(token);
    }
  }

  /** Adjacent literals are one, as in the newest GoogleSQL; elsewhere an error, so refused. */
  private String strings() {
    var first = take();
    if (peek().kind() == Token.Kind.STRING) {
      throw syntax("Expected end of input but got string literal", peek());
    }
    return first.text();
  }

  private Expr symbol(Token token) {
    if (token.symbol("(")) {
      if (queryAhead()) {
        take();
        var query = query();
        symbol(")");
        return new Expr.Scalar(token, query);
      }
      take();
      var inner = expression();
      if (peek().symbol(",")) {
        throw unsupported("A STRUCT", token);
      }
      symbol(")");
      // In parentheses a path is no longer a name that can be called or continued.
      return inner instanceof Expr.Path path && path.names().size() > 1
          ? new Expr.FieldOf(
              path.at(),
              new Expr.Path(path.at(), path.names().subList(0, path.names().size() - 1)),
              path.names().get(path.names().size() - 1))
          : inner;
    }
    if (token.symbol("[")) {
      take();
      return new Expr.ArrayOf(token, null, arguments("]"));
    }
    if (token.symbol("?")) {
      throw unsupported("A positional query parameter", token);
    }
    throw unexpected();
  }

  private Expr word(Token token) {
    var upper = token.text().toUpperCase(Locale.ROOT);
    switch (upper) {
      case "NULL":
        take();
        return new Expr.Literal(token, null);
      case "TRUE":
      case "FALSE":
        take();
        return new Expr.Literal(token, upper.equals("TRUE"));
      case "CASE":
        return choice(take());
      case "CAST":
        return cast(take(), false);
      case "EXTRACT":
        return extract(take());
      case "INTERVAL":
        return interval(take());
      case "ARRAY":
        return array(take());
      case "EXISTS":
        take();
        symbol("(");
        var query = query();
        symbol(")");
        return new Expr.Exists(token, query);
      case "STRUCT":
      case "NEW":
        throw unsupported("The expression " + upper, token);
      default:
        return named(token, upper);
    }
  }

  private Expr named(Token token, String upper) {
    var after = peek(1);
    if (upper.equals("SAFE_CAST") && after.symbol("(")) {
      take();
      return cast(token, true);
    }
    if (LITERAL_TYPES.contains(upper) && after.kind() == Token.Kind.STRING) {
      take();
      return new Expr.TypedLiteral(token, upper, take().text());
    }
    boolean function =
        after.symbol("(")
            && (!Keywords.reserved(upper) || Set.of("IF", "LEFT", "RIGHT").contains(upper));
    if (function) {
      take();
      take();
      return call(token, upper);
    }
    if (Keywords.reserved(upper)) {
      throw unexpected();
    }
    take();
    if (NOW.contains(upper)) {
      return new Expr.Call(token, upper, false, false, List.of(), null, List.of(), null, null);
    }
    return new Expr.Path(token, List.of(token.text()));
  }

  private Expr choice(Token at) {
    var operand = peek().is("WHEN") ? null : expression();
    var whens = new ArrayList<Expr.When>();
    do {
      word("WHEN");
      var condition = expression();
      word("THEN");
      whens.add(new Expr.When(condition, expression()));
    } while (peek().is("WHEN"));
    var otherwise = takeWord("ELSE") ? expression() : null;
    word("END");
    return new Expr.Case(at, operand, whens, otherwise);
  }

  private Expr cast(Token at, boolean safe) {
    symbol("(");
    var operand = expression();
    word("AS");
    var type = type();
    if (peek().is("FORMAT")) {
      throw unsupported("CAST with FORMAT", peek());
    }
    symbol(")");
    return new Expr.Cast(at, operand, type, safe);
  }

  private Expr.TypeName type() {
    var at = peek();
    if (at.is("STRUCT") || at.is("RANGE")) {
      throw unsupported("The type " + at.text(), at);
    }
    if (at.is("ARRAY")) {
      take();
      symbol("<");
      var element = type();
      symbol(">");
      return new Expr.TypeName(at, "ARRAY", element);
    }
    var name = identifier().toUpperCase(Locale.ROOT);
    if (peek().symbol("(")) {
      throw unsupported("A type with parameters", at);
    }
    return new Expr.TypeName(at, name, null);
  }

  private Expr extract(Token at) {
    symbol("(");
    var part = identifier().toUpperCase(Locale.ROOT);
    if (peek().symbol("(")) {
      throw unsupported("EXTRACT(" + part + "(…))", at);
    }
    word("FROM");
    var operand = expression();
    Expr zone = null;
    if (takeWord("AT")) {
      word("TIME");
      word("ZONE");
      zone = expression();
    }
    symbol(")");
    return new Expr.Extract(at, part, operand, zone);
  }

  private Expr interval(Token at) {
    var amount = expression();
    var part = identifier().toUpperCase(Locale.ROOT);
    if (peek().is("TO")) {
      throw unsupported("An interval of several parts", at);
    }
    return new Expr.Interval(at, amount, part);
  }

  private Expr array(Token at) {
    if (peek().symbol("(")) {
      throw unsupported("An ARRAY subquery", at);
    }
    Expr.TypeName element = null;
    if (takeSymbol("<")) {
      element = type();
      symbol(">");
    }
    symbol("[");
    return new Expr.ArrayOf(at, element, arguments("]"));
  }

  /** Expressions up to the closing symbol, which is taken. */
  private List<Expr> arguments(String closing) {
    var list = new ArrayList<Expr>();
    if (closing.equals("]") && takeSymbol("]")) {
      return list;
    }
    do {
      list.add(expression());
    } while (takeSymbol(","));
    symbol(closing);
    return list;
  }

  private Expr call(Token at, String name) {
    boolean star = peek().symbol("*") && peek(1).symbol(")") && take() != null;
    boolean distinct = !star && takeWord("DISTINCT");
    var arguments = new ArrayList<Expr>();
    if (!star && !peek().symbol(")")) {
      do {
        arguments.add(argument());
      } while (takeSymbol(","));
    }
    String nulls = null;
    if (peek().is("IGNORE") || peek().is("RESPECT")) {
      nulls = take().text().toUpperCase(Locale.ROOT);
      word("NULLS");
    }
    if (peek().is("HAVING") || peek().is("WITH")) {
      throw unsupported(peek().text() + " in " + name, peek());
    }
    var order = orderBy();
    var limit = takeWord("LIMIT") ? expression() : null;
    symbol(")");
    var over = takeWord("OVER") ? window() : null;
    return new Expr.Call(at, name, star, distinct, arguments, nulls, order, limit, over);
  }

  private Expr argument() {
    if (peek().is("SELECT")) {
      throw syntax("Expected expression but got a query; queries need parentheses", peek());
    }
    if (name() && peek(1).symbol("=>")) {
      throw unsupported("A named argument", peek());
    }
    return expression();
  }

  private Expr.Window window() {
    var at = peek();
    if (!peek().symbol("(")) {
      throw unsupported("A named window", at);
    }
    take();
    if (name() && !peek().is("PARTITION") && !peek().is("ROWS") && !peek().is("RANGE")) {
      throw unsupported("A named window", at);
    }
    var partition = new ArrayList<Expr>();
    if (takeWord("PARTITION")) {
      word("BY");
      do {
        partition.add(expression());
      } while (takeSymbol(","));
    }
    var order = orderBy();
    var frame = peek().is("ROWS") || peek().is("RANGE") ? frame() : null;
    symbol(")");
    return new Expr.Window(at, partition, order, frame);
  }

  private Expr.Frame frame() {
    var unit = take().text().toUpperCase(Locale.ROOT);
    if (takeWord("BETWEEN")) {
      var from = bound(unit);
      word("AND");
      return new Expr.Frame(unit, from, bound(unit));
    }
    return new Expr.Frame(unit, bound(unit), "CURRENT ROW");
  }

  private String bound(String unit) {
    if (takeWord("CURRENT")) {
      word("ROW");
      return "CURRENT ROW";
    }
    var at = peek();
    var amount = "UNBOUNDED";
    if (!takeWord("UNBOUNDED")) {
      if (at.kind() != Token.Kind.INTEGER || unit.equals("RANGE")) {
        throw unsupported("This bound of a window's frame", at);
      }
      amount = Long.toString(Numbers.integer(take()));
    }
    if (takeWord("PRECEDING")) {
      return amount + " PRECEDING";
    }
    word("FOLLOWING");
    return amount + " FOLLOWING";
  }

  /** Empty where there is none. */
  final List<Syntax.Order> orderBy() {
    var order = new ArrayList<Syntax.Order>();
    if (!peek().is("ORDER")) {
      return order;
    }
    take();
    word("BY");
    do {
      var expression = expression();
      if (peek().is("COLLATE")) {
        throw unsupported("COLLATE", peek());
      }
      boolean descending = takeWord("DESC");
      if (!descending) {
        takeWord("ASC");
      }
      Boolean nullsFirst = null;
      if (takeWord("NULLS")) {
        nullsFirst = peek().is("FIRST");
        if (!nullsFirst && !peek().is("LAST")) {
          throw unexpected();
        }
        take();
      }
      order.add(new Syntax.Order(expression, descending, nullsFirst));
    } while (takeSymbol(","));
    return order;
  }
}
