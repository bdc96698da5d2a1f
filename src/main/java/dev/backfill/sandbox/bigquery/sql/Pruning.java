package dev.backfill.sandbox.bigquery.sql;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which day partitions of a table a WHERE clause can touch. */
final class Pruning {
  private final String column;
  private final Map<String, Typed> parameters;
  private boolean filtered;

  Pruning(String column, Map<String, Typed> parameters) {
    this.column = column;
    this.parameters = parameters;
  }

  /** Whether a condition on the partitioning column was found. */
  boolean filtered() {
    return filtered;
  }

  Set<String> keep(Set<String> partitions, Expr where) {
    var kept = new HashSet<>(partitions);
    for (var condition : conjuncts(where)) {
      var test = test(condition);
      if (test != null) {
        filtered = true;
        kept.removeIf(test.negate());
      }
    }
    return kept;
  }

  private static List<Expr> conjuncts(Expr where) {
    var all = new ArrayList<Expr>();
    if (where instanceof Expr.Binary and && and.operator().equals("AND")) {
      all.addAll(conjuncts(and.left()));
      all.addAll(conjuncts(and.right()));
    } else if (where != null) {
      all.add(where);
    }
    return all;
  }

  private Predicate<String> test(Expr condition) {
    if (condition instanceof Expr.Between between && !between.not()) {
      var low = literal(between.low());
      var high = literal(between.high());
      return isDay(between.operand()) && low != null && high != null
          ? day -> day.compareTo(day(low)) >= 0 && day.compareTo(day(high)) <= 0
          : null;
    }
    if (condition instanceof Expr.Is is && is.what().equals("NULL") && isDay(is.operand())) {
      return day -> day.equals("__NULL__") != is.not();
    }
    if (condition instanceof Expr.InList in && !in.not() && isDay(in.operand())) {
      var days = in.list().stream().map(this::literal).toList();
      return days.contains(null)
          ? null
          : day -> days.stream().anyMatch(literal -> day(literal).equals(day));
    }
    return condition instanceof Expr.Binary comparison ? comparison(comparison) : null;
  }

  private Predicate<String> comparison(Expr.Binary comparison) {
    var literal = literal(comparison.right());
    if (literal == null || !isDay(comparison.left())) {
      return null;
    }
    var day = day(literal);
    boolean exact = !(comparison.left() instanceof Expr.Path) || midnight(literal);
    switch (comparison.operator()) {
      case "=":
        return any -> any.equals(day);
      case ">=":
        return any -> any.compareTo(day) >= 0;
      case ">":
        return comparison.left() instanceof Expr.Path
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
    return literal.endsWith(" 00:00:00");
  }

  /** The partitioning column, or its day. */
  private boolean isDay(Expr expression) {
    if (expression instanceof Expr.Path path) {
      return path.names().size() <= 2
          && path.names().get(path.names().size() - 1).equalsIgnoreCase(column);
    }
    return expression instanceof Expr.Call call
        && call.name().equals("DATE")
        && call.arguments().size() == 1
        && call.arguments().get(0) instanceof Expr.Path inner
        && isDay(inner);
  }

  /** Text in UTC that starts with YYYY-MM-DD, or null. */
  private String literal(Expr expression) {
    String text = null;
    if (expression instanceof Expr.Literal value && value.value() instanceof String string) {
      text = string;
    } else if (expression instanceof Expr.TypedLiteral value) {
      text = value.text();
    } else if (expression instanceof Expr.Parameter parameter) {
      var value = parameters.get(parameter.name().toLowerCase(Locale.ROOT));
      text = value == null ? null : value.text();
    } else if (expression instanceof Expr.Call call
        && (call.name().equals("DATE") || call.name().equals("TIMESTAMP"))
        && call.arguments().size() == 1) {
      text = literal(call.arguments().get(0));
    }
    return text == null ? null : utc(text);
  }

  private static String utc(String text) {
    try {
      return Conversions.datetimeText(Conversions.timestamp(text, ZoneOffset.UTC));
    } catch (Natives.Failure noTime) {
      return null;
    }
  }
}
