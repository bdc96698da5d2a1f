package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives expressions their types, and writes them in DuckDB's SQL. */
final class Expressions {
  final Context context;
  private final Queries queries;
  private final Functions functions = new Functions(this);
  private final Aggregates aggregates = new Aggregates(this);
  private final NameResolver columns = new NameResolver();

  Expressions(Context context, Queries queries) {
    this.context = context;
    this.queries = queries;
  }

  /** A condition, which must be a BOOL. */
  String condition(Expr e, Scope scope, Set<Scope.Origin> read, String clause) {
    var typed = typed(e, scope, read);
    if (!typed.isNull() && !typed.type().is(Type.Kind.BOOL)) {
      throw ApiException.invalidQuery(
          clause + " should return type BOOL, but returns " + typed.type() + e.at().at());
    }
    return typed.isNull() ? "CAST(NULL AS BOOLEAN)" : typed.sql();
  }

  /**
   * An item of a SELECT list or of ORDER BY, which may be, as a whole, one of the expressions that
   * GROUP BY names. Inside of a larger expression GoogleSQL does not look for them.
   */
  Typed item(Expr e, Scope scope, Set<Scope.Origin> read) {
    if (scope.groups() != null && !Walk.aggregates(e) && !Walk.windows(e)) {
      try {
        var typed = typed(e, scope.grouped(null), read);
        if (scope.groups().contains(typed.sql())) {
          return typed;
        }
      } catch (ApiException toBeSaidBelow) {
        return typed(e, scope, read);
      }
    }
    return typed(e, scope, read);
  }

  Typed typed(Expr e, Scope scope, Set<Scope.Origin> read) {
    if (e instanceof Expr.Literal x) {
      return literal(x);
    } else if (e instanceof Expr.TypedLiteral x) {
      return ImplicitCast.literal(x.text(), Type.named(x.type()), x.at());
    } else if (e instanceof Expr.Parameter x) {
      return parameter(x);
    } else if (e instanceof Expr.Path x) {
      return columns.path(x, scope, read);
    } else if (e instanceof Expr.FieldOf x) {
      return columns.field(typed(x.of(), scope, read), x.name(), x.at());
    } else if (e instanceof Expr.Element x) {
      return Arrays.element(x, typed(x.array(), scope, read), typed(x.index(), scope, read));
    } else if (e instanceof Expr.ArrayOf x) {
      return Arrays.of(x, all(x.elements(), scope, read));
    } else if (e instanceof Expr.Unary x) {
      return Operators.unary(x, typed(x.operand(), scope, read));
    } else if (e instanceof Expr.Binary x) {
      return Operators.binary(x, typed(x.left(), scope, read), typed(x.right(), scope, read));
    } else if (e instanceof Expr.Is x) {
      return Operators.is(x, typed(x.operand(), scope, read));
    } else if (e instanceof Expr.Between x) {
      return Operators.between(x, all(List.of(x.operand(), x.low(), x.high()), scope, read));
    } else if (e instanceof Expr.Case x) {
      return choice(x, scope, read);
    } else if (e instanceof Expr.Cast x) {
      return cast(x, scope, read);
    } else if (e instanceof Expr.Call x) {
      return call(x, scope, read);
    }
    return other(e, scope, read);
  }

  private Typed other(Expr e, Scope scope, Set<Scope.Origin> read) {
    if (e instanceof Expr.Extract x) {
      var zone = x.zone() == null ? null : typed(x.zone(), scope, read);
      return Calendar.extract(x, typed(x.operand(), scope, read), zone);
    } else if (e instanceof Expr.InList x) {
      return Operators.in(x, typed(x.operand(), scope, read), all(x.list(), scope, read));
    } else if (e instanceof Expr.InUnnest x) {
      return Arrays.in(x, typed(x.operand(), scope, read), typed(x.array(), scope, read));
    } else if (e instanceof Expr.InQuery x) {
      return in(x, scope, read);
    } else if (e instanceof Expr.Exists x) {
      return Typed.of("(EXISTS (" + subquery(x.query(), scope, read).sql() + "))", Type.BOOL);
    } else if (e instanceof Expr.Scalar x) {
      var query = subquery(x.query(), scope, read);
      one(query, x.at(), "Scalar subquery");
      return Typed.of("(" + query.sql() + ")", query.columns().get(0).type());
    }
    throw Tokens.unsupported("An INTERVAL as a value", e.at());
  }

