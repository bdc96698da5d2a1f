package dev.backfill.sandbox.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Looks through an expression, not into its subqueries. */
final class Walk {
  static final Set<String> AGGREGATES =
      Set.of(
          "COUNT",
          "COUNTIF",
          "SUM",
          "AVG",
          "MIN",
          "MAX",
          "ANY_VALUE",
          "LOGICAL_AND",
          "LOGICAL_OR",
          "ARRAY_AGG",
          "STRING_AGG",
          "APPROX_COUNT_DISTINCT");

  private Walk() {}

  static boolean aggregates(Expr e) {
    return any(
        e, x -> x instanceof Expr.Call c && c.over() == null && AGGREGATES.contains(c.name()));
  }

  static boolean windows(Expr e) {
    return any(e, x -> x instanceof Expr.Call c && c.over() != null);
  }

  private static boolean any(Expr e, Predicate<Expr> test) {
    return test.test(e) || children(e).stream().anyMatch(child -> any(child, test));
  }

  private static List<Expr> children(Expr e) {
    if (e instanceof Expr.Unary x) {
      return List.of(x.operand());
    } else if (e instanceof Expr.Binary x) {
      return List.of(x.left(), x.right());
    } else if (e instanceof Expr.Is x) {
      return List.of(x.operand());
    } else if (e instanceof Expr.Between x) {
      return List.of(x.operand(), x.low(), x.high());
    } else if (e instanceof Expr.InList x) {
      return with(x.list(), x.operand());
    } else if (e instanceof Expr.InQuery x) {
      return List.of(x.operand());
    } else if (e instanceof Expr.InUnnest x) {
      return List.of(x.operand(), x.array());
    } else if (e instanceof Expr.Case x) {
      var all = new ArrayList<Expr>();
      x.whens().forEach(when -> all.addAll(List.of(when.condition(), when.result())));
      return with(with(all, x.operand()), x.otherwise());
    } else if (e instanceof Expr.Cast x) {
      return List.of(x.operand());
    } else if (e instanceof Expr.Extract x) {
      return with(List.of(x.operand()), x.zone());
    } else if (e instanceof Expr.Call x) {
      var all = new ArrayList<>(x.arguments());
      x.order().forEach(order -> all.add(order.expression()));
      if (x.over() != null) {
        all.addAll(x.over().partition());
        x.over().order().forEach(order -> all.add(order.expression()));
      }
      return all;
    } else if (e instanceof Expr.Interval x) {
      return List.of(x.amount());
    } else if (e instanceof Expr.ArrayOf x) {
      return x.elements();
    } else if (e instanceof Expr.Element x) {
      return List.of(x.array(), x.index());
    } else if (e instanceof Expr.FieldOf x) {
      return List.of(x.of());
    }
    return List.of();
  }

  private static List<Expr> with(List<? extends Expr> list, Expr more) {
    var all = new ArrayList<Expr>(list);
    if (more != null) {
      all.add(more);
    }
    return all;
  }
}
