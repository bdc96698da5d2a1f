package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Aggregate functions; over nothing a count is 0 and all else NULL. */
final class Aggregates {
  private final Expressions expressions;

  Aggregates(Expressions expressions) {
    this.expressions = expressions;
  }

  Typed call(Expr.Call call, Scope scope, Set<Scope.Origin> read) {
    if (call.star()) {
      if (!call.name().equals("COUNT")) {
        throw ApiException.invalidQuery("Argument * can only be used in COUNT(*)" + call.at().at());
      }
      return Typed.of("COUNT(*)", Type.INT64);
    }
    boolean separated = call.name().equals("STRING_AGG") && call.arguments().size() == 2;
    if (call.arguments().size() != 1 && !separated) {
      throw ApiException.invalidQuery(
          "Number of arguments does not match for aggregate function "
              + call.name()
              + call.at().at());
    }
    var value = expressions.typed(call.arguments().get(0), scope, read);
    boolean collects = call.name().endsWith("_AGG");
    if (!collects && (!call.order().isEmpty() || call.limit() != null)) {
      throw ApiException.invalidQuery(
          "ORDER BY or LIMIT is not for the aggregate function " + call.name() + call.at().at());
    }
    if (call.nulls() != null && !call.name().equals("ARRAY_AGG")) {
      throw Tokens.unsupported(call.nulls() + " NULLS in " + call.name(), call.at());
    }
    if (collects) {
      return collect(call, value, scope, read);
    }
    var number = value.isNull() ? ImplicitCast.to(value, value.type(), call.at()) : value;
    return whole(call, reduce(call, value), number);
  }

  /** DuckDB's sum of BIGINT is wider, and its min passes NaN over. */
  private static Typed whole(Expr.Call call, Typed reduced, Typed value) {
    if (call.name().equals("SUM") && reduced.type().is(Type.Kind.INT64)) {
      return Typed.of("CAST(" + reduced.sql() + " AS BIGINT)", Type.INT64);
    }
    if (call.name().matches("SUM|AVG") && reduced.type().is(Type.Kind.FLOAT64)) {
      return Typed.of(
          "(CASE WHEN isinf("
              + reduced.sql()
              + ") AND NOT bool_or(isinf("
              + value.sql()
              + ")) THEN "
              + Natives.error("double overflow")
              + " ELSE "
              + reduced.sql()
              + " END)",
          Type.FLOAT64);
    }
    if (call.name().equals("MIN") && reduced.type().is(Type.Kind.FLOAT64)) {
      return Typed.of(
          "(CASE WHEN bool_or(isnan("
              + value.sql()
              + ")) THEN CAST('nan' AS DOUBLE) ELSE "
              + reduced.sql()
              + " END)",
          Type.FLOAT64);
    }
    return reduced;
  }

  /** The text without what follows OVER. */
  Typed reduce(Expr.Call call, Typed value) {
    var distinct = call.distinct() ? "DISTINCT " : "";
    var sql = value.sql();
    if (call.distinct() && value.type().is(Type.Kind.STRUCT)) {
      throw Tokens.unsupported("DISTINCT of a STRUCT", call.at());
    }
    if (call.distinct() && (value.type().nested() || value.type().is(Type.Kind.JSON))) {
      throw ApiException.invalidQuery(
          "Aggregate functions with DISTINCT cannot be used with arguments of type "
              + value.type()
              + call.at().at());
    }
    switch (call.name()) {
      case "COUNT":
        return Typed.of("COUNT(" + distinct + sql + ")", Type.INT64);
      case "APPROX_COUNT_DISTINCT":
        return Typed.of("COUNT(DISTINCT " + sql + ")", Type.INT64);
      case "COUNTIF":
        if (call.distinct()) {
          throw Tokens.unsupported("COUNTIF(DISTINCT …)", call.at());
        }
        return Typed.of(
            "COUNT(CASE WHEN " + as(call, value, Type.BOOL) + " THEN 1 END)", Type.INT64);
      case "LOGICAL_AND":
        return Typed.of("bool_and(" + as(call, value, Type.BOOL) + ")", Type.BOOL);
      case "LOGICAL_OR":
        return Typed.of("bool_or(" + as(call, value, Type.BOOL) + ")", Type.BOOL);
      case "ANY_VALUE":
        return Typed.of("any_value(" + sql + ")", value.type());
      case "SUM", "AVG":
        return sum(call, value, distinct);
      default:
        return extreme(call, value, distinct);
    }
  }

