package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Operators with GoogleSQL's types; what has no matching signature is an error. */
final class Operators {
  private Operators() {}

  static ApiException unmatched(String name, List<Typed> arguments, Token at) {
    var types =
        arguments.stream()
            .map(a -> a.isNull() ? "NULL" : a.type().toString())
            .collect(Collectors.joining(", "));
    return ApiException.invalidQuery(
        "No matching signature for " + name + " for argument types: " + types + at.at());
  }

  /** GoogleSQL refuses it in some settings and answers NULL in others; nobody means it. */
  static void refuseNull(Expr operand, String operator, Token at) {
    if (operand instanceof Expr.Literal literal && literal.value() == null) {
      throw Tokens.unsupported("A literal NULL as operand of " + operator, at);
    }
  }

  static Typed unary(Expr.Unary x, Typed operand) {
    refuseNull(x.operand(), x.operator(), x.at());
    switch (x.operator()) {
      case "NOT":
        return Typed.of("(NOT " + bool(operand, "operator NOT", x.at()) + ")", Type.BOOL);
      case "~":
        throw Tokens.unsupported("The operator ~", x.at());
      default:
        var value = operand.isNull() ? ImplicitCast.to(operand, Type.INT64, x.at()) : operand;
        if (!value.type().numeric()) {
          throw unmatched("operator " + x.operator(), List.of(operand), x.at());
        }
        return new Typed(
            x.operator().equals("-") ? "(-" + value.sql() + ")" : value.sql(),
            value.type(),
            value.literal() == Typed.Literal.NUMBER ? Typed.Literal.NUMBER : Typed.Literal.NO,
            x.operator().equals("-") && value.text() != null ? "-" + value.text() : value.text());
    }
  }

  private static String bool(Typed value, String what, Token at) {
    if (!value.isNull() && !value.type().is(Type.Kind.BOOL)) {
      throw unmatched(what, List.of(value), at);
    }
    return ImplicitCast.to(value, Type.BOOL, at).sql();
  }

  static Typed binary(Expr.Binary x, Typed left, Typed right) {
    if (!Set.of("AND", "OR", "IS DISTINCT FROM", "IS NOT DISTINCT FROM").contains(x.operator())) {
      refuseNull(x.left(), x.operator(), x.at());
      refuseNull(x.right(), x.operator(), x.at());
    }
    switch (x.operator()) {
      case "AND", "OR":
        var name = "operator " + x.operator();
        return Typed.of(
            "("
                + bool(left, name, x.at())
                + " "
                + x.operator()
                + " "
                + bool(right, name, x.at())
                + ")",
            Type.BOOL);
      case "=", "!=", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM":
        return compare(x.operator(), left, right, x.at());
      case "LIKE", "NOT LIKE":
        return like(x, left, right);
      case "||":
        return concat(x, left, right);
      case "+", "-", "*", "/":
        return arithmetic(x, left, right);
      default:
        throw Tokens.unsupported("The operator " + x.operator(), x.at());
    }
  }

  static Typed compare(String operator, Typed left, Typed right, Token at) {
    var type = ImplicitCast.common(List.of(left, right));
    if (type == null
        && EnumSet.of(left.type().kind(), right.type().kind())
            .equals(EnumSet.of(Type.Kind.DATE, Type.Kind.DATETIME))) {
      throw Tokens.unsupported("Comparing a DATE with a DATETIME", at);
    }
    if (type == null && textAndBytes(left, right)) {
      throw Tokens.unsupported("Comparing BYTES with a STRING", at);
    }
    if (type == null) {
      throw unmatched("operator " + operator, List.of(left, right), at);
    }
    if (type.nested() || type.is(Type.Kind.GEOGRAPHY) || type.is(Type.Kind.JSON)) {
      throw type.is(Type.Kind.JSON) || type.is(Type.Kind.GEOGRAPHY)
          ? unmatched("operator " + operator, List.of(left, right), at)
          : Tokens.unsupported("Comparing values of type " + type, at);
    }
    var l = ImplicitCast.to(left, type, at).sql();
    var r = ImplicitCast.to(right, type, at).sql();
    return Typed.of(compared(operator, type, l, r), Type.BOOL);
  }

  private static boolean textAndBytes(Typed left, Typed right) {
    return (left.type().is(Type.Kind.BYTES) && right.literal() == Typed.Literal.STRING)
        || (right.type().is(Type.Kind.BYTES) && left.literal() == Typed.Literal.STRING);
  }

  private static String compared(String operator, Type type, String left, String right) {
    if (!type.is(Type.Kind.FLOAT64) || operator.startsWith("IS")) {
      return "(" + left + " " + operator + " " + right + ")";
    }
    var macro =
        switch (operator) {
          case "=" -> "eq";
          case "!=" -> "ne";
          case "<" -> "lt";
          case "<=" -> "le";
          case ">" -> "gt";
          default -> "ge";
        };
    return "memory.main.bf_" + macro + "(" + left + ", " + right + ")";
  }

