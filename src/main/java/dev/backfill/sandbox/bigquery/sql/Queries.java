package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Translates queries; the columns of each are c0, c1 and so on in DuckDB. */
final class Queries {
  /** A SELECT in DuckDB's SQL, and its columns by GoogleSQL's names. */
  record Query(String sql, List<Scope.Col> columns) {}

  /** A CTE's name in DuckDB, and its columns. */
  record Cte(String internal, List<Scope.Col> columns) {}

  private final Context context;
  private final Expressions expressions;
  private final FromClause from;
  private Map<String, Cte> ctes = new HashMap<>();

  Queries(Context context) {
    this.context = context;
    this.expressions = new Expressions(context, this);
    this.from = new FromClause(context, this, expressions);
  }

  Cte cte(String name) {
    return ctes.get(name.toLowerCase(Locale.ROOT));
  }

  Expressions expressions() {
    return expressions;
  }

  Query query(Syntax.Query query, Scope outer) {
    var saved = ctes;
    ctes = new HashMap<>(ctes);
    try {
      var with = with(query);
      var body =
          query.body() instanceof Syntax.Select select
              ? select(select, query.order(), outer)
              : ordered(body(query.body(), outer), query.order());
      return new Query(with + body.sql() + limit(query), body.columns());
    } finally {
      ctes = saved;
    }
  }

  private String with(Syntax.Query query) {
    var texts = new ArrayList<String>();
    var names = new HashSet<String>();
    for (var item : query.with()) {
      var name = item.name().toLowerCase(Locale.ROOT);
      if (!names.add(name)) {
        throw ApiException.invalidQuery(
            "Duplicate alias " + item.name() + " for WITH subquery" + item.at().at());
      }
      var part = query(item.query(), null);
      var internal = context.alias();
      texts.add(internal + " AS (" + part.sql() + ")");
      ctes.put(name, new Cte(internal, part.columns()));
    }
    return texts.isEmpty() ? "" : "WITH " + String.join(", ", texts) + " ";
  }

  private Query body(Syntax.Body body, Scope outer) {
    if (body instanceof Syntax.Select select) {
      return select(select, List.of(), outer);
    } else if (body instanceof Syntax.Nested nested) {
      var query = query(nested.query(), outer);
      return new Query("(" + query.sql() + ")", query.columns());
    }
    return set((Syntax.SetOperation) body, outer);
  }

  private Query set(Syntax.SetOperation set, Scope outer) {
    var parts = new ArrayList<Query>();
    set.parts().forEach(part -> parts.add(body(part, outer)));
    var first = parts.get(0).columns();
    for (int i = 1; i < parts.size(); i++) {
      if (parts.get(i).columns().size() != first.size()) {
        throw ApiException.invalidQuery(
            "Queries in "
                + set.operator()
                + " have mismatched column count; query 1 has "
                + first.size()
                + " columns, query "
                + (i + 1)
                + " has "
                + parts.get(i).columns().size()
                + " columns"
                + set.at().at());
      }
    }
    var columns = new ArrayList<Scope.Col>();
    for (int i = 0; i < first.size(); i++) {
      columns.add(merged(set, parts, i));
    }
    var operator = " " + set.operator() + (set.all() ? " ALL " : " ");
    return new Query(
        parts.stream()
            .map(part -> converted(part, columns, set.at()))
            .collect(Collectors.joining(operator)),
        columns);
  }

  private static Scope.Col merged(Syntax.SetOperation set, List<Query> parts, int column) {
    var origins = new HashSet<Scope.Origin>();
    var values = new ArrayList<Typed>();
    for (var part : parts) {
      var col = part.columns().get(column);
      origins.addAll(col.origins());
      values.add(col.literal() == null ? Typed.of(col.sql(), col.type()) : col.literal());
    }
    var type = ImplicitCast.common(values);
    if (type == null) {
      throw ApiException.invalidQuery(
          "Column "
              + (column + 1)
              + " in "
              + set.operator()
              + " has incompatible types: "
              + values.stream().map(v -> v.type().toString()).collect(Collectors.joining(", "))
              + set.at().at());
    }
    boolean distinct = !set.operator().equals("UNION") || !set.all();
    if (distinct && (type.nested() || type.is(Type.Kind.JSON))) {
      throw Tokens.unsupported(set.operator() + " of columns of type " + type, set.at());
    }
    return new Scope.Col(parts.get(0).columns().get(column).name(), "", type, origins);
  }

