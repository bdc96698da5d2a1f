package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** GROUP BY: expressions, columns' numbers, and names of the SELECT list. */
final class Grouping {
  private final Expressions expressions;
  private final Set<Scope.Origin> read;

  Grouping(Expressions expressions, Set<Scope.Origin> read) {
    this.expressions = expressions;
    this.read = read;
  }

  /** In DuckDB's text, which is how a SELECT list's expression is found to be grouped. */
  Set<String> keys(List<Expr> by, SelectList list, Scope scope) {
    var keys = new LinkedHashSet<String>();
    for (var e : by) {
      var key = key(e, list, scope);
      if (key.type().is(Type.Kind.STRUCT)) {
        throw Tokens.unsupported("GROUP BY a STRUCT", e.at());
      }
      if (key.type().nested()
          || key.type().is(Type.Kind.JSON)
          || key.type().is(Type.Kind.GEOGRAPHY)) {
        throw ApiException.invalidQuery(
            "Grouping by expressions of type " + key.type() + " is not allowed" + e.at().at());
      }
      keys.add(key.sql());
    }
    return keys;
  }

  private Typed key(Expr e, SelectList list, Scope scope) {
    if (e instanceof Expr.Literal literal) {
      if (!(literal.value() instanceof Long number)) {
        throw ApiException.invalidQuery("Cannot GROUP BY literal values" + e.at().at());
      }
      return item(list.at(number, e.at()), list, e, scope);
    }
    if (e instanceof Expr.Path path && path.names().size() == 1) {
      var items = list.named(path.names().get(0));
      if (items.size() > 1) {
        throw ApiException.invalidQuery(
            "Name " + path.names().get(0) + " in GROUP BY clause is ambiguous" + e.at().at());
      }
      if (!items.isEmpty()) {
        return item(items.get(0), list, e, scope);
      }
    }
    if (Walk.aggregates(e)) {
      throw ApiException.invalidQuery(
          "Aggregate functions are not allowed in GROUP BY" + e.at().at());
    }
    return expressions.typed(e, scope, read);
  }

  private Typed item(SelectList.Entry entry, SelectList list, Expr e, Scope scope) {
    if (entry.expression() == null) {
      read.addAll(entry.column().origins());
      return Typed.of(entry.column().sql(), entry.column().type());
    }
    if (Walk.aggregates(entry.expression()) || Walk.windows(entry.expression())) {
      throw ApiException.invalidQuery(
          "Column contains an aggregation or analytic function, which is not allowed in GROUP BY"
              + e.at().at());
    }
    var typed = expressions.typed(entry.expression(), scope, read);
    return typed.isNull() ? ImplicitCast.to(typed, Type.INT64, e.at()) : typed;
  }
}
