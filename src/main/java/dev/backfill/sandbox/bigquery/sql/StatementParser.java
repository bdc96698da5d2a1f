package dev.backfill.sandbox.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses statements and queries; what GoogleSQL has and the sandbox has not is refused by name. */
final class StatementParser extends ExpressionParser {
  private StatementParser(List<Token> tokens) {
    super(tokens);
  }

  static Syntax.Statement parse(String sql) {
    return new StatementParser(Lexer.tokens(sql)).statement();
  }

  private Syntax.Statement statement() {
    var statement = begin();
    if (takeSymbol(";") && peek().kind() != Token.Kind.END) {
      throw unsupported("A script of several statements", peek());
    }
    if (peek().kind() != Token.Kind.END) {
      throw unexpected("Expected end of input but got ");
    }
    return statement;
  }

  private Syntax.Statement begin() {
    var token = peek();
    if (token.is("SELECT") || token.is("WITH") || token.symbol("(")) {
      return new Syntax.Read(query());
    }
    switch (token.text().toUpperCase(Locale.ROOT)) {
      case "INSERT":
        return insert();
      case "CREATE":
        return create();
      case "DELETE":
        return delete();
      case "TRUNCATE":
        take();
        word("TABLE");
        var table = table(false);
        if (peek().is("WHERE")) {
          throw unsupported("TRUNCATE with WHERE", peek());
        }
        return new Syntax.Truncate(table);
      case "UPDATE", "MERGE", "DROP", "ALTER", "DECLARE", "SET", "BEGIN", "CALL", "EXECUTE":
      case "EXPORT", "LOAD", "ASSERT", "GRANT", "REVOKE", "EXPLAIN", "DESCRIBE", "IF", "LOOP":
      case "FROM", "UNDROP":
        throw unsupported("The statement " + token.text().toUpperCase(Locale.ROOT), token);
      default:
        throw unexpected();
    }
  }

  private Syntax.Statement insert() {
    take();
    takeWord("INTO");
    var target = table(false);
    List<String> columns = null;
    if (peek().symbol("(") && !queryAhead()) {
      take();
      columns = new ArrayList<>();
      do {
        columns.add(identifier());
      } while (takeSymbol(","));
      symbol(")");
    }
    var query = peek().is("VALUES") ? values() : query();
    return new Syntax.Insert(target, columns, query);
  }

  private Syntax.Query values() {
    var at = take();
    var rows = new ArrayList<Syntax.Body>();
    do {
      symbol("(");
      var items = new ArrayList<Syntax.Item>();
      do {
        if (peek().is("DEFAULT")) {
          throw unsupported("DEFAULT in VALUES", peek());
        }
        items.add(new Syntax.Named(expression(), null));
      } while (takeSymbol(","));
      symbol(")");
      rows.add(new Syntax.Select(at, false, items, null, null, null, null, null));
    } while (takeSymbol(","));
    var body = rows.size() == 1 ? rows.get(0) : new Syntax.SetOperation(at, "UNION", true, rows);
    return new Syntax.Query(at, List.of(), body, List.of(), null, null);
  }

  private Syntax.Statement create() {
    var at = take();
    boolean replace = false;
    if (takeWord("OR")) {
      word("REPLACE");
      replace = true;
    }
    if (!peek().is("TABLE")) {
      throw unsupported("CREATE " + peek().text().toUpperCase(Locale.ROOT), at);
    }
    take();
    if (peek().is("IF")) {
      throw unsupported("CREATE TABLE IF NOT EXISTS", at);
    }
    var target = table(false);
    if (!peek().is("AS")) {
      throw unsupported("CREATE TABLE with columns, partitions or options", peek());
    }
    take();
    return new Syntax.Create(target, replace, query());
  }

  private Syntax.Statement delete() {
    take();
    takeWord("FROM");
    var target = table(true);
    if (!peek().is("WHERE")) {
      throw syntax("DELETE must have a WHERE clause", peek());
    }
    take();
    return new Syntax.Delete(target, expression());
  }

  @Override
  Syntax.Query query() {
    var at = peek();
    var with = new ArrayList<Syntax.Cte>();
    if (takeWord("WITH")) {
      if (peek().is("RECURSIVE")) {
        throw unsupported("WITH RECURSIVE", at);
      }
      do {
        var name = peek();
        var cte = identifier();
        word("AS");
        symbol("(");
        with.add(new Syntax.Cte(name, cte, query()));
        symbol(")");
      } while (takeSymbol(","));
    }
    var body = sets();
    var order = orderBy();
    Expr limit = null;
    Expr offset = null;
    if (takeWord("LIMIT")) {
      limit = expression();
      offset = takeWord("OFFSET") ? expression() : null;
    }
    if (peek().is("FOR") || peek().symbol("|")) {
      throw unsupported("FOR or a pipe", peek());
    }
    return new Syntax.Query(at, with, body, order, limit, offset);
  }

