package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.IntervalExpression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;

/** The functions of the subset. */
final class Functions {
  private final Expressions expressions;

  Functions(Expressions expressions) {
    this.expressions = expressions;
  }

  String call(Function f, Scope scope, Set<Scope.Origin> read) {
    var name = f.getName().toUpperCase(Locale.ROOT);
    requirePlain(f);
    var arguments = new ArrayList<Expression>();
    if (f.getParameters() != null) {
      arguments.addAll(f.getParameters());
    }
    if (name.equals("COUNT")) {
      return count(f, arguments, scope, read);
    }
    if (name.equals("ARRAY_AGG") || name.equals("STRING_AGG")) {
      return collect(name, f, arguments, scope, read);
    }
    if (f.isDistinct() || f.getOrderByElements() != null || f.getLimit() != null) {
      throw Context.refused("DISTINCT, ORDER BY or LIMIT in " + name, f);
    }
    if (name.startsWith("DATE_") || name.startsWith("TIMESTAMP_")) {
      var result = calendar(name, arguments, scope, read);
      if (result != null) {
        return result;
      }
    }
    return scalar(name, f, arguments, scope, read);
  }

  private static void requirePlain(Function f) {
    if (f.getNamedParameters() != null
        || f.getKeep() != null
        || f.getHavingClause() != null
        || f.getNullHandling() != null
        || f.getAttribute() != null) {
      throw Context.refused("This form of " + f.getName(), f);
    }
  }

  private String count(
      Function f, List<Expression> arguments, Scope scope, Set<Scope.Origin> read) {
    if (f.isAllColumns() || (!arguments.isEmpty() && arguments.get(0) instanceof AllColumns)) {
      return "COUNT(*)";
    }
    return (f.isDistinct() ? "COUNT(DISTINCT " : "COUNT(")
        + expressions.list(arguments, scope, read)
        + ")";
  }

  private String collect(
      String name, Function f, List<Expression> arguments, Scope scope, Set<Scope.Origin> read) {
    var text = new StringBuilder(name.equals("ARRAY_AGG") ? "list(" : "string_agg(");
    if (f.isDistinct()) {
      text.append("DISTINCT ");
    }
    text.append(expressions.list(arguments, scope, read));
    if (name.equals("STRING_AGG") && arguments.size() == 1) {
      text.append(", ','");
    }
    if (f.getOrderByElements() != null) {
      text.append(" ORDER BY ").append(expressions.order(f.getOrderByElements(), scope, read));
    }
    text.append(')');
    if (f.getLimit() != null) {
      if (!name.equals("ARRAY_AGG") || !(f.getLimit().getRowCount() instanceof LongValue)) {
        throw Context.refused("LIMIT in " + name, f);
      }
      text.append("[1:").append(f.getLimit().getRowCount()).append(']');
    }
    return text.toString();
  }

  String window(
      String name,
      AnalyticExpression e,
      List<Expression> arguments,
      Scope scope,
      Set<Scope.Origin> read) {
    switch (name) {
      case "ROW_NUMBER":
      case "RANK":
      case "DENSE_RANK":
        return name + "()";
      case "COUNT":
        return e.isAllColumns() || arguments.get(0) instanceof AllColumns
            ? "COUNT(*)"
            : "COUNT("
                + (e.isDistinct() ? "DISTINCT " : "")
                + expressions.list(arguments, scope, read)
                + ")";
      case "SUM":
      case "MIN":
      case "MAX":
      case "AVG":
      case "FIRST_VALUE":
      case "LAST_VALUE":
      case "LAG":
      case "LEAD":
        return name + "(" + expressions.list(arguments, scope, read) + ")";
      case "COUNTIF":
        return "count_if(" + expressions.list(arguments, scope, read) + ")";
      default:
        throw Context.refused("The window function " + name, e);
    }
  }

  private String calendar(
      String name, List<Expression> arguments, Scope scope, Set<Scope.Origin> read) {
    if (arguments.isEmpty()) {
      return null;
    }
    var type = name.startsWith("DATE_") ? "DATE" : "TIMESTAMP";
    switch (name) {
      case "DATE_TRUNC":
      case "TIMESTAMP_TRUNC":
        return "CAST(date_trunc('"
            + part(arguments, 1)
            + "', "
            + expressions.sql(arguments.get(0), scope, read)
            + ") AS "
            + type
            + ")";
      case "DATE_ADD":
      case "DATE_SUB":
      case "TIMESTAMP_ADD":
      case "TIMESTAMP_SUB":
        return "CAST("
            + value(type, expressions.sql(arguments.get(0), scope, read))
            + (name.endsWith("ADD") ? " + " : " - ")
            + interval(arguments.get(1), scope, read)
            + " AS "
            + type
            + ")";
      case "DATE_DIFF":
      case "TIMESTAMP_DIFF":
        return (type.equals("DATE") ? "date_diff('" : "date_sub('")
            + part(arguments, 2)
            + "', "
            + value(type, expressions.sql(arguments.get(1), scope, read))
            + ", "
            + value(type, expressions.sql(arguments.get(0), scope, read))
            + ")";
      case "TIMESTAMP_MICROS":
        return "make_timestamp(" + expressions.list(arguments, scope, read) + ")";
      case "TIMESTAMP_MILLIS":
        return "make_timestamp(1000 * " + expressions.list(arguments, scope, read) + ")";
      case "TIMESTAMP_SECONDS":
        return "make_timestamp(1000000 * " + expressions.list(arguments, scope, read) + ")";
      default:
        return null;
    }
  }

  private static String value(String type, String sql) {
    return "CAST(" + sql + " AS " + type + ")";
  }