  private static Typed like(Expr.Binary x, Typed left, Typed right) {
    var type = ImplicitCast.common(List.of(left, right));
    if (left.isNull() && right.isNull()) {
      type = Type.STRING;
    }
    if (type == null || !(type.is(Type.Kind.STRING) || type.is(Type.Kind.BYTES))) {
      throw unmatched("operator LIKE", List.of(left, right), x.at());
    }
    if (type.is(Type.Kind.BYTES)) {
      throw Tokens.unsupported("LIKE on BYTES", x.at());
    }
    if (right.text() != null && right.text().matches("(?s)(.*[^\\\\])?(\\\\\\\\)*\\\\")) {
      throw ApiException.invalidQuery("LIKE pattern ends with a backslash" + x.at().at());
    }
    return Typed.of(
        "("
            + ImplicitCast.to(left, type, x.at()).sql()
            + " "
            + x.operator()
            + " "
            + ImplicitCast.to(right, type, x.at()).sql()
            + " ESCAPE '\\')",
        Type.BOOL);
  }

  private static Typed concat(Expr.Binary x, Typed left, Typed right) {
    var type =
        left.isNull() && right.isNull() ? Type.STRING : ImplicitCast.common(List.of(left, right));
    if (type == null || !(type.is(Type.Kind.STRING) || type.is(Type.Kind.BYTES))) {
      // The newest GoogleSQL writes other types as text first.
      throw Tokens.unsupported("|| of " + left.type() + " and " + right.type(), x.at());
    }
    return Typed.of(
        "("
            + ImplicitCast.to(left, type, x.at()).sql()
            + " || "
            + ImplicitCast.to(right, type, x.at()).sql()
            + ")",
        type);
  }

  private static Typed arithmetic(Expr.Binary x, Typed left, Typed right) {
    for (var side : List.of(left, right)) {
      switch (side.type().kind()) {
        case DATE, DATETIME, TIMESTAMP, TIME ->
            throw Tokens.unsupported("Arithmetic with " + side.type(), x.at());
        default -> {}
      }
    }
    var type = ImplicitCast.common(List.of(left, right));
    if (type == null || !type.numeric()) {
      throw unmatched("operator " + x.operator(), List.of(left, right), x.at());
    }
    if (x.operator().equals("/") && type.is(Type.Kind.INT64)) {
      type = Type.FLOAT64;
    }
    boolean decimal = type.is(Type.Kind.NUMERIC) || type.is(Type.Kind.BIGNUMERIC);
    if (decimal && (x.operator().equals("*") || x.operator().equals("/"))) {
      throw Tokens.unsupported("The operator " + x.operator() + " with NUMERIC", x.at());
    }
    var l = ImplicitCast.to(left, type, x.at()).sql();
    var r = ImplicitCast.to(right, type, x.at()).sql();
    if (!type.is(Type.Kind.FLOAT64)) {
      return Typed.of("(" + l + " " + x.operator() + " " + r + ")", type);
    }
    var macro =
        switch (x.operator()) {
          case "+" -> "add";
          case "-" -> "sub";
          case "*" -> "mul";
          default -> "div";
        };
    return Typed.of("memory.main.bf_" + macro + "(" + l + ", " + r + ")", type);
  }

  static Typed is(Expr.Is x, Typed operand) {
    if (!x.what().equals("NULL")) {
      bool(operand, "operator IS " + x.what(), x.at());
    }
    return Typed.of(
        "(" + operand.sql() + (x.not() ? " IS NOT " : " IS ") + x.what() + ")", Type.BOOL);
  }

  static Typed between(Expr.Between x, List<Typed> three) {
    var type = ImplicitCast.common(three);
    if (type == null || type.nested()) {
      throw unmatched("operator BETWEEN", three, x.at());
    }
    var v = new ArrayList<String>();
    three.forEach(value -> v.add(ImplicitCast.to(value, type, x.at()).sql()));
    var text =
        "("
            + compared(">=", type, v.get(0), v.get(1))
            + " AND "
            + compared("<=", type, v.get(0), v.get(2))
            + ")";
    return Typed.of(x.not() ? "(NOT " + text + ")" : text, Type.BOOL);
  }

  static Typed in(Expr.InList x, Typed operand, List<Typed> list) {
    var all = new ArrayList<>(list);
    all.add(0, operand);
    var type = ImplicitCast.common(all);
    if (type == null || type.nested()) {
      throw unmatched("operator IN", all, x.at());
    }
    var left = ImplicitCast.to(operand, type, x.at()).sql();
    var text =
        list.stream()
            .map(value -> compared("=", type, left, ImplicitCast.to(value, type, x.at()).sql()))
            .collect(Collectors.joining(" OR ", "(", ")"));
    if (!type.is(Type.Kind.FLOAT64)) {
      text =
          list.stream()
              .map(value -> ImplicitCast.to(value, type, x.at()).sql())
              .collect(Collectors.joining(", ", "(" + left + " IN (", "))"));
    }
    return Typed.of(x.not() ? "(NOT " + text + ")" : text, Type.BOOL);
  }
}