  private Syntax.Body sets() {
    var first = body();
    if (!peek().is("UNION") && !peek().is("EXCEPT") && !peek().is("INTERSECT")) {
      return first;
    }
    var at = peek();
    var parts = new ArrayList<Syntax.Body>(List.of(first));
    var operator = operator();
    parts.add(body());
    while (peek().is("UNION") || peek().is("EXCEPT") || peek().is("INTERSECT")) {
      var token = peek();
      if (!operator().equals(operator)) {
        throw syntax(
            "Different set operations cannot be used in the same query without using parentheses"
                + " for grouping",
            token);
      }
      if (operator.startsWith("EXCEPT")) {
        throw syntax("EXCEPT must be used between exactly two queries", token);
      }
      parts.add(body());
    }
    return new Syntax.SetOperation(
        at, operator.substring(0, operator.indexOf(' ')), operator.endsWith("ALL"), parts);
  }

  private String operator() {
    var name = take().text().toUpperCase(Locale.ROOT);
    if (takeWord("ALL")) {
      refuseCorresponding(name);
      return name + " ALL";
    }
    if (takeWord("DISTINCT")) {
      refuseCorresponding(name);
      return name + " DISTINCT";
    }
    throw unexpected("Expected keyword ALL or keyword DISTINCT but got ");
  }

  private void refuseCorresponding(String name) {
    if (peek().is("CORRESPONDING") || peek().is("STRICT") || peek().is("BY")) {
      throw unsupported(name + " " + peek().text(), peek());
    }
  }

  private Syntax.Body body() {
    if (peek().symbol("(")) {
      var at = take();
      var query = query();
      symbol(")");
      return new Syntax.Nested(at, query);
    }
    return select();
  }

  private Syntax.Select select() {
    var at = word("SELECT");
    if (peek().is("AS") || peek().is("WITH")) {
      throw unsupported("SELECT " + peek().text(), peek());
    }
    boolean distinct = takeWord("DISTINCT");
    if (!distinct) {
      takeWord("ALL");
    }
    var items = new ArrayList<Syntax.Item>();
    do {
      if (!items.isEmpty() && endsList()) {
        break;
      }
      items.add(item());
    } while (takeSymbol(","));
    var from = takeWord("FROM") ? from() : null;
    if (from == null && peek().is("WHERE")) {
      throw syntax("Query without FROM clause cannot have a WHERE clause", peek());
    }
    var where = takeWord("WHERE") ? expression() : null;
    var group = group();
    var having = takeWord("HAVING") ? expression() : null;
    var qualify = takeWord("QUALIFY") ? expression() : null;
    if (peek().is("WINDOW")) {
      throw unsupported("A named window", peek());
    }
    return new Syntax.Select(at, distinct, items, from, where, group, having, qualify);
  }

  /** A comma may end a SELECT list. */
  private boolean endsList() {
    var token = peek();
    return token.kind() == Token.Kind.END
        || token.is("FROM")
        || token.is("WHERE")
        || token.is("UNION")
        || token.is("EXCEPT")
        || token.is("INTERSECT")
        || token.is("ORDER")
        || token.is("LIMIT")
        || token.is("GROUP")
        || token.symbol(")")
        || token.symbol(";");
  }

  private List<Expr> group() {
    if (!takeWord("GROUP")) {
      return null;
    }
    word("BY");
    if (peek().is("ROLLUP") || peek().is("CUBE") || peek().is("GROUPING") || peek().is("ALL")) {
      throw unsupported("GROUP BY " + peek().text().toUpperCase(Locale.ROOT), peek());
    }
    var group = new ArrayList<Expr>();
    do {
      if (peek().symbol("(") && peek(1).symbol(")")) {
        throw unsupported("GROUP BY ()", peek());
      }
      group.add(expression());
    } while (takeSymbol(","));
    return group;
  }

  private Syntax.Item item() {
    var at = peek();
    if (takeSymbol("*")) {
      return star(at, null);
    }
    var expression = dotStar();
    if (expression == null) {
      expression = expression();
    } else {
      return star(at, (Expr.Path) expression);
    }
    if (takeWord("AS")) {
      return new Syntax.Named(expression, identifier());
    }
    return new Syntax.Named(expression, name() ? identifier() : null);
  }

  /** The path before {@code .*}, or null where none is. */
  private Expr dotStar() {
    int ahead = 0;
    var names = new ArrayList<String>();
    while (peek(ahead).kind() == Token.Kind.WORD || peek(ahead).kind() == Token.Kind.QUOTED) {
      names.add(peek(ahead).text());
      if (!peek(ahead + 1).symbol(".")) {
        return null;
      }
      if (peek(ahead + 2).symbol("*")) {
        var path = new Expr.Path(peek(), names);
        for (int i = 0; i < ahead + 3; i++) {
          take();
        }
        return path;
      }
      ahead += 2;
    }
    return null;
  }

