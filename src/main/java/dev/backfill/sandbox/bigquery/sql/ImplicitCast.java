package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.http.ApiException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes what without a CAST: numbers grow wider, and string literals become dates and times.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules
 */
final class ImplicitCast {
  /** No such coercion. */
  static final int NEVER = -1;

  private ImplicitCast() {}

  /** How far a value is from a type, 0 where it has it. */
  static int cost(Typed from, Type to) {
    if (from.isNull()) {
      return 1;
    }
    if (from.type().same(to)) {
      return 0;
    }
    if (from.literal() == Typed.Literal.EMPTY_ARRAY && to.is(Type.Kind.ARRAY)) {
      return 1;
    }
    return switch (from.type().kind()) {
      case INT64 ->
          switch (to.kind()) {
            case NUMERIC -> 2;
            case BIGNUMERIC -> 3;
            case FLOAT64 -> 4;
            default -> NEVER;
          };
      case NUMERIC, BIGNUMERIC ->
          to.is(Type.Kind.FLOAT64) ? 4 : to.is(Type.Kind.BIGNUMERIC) ? 3 : NEVER;
      case FLOAT64 ->
          from.literal() == Typed.Literal.NUMBER
                  && (to.is(Type.Kind.NUMERIC) || to.is(Type.Kind.BIGNUMERIC))
              ? 5
              : NEVER;
      case STRING ->
          from.literal() == Typed.Literal.STRING || from.literal() == Typed.Literal.PARAMETER
              ? textCost(to)
              : NEVER;
      default -> NEVER;
    };
  }

  private static int textCost(Type to) {
    return switch (to.kind()) {
      case DATE, DATETIME, TIMESTAMP, TIME -> 3;
      default -> NEVER;
    };
  }

  /** The value in a type that it coerces to. */
  static Typed to(Typed value, Type type, Token at) {
    if (value.isNull()) {
      return new Typed("CAST(NULL AS " + type.duck() + ")", type, Typed.Literal.NULL, null);
    }
    if (value.type().same(type)) {
      return value;
    }
    if (value.literal() == Typed.Literal.STRING) {
      return literal(value.text(), type, at);
    }
    if (value.literal() == Typed.Literal.EMPTY_ARRAY) {
      return Typed.of("CAST([] AS " + type.duck() + ")", type);
    }
    if (value.type().numeric()) {
      return Typed.of("CAST(" + value.sql() + " AS " + type.duck() + ")", type);
    }
    return Casts.explicit(value, type, false, at);
  }

  /** A string literal as a date or time; a bad one is an error before anything runs. */
  static Typed literal(String text, Type type, Token at) {
    try {
      return switch (type.kind()) {
        case DATE -> Typed.of("DATE " + Sql.text(Conversions.date(text).toString()), type);
        case TIMESTAMP ->
            Typed.of("make_timestamp(" + Conversions.timestamp(text, ZoneOffset.UTC) + ")", type);
        case DATETIME -> Typed.of("make_timestamp(" + Conversions.datetime(text) + ")", type);
        case NUMERIC ->
            Typed.of(
                "CAST(" + Sql.text(Conversions.numeric(text)) + " AS " + type.duck() + ")", type);
        default -> throw Tokens.unsupported("A " + type + " literal", at);
      };
    } catch (Natives.Failure bad) {
      throw ApiException.invalidQuery(
          "Could not cast literal \"" + text + "\" to type " + type + at.at());
    }
  }

  /** The type that all can become, or null. */
  static Type common(List<Typed> values) {
    var candidates = new ArrayList<Type>();
    for (boolean literals : new boolean[] {false, true}) {
      for (var value : values) {
        boolean literal = value.literal() != Typed.Literal.NO;
        if (!value.isNull() && literal == literals) {
          candidates.add(value.type());
        }
      }
    }
    if (candidates.isEmpty()) {
      return Type.INT64;
    }
    for (var candidate : candidates) {
      if (values.stream().allMatch(value -> cost(value, candidate) != NEVER)) {
        return candidate;
      }
    }
    return null;
  }
}
