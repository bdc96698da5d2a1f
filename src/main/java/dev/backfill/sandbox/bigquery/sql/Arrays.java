package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.List;
import java.util.stream.Collectors;

/** Arrays: literals, elements, and a table's arrays as DuckDB lists. */
final class Arrays {
  private Arrays() {}

  static Typed of(Expr.ArrayOf x, List<Typed> elements) {
    if (elements.isEmpty()) {
      var type = Type.array(x.type() == null ? Type.INT64 : Expressions.type(x.type()));
      return new Typed(
          "CAST([] AS " + type.duck() + ")",
          type,
          x.type() == null ? Typed.Literal.EMPTY_ARRAY : Typed.Literal.NO,
          null);
    }
    var type = x.type() == null ? ImplicitCast.common(elements) : Expressions.type(x.type());
    if (type == null || type.is(Type.Kind.ARRAY)) {
      throw ApiException.invalidQuery(
          "Array elements do not have a common type, or are arrays themselves" + x.at().at());
    }
    for (var element : elements) {
      if (ImplicitCast.cost(element, type) == ImplicitCast.NEVER) {
        throw ApiException.invalidQuery(
            "Array element type " + element.type() + " does not coerce to " + type + x.at().at());
      }
    }
    return Typed.of(
        elements.stream()
            .map(element -> ImplicitCast.to(element, type, x.at()).sql())
            .collect(Collectors.joining(", ", "[", "]")),
        Type.array(type));
  }

  /** A table's array is JSON text; its elements are as they are stored. */
  static Typed list(Typed array, Token at) {
    if (!array.type().is(Type.Kind.ARRAY)) {
      throw ApiException.invalidQuery(
          "An ARRAY is needed, but this has type " + array.type() + at.at());
    }
    if (!array.type().stored()) {
      return array;
    }
    var element = array.type().element();
    var structure = element.nested() ? "JSON" : "VARCHAR";
    var texts = "from_json(" + array.sql() + ", '[\"" + structure + "\"]')";
    var value = element.nested() ? "CAST(e AS VARCHAR)" : NameResolver.scalar("e", element);
    return Typed.of("list_transform(" + texts + ", lambda e: " + value + ")", Type.array(element));
  }

  static Typed element(Expr.Element x, Typed array, Typed index) {
    if (x.how().isEmpty()) {
      throw Tokens.unsupported("An array's element without OFFSET or ORDINAL", x.at());
    }
    var list = list(array, x.at());
    if (ImplicitCast.cost(index, Type.INT64) != 0) {
      throw Operators.unmatched(x.how(), List.of(index), x.at());
    }
    var position = x.how().endsWith("OFFSET") ? "(" + index.sql() + " + 1)" : index.sql();
    var element = list.sql() + "[" + position + "]";
    var bounds = position + " < 1 OR " + position + " > len(" + list.sql() + ")";
    var beyond =
        x.how().startsWith("SAFE") ? "NULL" : Natives.error("Array index is out of bounds");
    return Typed.of(
        "(CASE WHEN " + bounds + " THEN " + beyond + " ELSE " + element + " END)",
        list.type().element());
  }

  static Typed in(Expr.InUnnest x, Typed operand, Typed array) {
    var list = list(array, x.at());
    var element = Typed.of("u.c0", list.type().element());
    var type = ImplicitCast.common(List.of(operand, element));
    if (type == null || type.nested()) {
      throw Operators.unmatched("operator IN UNNEST", List.of(operand, list), x.at());
    }
    return Typed.of(
        "("
            + ImplicitCast.to(operand, type, x.at()).sql()
            + (x.not() ? " NOT IN (SELECT " : " IN (SELECT ")
            + ImplicitCast.to(element, type, x.at()).sql()
            + " FROM (SELECT unnest("
            + list.sql()
            + ")) AS u(c0)))",
        Type.BOOL);
  }
}