  private static void one(Queries.Query query, Token at, String what) {
    if (query.columns().size() != 1) {
      throw ApiException.invalidQuery(what + " cannot have more than one column" + at.at());
    }
  }

  private Queries.Query subquery(Syntax.Query of, Scope scope, Set<Scope.Origin> read) {
    var query = queries.query(of, scope.allowing(false, false));
    query.columns().forEach(column -> read.addAll(column.origins()));
    return query;
  }

  private Typed in(Expr.InQuery x, Scope scope, Set<Scope.Origin> read) {
    var operand = typed(x.operand(), scope, read);
    var query = subquery(x.query(), scope, read);
    one(query, x.at(), "Subquery of type IN");
    var column = Typed.of("v.c0", query.columns().get(0).type());
    var type = ImplicitCast.common(List.of(operand, column));
    if (type == null || type.nested()) {
      throw Operators.unmatched("IN", List.of(operand, column), x.at());
    }
    return Typed.of(
        "("
            + ImplicitCast.to(operand, type, x.at()).sql()
            + (x.not() ? " NOT IN (SELECT " : " IN (SELECT ")
            + ImplicitCast.to(column, type, x.at()).sql()
            + " FROM ("
            + query.sql()
            + ") AS v(c0)))",
        Type.BOOL);
  }

  List<Typed> all(List<? extends Expr> list, Scope scope, Set<Scope.Origin> read) {
    var typed = new ArrayList<Typed>();
    list.forEach(e -> typed.add(typed(e, scope, read)));
    return typed;
  }

  private static Typed literal(Expr.Literal x) {
    var value = x.value();
    if (value == null) {
      return Typed.nothing();
    } else if (value instanceof Boolean) {
      return Typed.of(value.toString().toUpperCase(Locale.ROOT), Type.BOOL);
    } else if (value instanceof Long) {
      var text = value.equals(Long.MIN_VALUE) ? "'" + value + "'" : value.toString();
      return new Typed(
          "CAST(" + text + " AS BIGINT)", Type.INT64, Typed.Literal.NUMBER, value.toString());
    } else if (value instanceof Double) {
      return new Typed(
          "CAST('" + value + "' AS DOUBLE)", Type.FLOAT64, Typed.Literal.NUMBER, value.toString());
    } else if (value instanceof byte[] bytes) {
      return Typed.of("unhex('" + TextFunctions.hex(bytes) + "')", Type.BYTES);
    }
    return Typed.string((String) value);
  }

  private Typed parameter(Expr.Parameter parameter) {
    var value = context.parameters.get(parameter.name().toLowerCase(Locale.ROOT));
    if (value == null) {
      throw ApiException.invalidQuery(
          "Query parameter '" + parameter.name() + "' not found" + parameter.at().at());
    }
    return value;
  }

  private Typed choice(Expr.Case x, Scope scope, Set<Scope.Origin> read) {
    var results = new ArrayList<Typed>();
    x.whens().forEach(when -> results.add(typed(when.result(), scope, read)));
    results.add(x.otherwise() == null ? Typed.nothing() : typed(x.otherwise(), scope, read));
    var type = ImplicitCast.common(results);
    if (type == null) {
      throw Operators.unmatched("CASE", results, x.at());
    }
    var text = new StringBuilder("(CASE");
    for (int i = 0; i < x.whens().size(); i++) {
      text.append(" WHEN ").append(when(x, x.whens().get(i).condition(), scope, read));
      text.append(" THEN ").append(ImplicitCast.to(results.get(i), type, x.at()).sql());
    }
    var last = ImplicitCast.to(results.get(results.size() - 1), type, x.at());
    return Typed.of(text + " ELSE " + last.sql() + " END)", type);
  }

  private String when(Expr.Case x, Expr condition, Scope scope, Set<Scope.Origin> read) {
    if (x.operand() == null) {
      return condition(condition, scope, read, "A CASE condition");
    }
    var operand = typed(x.operand(), scope, read);
    return Operators.compare("=", operand, typed(condition, scope, read), condition.at()).sql();
  }