  private Syntax.Star star(Token at, Expr.Path of) {
    var except = new ArrayList<Expr.Path>();
    var replace = new ArrayList<Syntax.Named>();
    if (peek().is("EXCEPT") && peek(1).symbol("(") && !peek(2).is("SELECT")) {
      take();
      take();
      do {
        var name = peek();
        except.add(new Expr.Path(name, List.of(identifier())));
      } while (takeSymbol(","));
      symbol(")");
    }
    if (peek().is("REPLACE") && peek(1).symbol("(")) {
      take();
      take();
      do {
        var expression = expression();
        takeWord("AS");
        replace.add(new Syntax.Named(expression, identifier()));
      } while (takeSymbol(","));
      symbol(")");
    }
    return new Syntax.Star(at, of, except, replace);
  }

  private Syntax.From from() {
    var left = relation();
    while (true) {
      var at = peek();
      if (takeSymbol(",")) {
        left = new Syntax.Join(at, "CROSS", left, relation(), null, null);
        continue;
      }
      var kind = joinKind();
      if (kind == null) {
        return left;
      }
      left = join(at, kind, left, relation());
    }
  }

  private Syntax.Join join(Token at, String kind, Syntax.From left, Syntax.From right) {
    if (kind.equals("CROSS")) {
      return new Syntax.Join(at, kind, left, right, null, null);
    }
    if (takeWord("ON")) {
      return new Syntax.Join(at, kind, left, right, expression(), null);
    }
    if (takeWord("USING")) {
      symbol("(");
      var names = new ArrayList<Expr.Path>();
      do {
        var name = peek();
        names.add(new Expr.Path(name, List.of(identifier())));
      } while (takeSymbol(","));
      symbol(")");
      return new Syntax.Join(at, kind, left, right, null, names);
    }
    if (right instanceof Syntax.Unnest && (kind.equals("INNER") || kind.equals("LEFT"))) {
      return new Syntax.Join(at, kind, left, right, new Expr.Literal(at, true), null);
    }
    throw peek().is("JOIN") || joinAhead()
        ? unsupported("Joins whose conditions follow one another", at)
        : syntax(kind + " JOIN must have an immediately following ON or USING clause", at);
  }

  private boolean joinAhead() {
    return List.of("INNER", "LEFT", "RIGHT", "FULL", "CROSS").stream().anyMatch(peek()::is);
  }

  private String joinKind() {
    var token = peek();
    if (token.is("NATURAL")) {
      throw unsupported("NATURAL JOIN", token);
    }
    if (takeWord("JOIN")) {
      return "INNER";
    }
    for (var kind : List.of("INNER", "CROSS", "LEFT", "RIGHT", "FULL")) {
      if (takeWord(kind)) {
        if (!kind.equals("INNER") && !kind.equals("CROSS")) {
          takeWord("OUTER");
        }
        word("JOIN");
        return kind;
      }
    }
    return null;
  }

  private Syntax.From relation() {
    var at = peek();
    if (peek().is("UNNEST")) {
      return unnest(take());
    }
    if (peek().symbol("(")) {
      if (!queryAhead()) {
        throw unsupported("A join in parentheses", at);
      }
      take();
      var query = query();
      symbol(")");
      return new Syntax.Subquery(at, query, decorated(alias()));
    }
    return table(true);
  }

  private Syntax.From unnest(Token at) {
    symbol("(");
    var array = expression();
    symbol(")");
    var alias = alias();
    String offset = null;
    if (takeWord("WITH")) {
      word("OFFSET");
      offset = alias();
      offset = offset == null ? "offset" : offset;
    }
    return new Syntax.Unnest(at, array, alias, offset);
  }

  private String alias() {
    if (takeWord("AS")) {
      return identifier();
    }
    return name() && !clause() ? identifier() : null;
  }

  private String decorated(String alias) {
    if (clause()) {
      throw unsupported(peek().text().toUpperCase(Locale.ROOT), peek());
    }
    return alias;
  }

  /** Words that are no names behind a table. */
  private boolean clause() {
    return (peek().is("PIVOT") || peek().is("UNPIVOT") || peek().is("MATCH_RECOGNIZE"))
            && peek(1).symbol("(")
        || peek().is("TABLESAMPLE");
  }

  private Syntax.Table table(boolean aliased) {
    var at = peek();
    var path = new ArrayList<String>();
    path.add(dashed());
    while (takeSymbol(".")) {
      path.add(member());
    }
    if (peek().symbol("(")) {
      throw unsupported("A table function", at);
    }
    if (peek().is("FOR")) {
      throw unsupported("FOR SYSTEM_TIME AS OF", peek());
    }
    return new Syntax.Table(at, path, aliased ? decorated(alias()) : null);
  }

  /** {@code moz-fx-data-shared-prod} without backquotes. */
  private String dashed() {
    if (peek().kind() == Token.Kind.QUOTED) {
      return take().text();
    }
    var first = peek();
    var name = new StringBuilder(identifier());
    int end = first.end();
    while (peek().symbol("-") && peek().start() == end && peek(1).start() == peek().end()) {
      take();
      var part = take();
      name.append('-').append(part.text());
      end = part.end();
    }
    return name.toString();
  }
}
