package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Functions whose types follow from their arguments'. */
final class Generic {
  private Generic() {}

  /** Null for a function that is not here. */
  static Typed call(Expr.Call call, Expressions expressions, Scope scope, Set<Scope.Origin> read) {
    switch (call.name()) {
      case "IF":
        return choice(call, expressions.all(call.arguments(), scope, read));
      case "IFNULL":
        counted(call, 2, 2);
        return coalesce(call, expressions.all(call.arguments(), scope, read));
      case "COALESCE":
        counted(call, 1, 1000);
        return coalesce(call, expressions.all(call.arguments(), scope, read));
      case "NULLIF":
        counted(call, 2, 2);
        return nullIf(call, expressions.all(call.arguments(), scope, read));
      case "GREATEST", "LEAST":
        counted(call, 1, 1000);
        return extreme(call, expressions.all(call.arguments(), scope, read));
      case "CONCAT":
        counted(call, 1, 1000);
        return concat(call, expressions.all(call.arguments(), scope, read));
      case "ARRAY_LENGTH":
        counted(call, 1, 1);
        var array = expressions.typed(call.arguments().get(0), scope, read);
        if (array.isNull()) {
          return ImplicitCast.to(array, Type.INT64, call.at());
        }
        var list = Arrays.list(array, call.at());
        return Typed.of("len(" + list.sql() + ")", Type.INT64);
      case "FORMAT_DATE", "FORMAT_TIMESTAMP":
        counted(call, 2, 2);
        return format(call, expressions.all(call.arguments(), scope, read));
      default:
        return null;
    }
  }

  private static void counted(Expr.Call call, int least, int most) {
    int count = call.arguments().size();
    if (count < least || count > most) {
      throw ApiException.invalidQuery(
          "Number of arguments does not match for function " + call.name() + call.at().at());
    }
  }

  private static Type common(Expr.Call call, List<Typed> arguments) {
    var type = ImplicitCast.common(arguments);
    if (type == null) {
      throw Operators.unmatched("function " + call.name(), arguments, call.at());
    }
    return type;
  }

  private static List<String> converted(Expr.Call call, List<Typed> arguments, Type type) {
    var texts = new ArrayList<String>();
    arguments.forEach(argument -> texts.add(ImplicitCast.to(argument, type, call.at()).sql()));
    return texts;
  }

  private static Typed choice(Expr.Call call, List<Typed> arguments) {
    counted(call, 3, 3);
    if (ImplicitCast.cost(arguments.get(0), Type.BOOL) == ImplicitCast.NEVER) {
      throw Operators.unmatched("function IF", arguments, call.at());
    }
    var type = common(call, arguments.subList(1, 3));
    var texts = converted(call, arguments.subList(1, 3), type);
    return Typed.of(
        "(CASE WHEN "
            + ImplicitCast.to(arguments.get(0), Type.BOOL, call.at()).sql()
            + " THEN "
            + texts.get(0)
            + " ELSE "
            + texts.get(1)
            + " END)",
        type);
  }

  private static Typed coalesce(Expr.Call call, List<Typed> arguments) {
    var type = common(call, arguments);
    return Typed.of("COALESCE(" + String.join(", ", converted(call, arguments, type)) + ")", type);
  }

  private static Typed nullIf(Expr.Call call, List<Typed> arguments) {
    var type = common(call, arguments);
    var value = ImplicitCast.to(arguments.get(0), type, call.at());
    var same = Operators.compare("=", value, arguments.get(1), call.at());
    return Typed.of("(CASE WHEN " + same.sql() + " THEN NULL ELSE " + value.sql() + " END)", type);
  }

  /** NULL where any is, and NaN where any is. */
  private static Typed extreme(Expr.Call call, List<Typed> arguments) {
    var type = common(call, arguments);
    if (type.nested() || type.is(Type.Kind.JSON) || type.is(Type.Kind.GEOGRAPHY)) {
      throw Operators.unmatched("function " + call.name(), arguments, call.at());
    }
    var texts = converted(call, arguments, type);
    var nulls = texts.stream().map(t -> t + " IS NULL").collect(Collectors.joining(" OR "));
    var text = new StringBuilder("(CASE WHEN " + nulls + " THEN NULL");
    if (type.is(Type.Kind.FLOAT64)) {
      var nan = texts.stream().map(t -> "isnan(" + t + ")").collect(Collectors.joining(" OR "));
      text.append(" WHEN ").append(nan).append(" THEN CAST('nan' AS DOUBLE)");
    }
    return Typed.of(
        text + " ELSE " + call.name() + "(" + String.join(", ", texts) + ") END)", type);
  }

  private static Typed concat(Expr.Call call, List<Typed> arguments) {
    var type =
        arguments.stream().allMatch(Typed::isNull) ? Type.STRING : ImplicitCast.common(arguments);
    if (type == null || !(type.is(Type.Kind.STRING) || type.is(Type.Kind.BYTES))) {
      throw Tokens.unsupported("CONCAT of other than STRING or BYTES", call.at());
    }
    return Typed.of("(" + String.join(" || ", converted(call, arguments, type)) + ")", type);
  }

  private static Typed format(Expr.Call call, List<Typed> arguments) {
    var format = arguments.get(0);
    var type = call.name().equals("FORMAT_DATE") ? Type.DATE : Type.TIMESTAMP;
    if (ImplicitCast.cost(arguments.get(1), type) == ImplicitCast.NEVER
        || ImplicitCast.cost(format, Type.STRING) == ImplicitCast.NEVER) {
      if (arguments.get(1).type().is(Type.Kind.DATETIME)
          || arguments.get(1).type().is(Type.Kind.TIMESTAMP)
          || arguments.get(1).type().is(Type.Kind.DATE)) {
        throw Tokens.unsupported(call.name() + " of a " + arguments.get(1).type(), call.at());
      }
      throw Operators.unmatched("function " + call.name(), arguments, call.at());
    }
    if (format.literal() != Typed.Literal.STRING) {
      throw Tokens.unsupported("A format that is no literal", call.at());
    }
    listed(format.text(), type, call);
    var value = ImplicitCast.to(arguments.get(1), type, call.at()).sql();
    var time = type.is(Type.Kind.DATE) ? "CAST(" + value + " AS TIMESTAMP)" : value;
    return Typed.of("bf_format(epoch_us(" + time + "), " + format.sql() + ")", Type.STRING);
  }

  private static void listed(String format, Type type, Expr.Call call) {
    for (int i = 0; i < format.length(); i++) {
      if (format.charAt(i) == '%' && i + 1 < format.length()) {
        var element = CalendarFunctions.element(format, i + 1);
        boolean known = CalendarFunctions.ELEMENTS.contains(element);
        boolean time = "HMSTRIpsZzEzE*SE6SE3S".contains(element) && type.is(Type.Kind.DATE);
        if (!known || time) {
          throw Tokens.unsupported("The format element %" + element, call.at());
        }
        i += element.length();
      }
    }
  }
}
