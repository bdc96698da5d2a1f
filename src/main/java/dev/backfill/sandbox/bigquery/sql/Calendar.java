package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Functions on dates and times that name a part, for example {@code DATE_ADD}. */
final class Calendar {
  private static final Set<String> DATES = Set.of("DAY", "WEEK", "MONTH", "QUARTER", "YEAR");
  private static final Set<String> ISO = Set.of("ISOWEEK", "ISOYEAR");
  private static final Set<String> TIMES =
      Set.of("MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR");
  private static final Set<String> OTHERS =
      Set.of("DAYOFWEEK", "DAYOFYEAR", "DATE", "DATETIME", "TIME", "NANOSECOND");

  private Calendar() {}

  static boolean has(String name) {
    return name.matches("(DATE|DATETIME|TIMESTAMP)_(ADD|SUB|DIFF|TRUNC)")
        || name.equals("LAST_DAY");
  }

  /** How a value travels to the functions called back: as days or microseconds. */
  static String number(Typed value) {
    return value.type().is(Type.Kind.DATE)
        ? "memory.main.bf_days(" + value.sql() + ")"
        : "epoch_us(" + value.sql() + ")";
  }

  private static String value(String number, Type type) {
    return type.is(Type.Kind.DATE)
        ? "memory.main.bf_day(" + number + ")"
        : "make_timestamp(" + number + ")";
  }

  static Typed call(Expr.Call call, Expressions expressions, Scope scope, Set<Scope.Origin> read) {
    var name = call.name();
    if (name.equals("LAST_DAY")) {
      return lastDay(call, expressions.typed(first(call), scope, read));
    }
    var kind = name.substring(0, name.lastIndexOf('_'));
    var what = name.substring(name.lastIndexOf('_') + 1);
    var type = Type.of(Type.Kind.valueOf(kind));
    var arguments = call.arguments();
    switch (what) {
      case "ADD", "SUB":
        if (arguments.size() != 2 || !(arguments.get(1) instanceof Expr.Interval interval)) {
          throw unmatched(call);
        }
        var start = of(type, expressions.typed(arguments.get(0), scope, read), call);
        var amount = expressions.typed(interval.amount(), scope, read);
        return moved(call, start, amount, part(interval.part(), type, what, call.at()));
      case "DIFF":
        if (arguments.size() != 3) {
          throw unmatched(call);
        }
        var to = of(type, expressions.typed(arguments.get(0), scope, read), call);
        var from = of(type, expressions.typed(arguments.get(1), scope, read), call);
        var unit = part(partOf(arguments.get(2), call), type, what, call.at());
        return Typed.of(
            "bf_"
                + family(type)
                + "_diff("
                + number(to)
                + ", "
                + number(from)
                + ", '"
                + unit
                + "')",
            Type.INT64);
      default:
        return truncated(call, type, expressions, scope, read);
    }
  }

  private static Typed truncated(
      Expr.Call call, Type type, Expressions expressions, Scope scope, Set<Scope.Origin> read) {
    var arguments = call.arguments();
    if (arguments.size() == 3) {
      throw Tokens.unsupported(call.name() + " with a time zone", call.at());
    }
    if (arguments.size() != 2) {
      throw unmatched(call);
    }
    var given = expressions.typed(arguments.get(0), scope, read);
    // The newest GoogleSQL truncates whatever it is given, in that type.
    if (given.type().is(Type.Kind.DATE) != type.is(Type.Kind.DATE)
        && Set.of(Type.Kind.DATE, Type.Kind.DATETIME, Type.Kind.TIMESTAMP)
            .contains(given.type().kind())) {
      throw Tokens.unsupported(call.name() + " of a " + given.type(), call.at());
    }
    var value = of(type, given, call);
    var part = part(partOf(arguments.get(1), call), type, "TRUNC", call.at());
    var family = type.is(Type.Kind.DATE) ? "date" : "time";
    return Typed.of(
        value("bf_" + family + "_trunc(" + number(value) + ", '" + part + "')", type), type);
  }

  private static Typed moved(Expr.Call call, Typed start, Typed amount, String part) {
    if (amount.type().is(Type.Kind.STRING)) {
      throw Tokens.unsupported("An INTERVAL given as a STRING", call.at());
    }
    if (ImplicitCast.cost(amount, Type.INT64) > 1 || ImplicitCast.cost(amount, Type.INT64) < 0) {
      throw unmatched(call);
    }
    var number = ImplicitCast.to(amount, Type.INT64, call.at()).sql();
    var signed = call.name().endsWith("SUB") ? "(-" + number + ")" : number;
    return Typed.of(
        value(
            "bf_"
                + family(start.type())
                + "_add("
                + number(start)
                + ", "
                + signed
                + ", '"
                + part
                + "')",
            start.type()),
        start.type());
  }

  private static String family(Type type) {
    return switch (type.kind()) {
      case DATE -> "date";
      case DATETIME -> "datetime";
      default -> "time";
    };
  }

  private static Expr first(Expr.Call call) {
    if (call.arguments().isEmpty()) {
      throw unmatched(call);
    }
    return call.arguments().get(0);
  }