  private Typed cast(Expr.Cast x, Scope scope, Set<Scope.Origin> read) {
    var type = type(x.type());
    return Casts.explicit(typed(x.operand(), scope, read), type, x.safe(), x.at());
  }

  private static final Set<String> OTHER_TYPES =
      Set.of(
          "INTERVAL",
          "INT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "TINYINT",
          "BYTEINT",
          "DECIMAL",
          "BIGDECIMAL",
          "BOOLEAN",
          "FLOAT",
          "DOUBLE",
          "FLOAT32",
          "INT32",
          "UINT32",
          "UINT64",
          "UUID");

  static Type type(Expr.TypeName name) {
    if (name.element() != null) {
      return Type.array(type(name.element()));
    }
    var type = Type.named(name.name());
    if (type == null) {
      throw OTHER_TYPES.contains(name.name())
          ? Tokens.unsupported("The type " + name.name(), name.at())
          : ApiException.invalidQuery("Type not found: " + name.name() + name.at().at());
    }
    return type;
  }

  private Typed call(Expr.Call call, Scope scope, Set<Scope.Origin> read) {
    if (call.over() != null) {
      return new Windows(this, aggregates).call(call, scope, read);
    }
    if (Walk.AGGREGATES.contains(call.name())) {
      if (!scope.aggregates()) {
        throw ApiException.invalidQuery(
            "Aggregate function " + call.name() + " not allowed here" + call.at().at());
      }
      return aggregates.call(call, scope.grouped(null).allowing(false, false), read);
    }
    if (call.star()
        || call.distinct()
        || call.nulls() != null
        || !call.order().isEmpty()
        || call.limit() != null) {
      throw ApiException.invalidQuery(
          "DISTINCT, NULLS, ORDER BY, LIMIT or * are not for the function "
              + call.name()
              + call.at().at());
    }
    return functions.call(call, scope, read);
  }

  /**
   * ORDER BY: NULL is smaller than all and NaN smaller than all numbers.
   *
   * @param ordinals for a number its column, where a number may stand for one
   */
  String order(
      List<Syntax.Order> orders, List<String> ordinals, Scope scope, Set<Scope.Origin> read) {
    return orders.stream()
        .map(order -> order(order, ordinals, scope, read))
        .collect(Collectors.joining(", "));
  }

  private String order(
      Syntax.Order order, List<String> ordinals, Scope scope, Set<Scope.Origin> read) {
    if (ordinals != null
        && order.expression() instanceof Expr.Literal literal
        && literal.value() instanceof Long number) {
      if (number < 1 || number > ordinals.size()) {
        throw ApiException.invalidQuery(
            "ORDER BY column number item is out of range" + literal.at().at());
      }
      return key(ordinals.get((int) (number - 1)), order, null, literal.at());
    }
    if (order.expression() instanceof Expr.Literal literal && ordinals != null) {
      throw ApiException.invalidQuery("Cannot ORDER BY a literal value" + literal.at().at());
    }
    var typed = item(order.expression(), scope, read);
    return key(typed.sql(), order, typed.type(), order.expression().at());
  }

  static String key(String sql, Syntax.Order order, Type type, Token at) {
    if (type != null
        && (type.nested() || type.is(Type.Kind.JSON) || type.is(Type.Kind.GEOGRAPHY))) {
      throw ApiException.invalidQuery(
          "ORDER BY does not support expressions of type " + type + at.at());
    }
    boolean nullsFirst = order.nullsFirst() == null ? !order.descending() : order.nullsFirst();
    var nulls = nullsFirst ? " NULLS FIRST" : " NULLS LAST";
    boolean number = type != null && type.is(Type.Kind.FLOAT64);
    // DuckDB gives back what it sorted by, and sorts by 0 for -0.
    var by =
        number ? "(CASE WHEN " + sql + " = 0 THEN CAST(0 AS DOUBLE) ELSE " + sql + " END)" : sql;
    var key = by + (order.descending() ? " DESC" : " ASC") + nulls;
    return number
        ? "isnan(" + sql + ")" + (order.descending() ? " ASC" : " DESC") + nulls + ", " + key
        : key;
  }
}