  private static String as(Expr.Call call, Typed value, Type type) {
    if (ImplicitCast.cost(value, type) == ImplicitCast.NEVER) {
      throw Operators.unmatched("aggregate function " + call.name(), List.of(value), call.at());
    }
    return ImplicitCast.to(value, type, call.at()).sql();
  }

  private static Typed sum(Expr.Call call, Typed value, String distinct) {
    if (!value.isNull() && !value.type().numeric()) {
      throw Operators.unmatched("aggregate function " + call.name(), List.of(value), call.at());
    }
    var type = value.isNull() ? Type.INT64 : value.type();
    var sql = ImplicitCast.to(value, type, call.at()).sql();
    if (call.name().equals("AVG")) {
      if (type.is(Type.Kind.NUMERIC) || type.is(Type.Kind.BIGNUMERIC)) {
        throw Tokens.unsupported("AVG of " + type, call.at());
      }
      return Typed.of("avg(" + distinct + sql + ")", Type.FLOAT64);
    }
    return Typed.of("sum(" + distinct + sql + ")", type);
  }

  private static Typed extreme(Expr.Call call, Typed value, String distinct) {
    var type = value.type();
    if (type.nested() || type.is(Type.Kind.JSON) || type.is(Type.Kind.GEOGRAPHY)) {
      throw ApiException.invalidQuery(
          call.name() + " is not defined for arguments of type " + type + call.at().at());
    }
    return Typed.of(
        call.name().toLowerCase(Locale.ROOT) + "(" + distinct + value.sql() + ")", type);
  }

  private Typed collect(Expr.Call call, Typed value, Scope scope, Set<Scope.Origin> read) {
    boolean array = call.name().equals("ARRAY_AGG");
    if (!array && !value.isNull() && !value.type().is(Type.Kind.STRING)) {
      throw value.type().is(Type.Kind.BYTES)
          ? Tokens.unsupported("STRING_AGG of BYTES", call.at())
          : Operators.unmatched("aggregate function STRING_AGG", List.of(value), call.at());
    }
    if (array && value.type().is(Type.Kind.ARRAY)) {
      throw ApiException.invalidQuery(
          "The argument to ARRAY_AGG must not be an array type but was "
              + value.type()
              + call.at().at());
    }
    var sql =
        ImplicitCast.to(
                value,
                value.isNull() ? (array ? Type.INT64 : Type.STRING) : value.type(),
                call.at())
            .sql();
    var text = new StringBuilder(array || call.limit() != null ? "list(" : "string_agg(");
    text.append(call.distinct() ? "DISTINCT " : "").append(sql);
    var separator = separator(call, scope, read);
    if (!array && call.limit() == null) {
      text.append(", ").append(separator);
    }
    if (!call.order().isEmpty()) {
      text.append(" ORDER BY ").append(order(call, value, scope, read));
    }
    text.append(")");
    if (!array || "IGNORE".equals(call.nulls())) {
      text.append(" FILTER (WHERE ").append(sql).append(" IS NOT NULL)");
    }
    var limited = limit(call, text.toString());
    if (array) {
      return Typed.of(limited, Type.array(value.type()));
    }
    return Typed.of(
        call.limit() == null ? limited : "array_to_string(" + limited + ", " + separator + ")",
        Type.STRING);
  }

  private String separator(Expr.Call call, Scope scope, Set<Scope.Origin> read) {
    if (call.arguments().size() < 2) {
      return "','";
    }
    var separator = expressions.typed(call.arguments().get(1), scope, read);
    if (separator.literal() != Typed.Literal.STRING) {
      throw Tokens.unsupported("A delimiter that is no literal", call.at());
    }
    return separator.sql();
  }

  private String order(Expr.Call call, Typed value, Scope scope, Set<Scope.Origin> read) {
    for (var order : call.order()) {
      if (call.distinct()
          && !expressions.typed(order.expression(), scope, read).sql().equals(value.sql())) {
        throw ApiException.invalidQuery(
            "An aggregate function that has both DISTINCT and ORDER BY arguments can only ORDER BY"
                + " expressions that are arguments to the function"
                + call.at().at());
      }
    }
    return expressions.order(call.order(), null, scope, read);
  }

  private static String limit(Expr.Call call, String list) {
    if (call.limit() == null) {
      return list;
    }
    if (!(call.limit() instanceof Expr.Literal literal && literal.value() instanceof Long count)) {
      throw Tokens.unsupported("LIMIT with an expression", call.at());
    }
    return "(" + list + ")[1:" + count + "]";
  }
}