  private static Typed lastDay(Expr.Call call, Typed value) {
    var part = call.arguments().size() > 1 ? partOf(call.arguments().get(1), call) : "MONTH";
    if (!Set.of("MONTH", "QUARTER", "YEAR", "WEEK").contains(part)) {
      throw Tokens.unsupported("LAST_DAY of " + part, call.at());
    }
    var date = of(Type.DATE, value, call);
    return Typed.of(
        value("bf_last_day(" + number(date) + ", '" + part + "')", Type.DATE), Type.DATE);
  }

  private static Typed of(Type type, Typed value, Expr.Call call) {
    if (ImplicitCast.cost(value, type) == ImplicitCast.NEVER) {
      if (Set.of(Type.Kind.DATE, Type.Kind.DATETIME, Type.Kind.TIMESTAMP)
          .contains(value.type().kind())) {
        throw Tokens.unsupported(call.name() + " of a " + value.type(), call.at());
      }
      throw Operators.unmatched("function " + call.name(), List.of(value), call.at());
    }
    return ImplicitCast.to(value, type, call.at());
  }

  private static ApiException unmatched(Expr.Call call) {
    return ApiException.invalidQuery(
        "No matching signature for function " + call.name() + call.at().at());
  }

  private static String partOf(Expr argument, Expr.Call call) {
    if (argument instanceof Expr.Path path && path.names().size() == 1) {
      return path.names().get(0).toUpperCase(Locale.ROOT);
    }
    if (argument instanceof Expr.Call week && week.name().equals("WEEK")) {
      throw Tokens.unsupported("WEEK(<weekday>)", call.at());
    }
    throw ApiException.invalidQuery("A valid date part name is required" + argument.at().at());
  }

  private static String part(String part, Type type, String what, Token at) {
    boolean date = !type.is(Type.Kind.TIMESTAMP);
    boolean time = !type.is(Type.Kind.DATE);
    boolean cut = what.equals("TRUNC");
    boolean known =
        (DATES.contains(part) && (date || cut || part.equals("DAY")))
            || (ISO.contains(part) && (cut || (date && what.equals("DIFF"))))
            || (TIMES.contains(part) && time);
    if (known) {
      return part;
    }
    if (part.equals("NANOSECOND")) {
      throw Tokens.unsupported("The date part NANOSECOND", at);
    }
    throw ApiException.invalidQuery(
        "A valid date part name is required but found " + part + at.at());
  }

  static Typed extract(Expr.Extract x, Typed operand, Typed zone) {
    var value = operand;
    if (!Set.of(Type.Kind.DATE, Type.Kind.DATETIME, Type.Kind.TIMESTAMP)
        .contains(value.type().kind())) {
      if (value.isNull() || value.type().is(Type.Kind.TIME)) {
        throw Tokens.unsupported("EXTRACT from " + value.type(), x.at());
      }
      throw Operators.unmatched("function EXTRACT", List.of(operand), x.at());
    }
    if (zone != null) {
      if (!value.type().is(Type.Kind.TIMESTAMP)) {
        throw ApiException.invalidQuery(
            "EXTRACT from a " + value.type() + " takes no time zone" + x.at().at());
      }
      value =
          Typed.of(
              "make_timestamp(bf_local(epoch_us(" + value.sql() + "), " + text(zone, x.at()) + "))",
              Type.TIMESTAMP);
    }
    return extract(x, value);
  }

  static String text(Typed value, Token at) {
    if (!value.type().is(Type.Kind.STRING)) {
      throw Operators.unmatched("a time zone", List.of(value), at);
    }
    return value.sql();
  }

  private static Typed extract(Expr.Extract x, Typed value) {
    boolean date = value.type().is(Type.Kind.DATE);
    var part = x.part();
    if (!DATES.contains(part)
        && !ISO.contains(part)
        && !TIMES.contains(part)
        && !OTHERS.contains(part)) {
      throw ApiException.invalidQuery(
          "A valid date part name is required but found " + part + x.at().at());
    }
    switch (part) {
      case "DATE", "DATETIME":
        if (date || (part.equals("DATETIME") && value.type().is(Type.Kind.DATETIME))) {
          throw invalid(x, value);
        }
        return part.equals("DATE")
            ? Typed.of("CAST(" + value.sql() + " AS DATE)", Type.DATE)
            : Typed.of(value.sql(), Type.DATETIME);
      case "TIME", "NANOSECOND":
        throw Tokens.unsupported("EXTRACT(" + part + ")", x.at());
      case "YEAR", "QUARTER", "MONTH", "DAY":
        return Typed.of("EXTRACT(" + part + " FROM " + value.sql() + ")", Type.INT64);
      default:
        if (date && TIMES.contains(part)) {
          throw invalid(x, value);
        }
        if (part.equals("HOUR") || part.equals("MINUTE")) {
          return Typed.of("EXTRACT(" + part + " FROM " + value.sql() + ")", Type.INT64);
        }
        return Typed.of(
            (date ? "bf_date_extract(" : "bf_time_extract(") + number(value) + ", '" + part + "')",
            Type.INT64);
    }
  }

  private static ApiException invalid(Expr.Extract x, Typed value) {
    return ApiException.invalidQuery(
        "EXTRACT from "
            + value.type()
            + " does not support the "
            + x.part()
            + " date part"
            + x.at().at());
  }
}
