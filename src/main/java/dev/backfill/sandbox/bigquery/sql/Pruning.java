package dev.backfill.sandbox.bigquery.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import net.sf.jsqlparser.expression.DateTimeLiteralExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.UserVariable;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.schema.Column;

/** Which day partitions of a table a WHERE clause can touch. */
final class Pruning {
  private final String column;
  private final Map<String, String> parameters;

  Pruning(String column, Map<String, String> parameters) {
    this.column = column;
    this.parameters = parameters;
  }

  Set<String> keep(Set<String> partitions, Expression where) {
    var kept = new HashSet<>(partitions);
    for (var condition : conjuncts(where)) {
      var test = test(condition);
      if (test != null) {
        kept.removeIf(test.negate());
      }
    }
    return kept;
  }

  private static List<Expression> conjuncts(Expression where) {
    var all = new ArrayList<Expression>();
    if (where instanceof AndExpression and) {
      all.addAll(conjuncts(and.getLeftExpression()));
      all.addAll(conjuncts(and.getRightExpression()));
    } else if (where != null) {
      all.add(where);
    }
    return all;
  }

  private Predicate<String> test(Expression condition) {
    if (condition instanceof Between between && !between.isNot()) {
      var low = literal(between.getBetweenExpressionStart());
      var high = literal(between.getBetweenExpressionEnd());
      return isDay(between.getLeftExpression()) && low != null && high != null
          ? day -> day.compareTo(day(low)) >= 0 && day.compareTo(day(high)) <= 0
          : null;
    }
    if (!(condition instanceof ComparisonOperator comparison)) {
      return null;
    }
    var literal = literal(comparison.getRightExpression());
    if (literal == null || !isDay(comparison.getLeftExpression())) {
      return null;
    }
    var day = day(literal);
    boolean exact = !(comparison.getLeftExpression() instanceof Column) || midnight(literal);
    switch (comparison.getStringExpression()) {
      case "=":
        return any -> any.equals(day);
      case ">=":
        return any -> any.compareTo(day) >= 0;
      case ">":
        return comparison.getLeftExpression() instanceof Column
            ? any -> any.compareTo(day) >= 0
            : any -> any.compareTo(day) > 0;
      case "<=":
        return any -> any.compareTo(day) <= 0;
      case "<":
        return exact ? any -> any.compareTo(day) < 0 : any -> any.compareTo(day) <= 0;
      default:
        return null;
    }
  }

  private static String day(String literal) {
    return literal.substring(0, 10).replace("-", "");
  }

  private static boolean midnight(String literal) {
    return literal.length() == 10
        || literal.substring(10).matches("[T ]00:00:00(\\.0+)?(Z| ?UTC|\\+00(:00)?)?");
  }

  /** The partitioning column, or its day. */
  private boolean isDay(Expression expression) {
    if (expression instanceof Column named) {
      return named.getUnquotedColumnName().equalsIgnoreCase(column);
    }
    return expression instanceof Function call
        && call.getName().toUpperCase(Locale.ROOT).equals("DATE")
        && call.getParameters().size() == 1
        && call.getParameters().get(0) instanceof Column inner
        && isDay(inner);
  }

  /** Text that starts with YYYY-MM-DD, or null. */
  private String literal(Expression expression) {
    String text = null;
    if (expression instanceof StringValue value) {
      text = value.getValue();
    } else if (expression instanceof DateTimeLiteralExpression value) {
      text = value.getValue().replace("'", "");
    } else if (expression instanceof UserVariable variable) {
      text = parameters.get(variable.getName().toLowerCase(Locale.ROOT));
    } else if (expression instanceof Function call
        && call.getName().matches("(?i)date|timestamp")
        && call.getParameters() != null
        && call.getParameters().size() == 1) {
      text = literal(call.getParameters().get(0));
    }
    return text != null && text.matches("\\d{4}-\\d{2}-\\d{2}.*") ? text : null;
  }
}
