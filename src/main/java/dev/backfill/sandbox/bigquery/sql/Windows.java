package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Functions with OVER. */
final class Windows {
  /** How many arguments at least and at most, and whether an ORDER BY is needed. */
  private record Shape(int least, int most, boolean ordered, boolean framed) {}

  private static final Map<String, Shape> NUMBERING =
      Map.of(
          "ROW_NUMBER", new Shape(0, 0, false, false),
          "RANK", new Shape(0, 0, true, false),
          "DENSE_RANK", new Shape(0, 0, true, false),
          "LAG", new Shape(1, 3, true, false),
          "LEAD", new Shape(1, 3, true, false),
          "FIRST_VALUE", new Shape(1, 1, true, true),
          "LAST_VALUE", new Shape(1, 1, true, true));

  private final Expressions expressions;
  private final Aggregates aggregates;

  Windows(Expressions expressions, Aggregates aggregates) {
    this.expressions = expressions;
    this.aggregates = aggregates;
  }

  Typed call(Expr.Call call, Scope scope, Set<Scope.Origin> read) {
    if (!scope.windows()) {
      throw ApiException.invalidQuery(
          "Analytic function " + call.name() + " not allowed here" + call.at().at());
    }
    var inner = scope.allowing(scope.aggregates(), false);
    var function = function(call, inner, read);
    var window = window(call, inner, read);
    var text = "(" + function.sql() + " OVER (" + window + "))";
    boolean sum = call.name().equals("SUM") && function.type().is(Type.Kind.INT64);
    return Typed.of(sum ? "CAST(" + text + " AS BIGINT)" : text, function.type());
  }

  private Typed function(Expr.Call call, Scope scope, Set<Scope.Origin> read) {
    var shape = NUMBERING.get(call.name());
    if (shape != null) {
      return numbering(call, shape, scope, read);
    }
    if (!Walk.AGGREGATES.contains(call.name()) || call.name().endsWith("_AGG")) {
      throw Tokens.unsupported("The window function " + call.name(), call.at());
    }
    if (call.nulls() != null || !call.order().isEmpty() || call.limit() != null) {
      throw Tokens.unsupported("NULLS, ORDER BY or LIMIT in " + call.name(), call.at());
    }
    if (call.distinct() && (!call.over().order().isEmpty() || call.over().frame() != null)) {
      throw ApiException.invalidQuery(
          "Window ORDER BY is not allowed if DISTINCT is specified" + call.at().at());
    }
    if (call.star() || call.arguments().size() != 1) {
      return aggregates.call(call, scope, read);
    }
    return aggregates.reduce(call, expressions.typed(call.arguments().get(0), scope, read));
  }

  private Typed numbering(Expr.Call call, Shape shape, Scope scope, Set<Scope.Origin> read) {
    int count = call.arguments().size();
    if (call.star() || call.distinct() || count < shape.least() || count > shape.most()) {
      throw ApiException.invalidQuery(
          "Number of arguments does not match for analytic function "
              + call.name()
              + call.at().at());
    }
    if (shape.ordered() && call.over().order().isEmpty()) {
      throw ApiException.invalidQuery(
          "Window ORDER BY is required for analytic function " + call.name() + call.at().at());
    }
    if (!shape.framed() && call.over().frame() != null) {
      throw ApiException.invalidQuery(
          "Window framing clause is not allowed for analytic function "
              + call.name()
              + call.at().at());
    }
    if (count == 0) {
      return Typed.of(call.name() + "()", Type.INT64);
    }
    var arguments = expressions.all(call.arguments(), scope, read);
    var type = arguments.get(0).type();
    var texts = new ArrayList<String>();
    texts.add(arguments.get(0).sql());
    if (count > 1) {
      texts.add(offset(call, arguments.get(1)));
    }
    if (count > 2) {
      var both = List.of(arguments.get(0), arguments.get(2));
      if (ImplicitCast.cost(arguments.get(2), type) == ImplicitCast.NEVER) {
        throw Operators.unmatched("analytic function " + call.name(), both, call.at());
      }
      texts.add(ImplicitCast.to(arguments.get(2), type, call.at()).sql());
    }
    var nulls = call.nulls() == null ? "" : " " + call.nulls() + " NULLS";
    if (call.nulls() != null && !shape.framed()) {
      throw Tokens.unsupported(call.nulls() + " NULLS in " + call.name(), call.at());
    }
    return Typed.of(call.name() + "(" + String.join(", ", texts) + nulls + ")", type);
  }

  private static String offset(Expr.Call call, Typed offset) {
    if (offset.literal() != Typed.Literal.NUMBER
        || !offset.type().is(Type.Kind.INT64)
        || offset.text().startsWith("-")) {
      throw ApiException.invalidQuery(
          "The offset of "
              + call.name()
              + " must be a non-negative integer literal"
              + call.at().at());
    }
    return offset.sql();
  }

  private String window(Expr.Call call, Scope scope, Set<Scope.Origin> read) {
    var over = call.over();
    var text = new StringBuilder();
    if (!over.partition().isEmpty()) {
      text.append("PARTITION BY ");
      text.append(
          over.partition().stream()
              .map(e -> partition(expressions.typed(e, scope, read), e))
              .collect(Collectors.joining(", ")));
    }
    if (!over.order().isEmpty()) {
      text.append(" ORDER BY ").append(expressions.order(over.order(), null, scope, read));
    }
    if (over.frame() != null) {
      if (over.order().isEmpty() && over.frame().unit().equals("RANGE")) {
        throw Tokens.unsupported("RANGE without ORDER BY", over.at());
      }
      text.append(' ').append(over.frame().unit()).append(" BETWEEN ");
      text.append(over.frame().from()).append(" AND ").append(over.frame().to());
    }
    return text.toString();
  }

  private static String partition(Typed value, Expr e) {
    if (value.type().nested()
        || value.type().is(Type.Kind.JSON)
        || value.type().is(Type.Kind.GEOGRAPHY)
        || value.type().is(Type.Kind.FLOAT64)) {
      throw ApiException.invalidQuery(
          "Partitioning by expressions of type " + value.type() + " is not allowed" + e.at().at());
    }
    return value.sql();
  }
}