  private static String part(List<Expression> arguments, int index) {
    var part =
        arguments.size() > index && arguments.get(index) instanceof Column column
            ? column.getColumnName().toUpperCase(Locale.ROOT)
            : arguments.size() > index ? arguments.get(index).toString() : "DAY";
    if (!Set.of(
            "DAY",
            "HOUR",
            "MINUTE",
            "SECOND",
            "MONTH",
            "YEAR",
            "QUARTER",
            "MILLISECOND",
            "MICROSECOND")
        .contains(part)) {
      throw ApiException.unsupported("The date part " + part);
    }
    return part.toLowerCase(Locale.ROOT);
  }

  private String interval(Expression e, Scope scope, Set<Scope.Origin> read) {
    if (!(e instanceof IntervalExpression interval)) {
      throw Context.refused("An interval given as " + e, e);
    }
    var amount =
        interval.getExpression() != null
            ? expressions.sql(interval.getExpression(), scope, read)
            : interval.getParameter();
    var part = interval.getIntervalType().toUpperCase(Locale.ROOT);
    if (!Set.of("DAY", "HOUR", "MINUTE", "SECOND", "MICROSECOND", "MILLISECOND").contains(part)) {
      throw Context.refused("INTERVAL in " + part, e);
    }
    return "to_" + part.toLowerCase(Locale.ROOT) + "s(CAST(" + amount + " AS BIGINT))";
  }

  static String timestamp(String text) {
    return "CAST(regexp_replace(" + text + ", '( UTC|Z|\\+00(:00)?)$', '') AS TIMESTAMP)";
  }

  private String scalar(
      String name, Function f, List<Expression> arguments, Scope scope, Set<Scope.Origin> read) {
    var typed = new ArrayList<Expressions.Typed>();
    arguments.forEach(argument -> typed.add(expressions.typed(argument, scope, read)));
    var all = String.join(", ", typed.stream().map(Expressions.Typed::sql).toArray(String[]::new));
    boolean bytes =
        !typed.isEmpty()
            && typed.get(0).field() != null
            && typed.get(0).field().type().equals("BYTES");
    switch (name) {
      case "SUM":
      case "MIN":
      case "MAX":
      case "AVG":
      case "COALESCE":
      case "NULLIF":
      case "IF":
      case "GREATEST":
      case "LEAST":
      case "ABS":
      case "FLOOR":
      case "CEIL":
      case "ROUND":
      case "UPPER":
      case "LOWER":
      case "SUBSTR":
      case "REPLACE":
      case "TRIM":
      case "STARTS_WITH":
      case "STRPOS":
      case "MOD":
      case "ANY_VALUE":
        return name + "(" + all + ")";
      case "COUNTIF":
        return "CAST(count_if(" + all + ") AS BIGINT)";
      case "LOGICAL_OR":
        return "bool_or(" + all + ")";
      case "LOGICAL_AND":
        return "bool_and(" + all + ")";
      case "APPROX_COUNT_DISTINCT":
        return "COUNT(DISTINCT " + all + ")";
      case "IFNULL":
        return "COALESCE(" + all + ")";
      case "DIV":
        return "(" + typed.get(0).sql() + " // " + typed.get(1).sql() + ")";
      case "SAFE_DIVIDE":
        return "(CASE WHEN "
            + typed.get(1).sql()
            + " != 0 THEN CAST("
            + typed.get(0).sql()
            + " AS DOUBLE) / "
            + typed.get(1).sql()
            + " END)";
      case "CONCAT":
        return "("
            + String.join(" || ", typed.stream().map(Expressions.Typed::sql).toArray(String[]::new))
            + ")";
      case "LENGTH":
        return bytes ? "octet_length(" + all + ")" : "length(" + all + ")";
      case "BYTE_LENGTH":
        return bytes ? "octet_length(" + all + ")" : "strlen(" + all + ")";
      case "TO_HEX":
        return "lower(hex(" + all + "))";
      case "SHA256":
        return "unhex(sha256(" + all + "))";
      case "MD5":
        return "unhex(md5(" + all + "))";
      case "TO_BASE64":
        return "base64(" + all + ")";
      case "FROM_BASE64":
        return "from_base64(" + all + ")";
      case "DATE":
        return arguments.size() == 3
            ? "make_date(" + all + ")"
            : "CAST(" + one(all, f) + " AS DATE)";
      case "TIMESTAMP":
        return timestamp("CAST(" + one(all, f) + " AS VARCHAR)");
      case "CURRENT_TIMESTAMP":
        return "make_timestamp(" + System.currentTimeMillis() * 1000 + ")";
      case "CURRENT_DATE":
        return "CAST(make_timestamp(" + System.currentTimeMillis() * 1000 + ") AS DATE)";
      case "UNIX_SECONDS":
        return "CAST(floor(epoch_us(" + all + ") / 1000000) AS BIGINT)";
      case "UNIX_MILLIS":
        return "epoch_ms(" + all + ")";
      case "UNIX_MICROS":
        return "epoch_us(" + all + ")";
      case "FORMAT_DATE":
      case "FORMAT_TIMESTAMP":
        return "strftime(" + typed.get(1).sql() + ", " + typed.get(0).sql() + ")";
      case "PARSE_DATE":
        return "CAST(strptime(" + typed.get(1).sql() + ", " + typed.get(0).sql() + ") AS DATE)";
      case "REGEXP_CONTAINS":
        return "regexp_matches(" + all + ")";
      default:
        throw Context.refused("The function " + name, f);
    }
  }

  private static String one(String arguments, Function f) {
    if (f.getParameters() == null || f.getParameters().size() != 1) {
      throw Context.refused(f.getName() + " with a time zone", f);
    }
    return arguments;
  }
}