  private String converted(Query part, List<Scope.Col> columns, Token at) {
    var alias = context.alias();
    boolean same = true;
    var texts = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      var own = part.columns().get(i);
      var type = columns.get(i).type();
      same &= own.type().same(type) && own.type().stored() == type.stored();
      var value = new Typed(alias + ".c" + i, own.type(), Typed.Literal.NO, null);
      boolean literal = own.literal() != null && !own.type().same(type);
      texts.add(
          (literal ? ImplicitCast.to(own.literal(), type, at) : ImplicitCast.to(value, type, at))
                  .sql()
              + " AS c"
              + i);
    }
    return same
        ? "(" + part.sql() + ")"
        : "(SELECT " + String.join(", ", texts) + " FROM (" + part.sql() + ") AS " + alias + ")";
  }

  /** ORDER BY over the columns of a set operation or a query in parentheses. */
  private Query ordered(Query body, List<Syntax.Order> order) {
    if (order.isEmpty()) {
      return body;
    }
    var alias = context.alias();
    var names = names(body.columns().size());
    var scope = new Scope(null);
    var columns = new ArrayList<Scope.Col>();
    var ordinals = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      var sql = alias + "." + names.get(i);
      columns.add(body.columns().get(i).as(body.columns().get(i).name(), sql));
      ordinals.add(sql);
    }
    scope.add(null, columns);
    return new Query(
        "SELECT * FROM ("
            + body.sql()
            + ") AS "
            + alias
            + "("
            + String.join(", ", names)
            + ") ORDER BY "
            + expressions.order(order, ordinals, scope, context.always),
        body.columns());
  }

  static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
  }

  private String limit(Syntax.Query query) {
    var text = query.limit() == null ? "" : " LIMIT " + count(query.limit());
    return query.offset() == null ? text : text + " OFFSET " + count(query.offset());
  }

  private String count(Expr e) {
    if (e instanceof Expr.Literal literal && literal.value() instanceof Long number) {
      return number.toString();
    }
    if (e instanceof Expr.Parameter) {
      var typed = expressions.typed(e, new Scope(null), context.always);
      if (typed.type().is(Type.Kind.INT64)) {
        return typed.sql();
      }
    }
    if (e instanceof Expr.Binary) {
      throw Tokens.unsupported("LIMIT with an expression", e.at());
    }
    throw ApiException.invalidQuery(
        "LIMIT and OFFSET need an integer literal or parameter" + e.at().at());
  }

  private Query select(Syntax.Select select, List<Syntax.Order> order, Scope outer) {
    var scope = new Scope(outer);
    var fromText = select.from() == null ? "" : from.translate(select, scope);
    var where =
        select.where() == null
            ? ""
            : " WHERE "
                + expressions.condition(select.where(), scope, context.always, "WHERE clause");
    var list = new SelectList(expressions);
    list.expand(select.items(), scope);
    var grouping = new Grouping(expressions, context.always);
    boolean aggregated =
        select.groupBy() != null
            || list.aggregates()
            || order.stream().anyMatch(o -> Walk.aggregates(o.expression()))
            || (select.having() != null && Walk.aggregates(select.having()))
            || (select.qualify() != null && Walk.aggregates(select.qualify()));
    refuseLonely(select, aggregated, list);
    Set<String> keys =
        select.groupBy() != null
            ? grouping.keys(select.groupBy(), list, scope)
            : aggregated ? Set.of() : null;
    var over = scope.grouped(keys).allowing(true, true);
    var columns = list.translate(over);
    var text = new StringBuilder("SELECT ");
    text.append(select.distinct() ? "DISTINCT " : "").append(list.sql()).append(fromText);
    text.append(where);
    if (keys != null && !keys.isEmpty()) {
      text.append(" GROUP BY ").append(String.join(", ", keys));
    }
    if (select.distinct()) {
      distinct(select, columns);
    }
    if (select.having() != null) {
      var having = over.allowing(true, false).withAliases(list.aliases(), true);
      text.append(" HAVING ");
      text.append(expressions.condition(select.having(), having, context.always, "HAVING clause"));
    }
    if (select.qualify() != null) {
      qualify(select, list, over, text);
    }
    return order(select, order, list, over, new Query(text.toString(), columns));
  }

  /** Clauses that need another. */
  private static void refuseLonely(Syntax.Select select, boolean aggregated, SelectList list) {
    if (select.having() != null && !aggregated) {
      throw ApiException.invalidQuery(
          "The HAVING clause requires GROUP BY or aggregation to be present"
              + select.having().at().at());
    }
    if (select.from() == null && select.distinct()) {
      throw ApiException.invalidQuery(
          "Query without FROM clause cannot use SELECT DISTINCT" + select.at().at());
    }
    if (select.from() == null && (aggregated || list.windows())) {
      throw ApiException.invalidQuery(
          "Aggregate and analytic functions are not allowed in SELECT without FROM clause"
              + select.at().at());
    }
    if (select.qualify() != null
        && select.where() == null
        && select.groupBy() == null
        && select.having() == null) {
      throw Tokens.unsupported("QUALIFY without WHERE, GROUP BY or HAVING", select.qualify().at());
    }
  }

  private void qualify(Syntax.Select select, SelectList list, Scope over, StringBuilder text) {
    if (!Walk.windows(select.qualify()) && !list.windows()) {
      throw ApiException.invalidQuery(
          "The QUALIFY clause requires analytic function to be present in the QUALIFY clause or the"
              + " SELECT list"
              + select.qualify().at().at());
    }
    var scope = over.withAliases(list.aliases(), false);
    text.append(" QUALIFY ");
    text.append(expressions.condition(select.qualify(), scope, context.always, "QUALIFY clause"));
  }

  private void distinct(Syntax.Select select, List<Scope.Col> columns) {
    for (var column : columns) {
      if (column.type().nested() || column.type().is(Type.Kind.JSON)) {
        throw column.type().is(Type.Kind.STRUCT)
            ? Tokens.unsupported("SELECT DISTINCT of a STRUCT", select.at())
            : ApiException.invalidQuery(
                "Column of type "
                    + column.type()
                    + " cannot be used in SELECT DISTINCT"
                    + select.at().at());
      }
      context.always.addAll(column.origins());
    }
  }

  private Query order(
      Syntax.Select select, List<Syntax.Order> order, SelectList list, Scope over, Query query) {
    if (order.isEmpty()) {
      return query;
    }
    if (!select.distinct()) {
      var scope = over.withAliases(list.aliases(), true);
      var keys = expressions.order(order, list.texts(), scope, context.always);
      return new Query(query.sql() + " ORDER BY " + keys, query.columns());
    }
    var alias = context.alias();
    var scope = new Scope(null);
    var columns = new ArrayList<Scope.Col>();
    var ordinals = new ArrayList<String>();
    for (int i = 0; i < query.columns().size(); i++) {
      ordinals.add(alias + ".c" + i);
      columns.add(query.columns().get(i).as(query.columns().get(i).name(), ordinals.get(i)));
    }
    scope.add(null, columns);
    return new Query(
        "SELECT * FROM ("
            + query.sql()
            + ") AS "
            + alias
            + " ORDER BY "
            + expressions.order(order, ordinals, scope, context.always),
        query.columns());
  }
}
