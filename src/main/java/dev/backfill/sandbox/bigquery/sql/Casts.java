package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.time.ZoneOffset;

/** CAST and SAFE_CAST between the types that GoogleSQL casts between. */
final class Casts {
  private Casts() {}

  static Typed explicit(Typed value, Type type, boolean safe, Token at) {
    if (value.isNull() || value.type().same(type)) {
      return value.isNull()
          ? Typed.of("CAST(NULL AS " + type.duck() + ")", type)
          : value.as(value.sql(), type);
    }
    if (value.type().nested() || type.nested()) {
      throw Tokens.unsupported("CAST from " + value.type() + " to " + type, at);
    }
    if (value.literal() == Typed.Literal.STRING && !safe) {
      checked(value.text(), type, at);
    }
    var sql = convert(value, type, safe ? "_safe(" : "(");
    if (sql == null) {
      throw refused(value.type(), type, at);
    }
    return Typed.of(sql, type);
  }

  private static ApiException refused(Type from, Type to, Token at) {
    if (from.is(Type.Kind.DATE) && to.is(Type.Kind.DATETIME)) {
      return Tokens.unsupported("CAST from DATE to DATETIME", at);
    }
    for (var open :
        new Type.Kind[] {
          Type.Kind.JSON, Type.Kind.GEOGRAPHY, Type.Kind.TIME, Type.Kind.BIGNUMERIC
        }) {
      if (from.is(open) || to.is(open)) {
        return Tokens.unsupported("CAST from " + from + " to " + to, at);
      }
    }
    return ApiException.invalidQuery("Invalid cast from " + from + " to " + to + at.at());
  }

  /** A literal that cannot be cast is an error before anything runs. */
  private static void checked(String text, Type type, Token at) {
    try {
      switch (type.kind()) {
        case INT64 -> Conversions.int64(text);
        case FLOAT64 -> Conversions.float64(text);
        case BOOL -> Conversions.bool(text);
        case DATE -> Conversions.date(text);
        case TIMESTAMP -> Conversions.timestamp(text, ZoneOffset.UTC);
        case DATETIME -> Conversions.datetime(text);
        case NUMERIC -> Conversions.numeric(text);
        default -> {}
      }
    } catch (Natives.Failure bad) {
      throw ApiException.invalidQuery(bad.getMessage() + at.at());
    }
  }

  /** Null where GoogleSQL has no such cast. */
  private static String convert(Typed value, Type type, String open) {
    var sql = value.sql();
    return switch (value.type().kind()) {
      case INT64 ->
          switch (type.kind()) {
            case FLOAT64, NUMERIC, STRING -> "CAST(" + sql + " AS " + type.duck() + ")";
            case BOOL -> "(" + sql + " != 0)";
            default -> null;
          };
      case FLOAT64 ->
          switch (type.kind()) {
            case INT64 -> "bf_float64_int64" + open + sql + ")";
            case NUMERIC -> decimal("bf_float64_numeric" + open + sql + ")");
            case STRING -> "bf_float64_text(" + sql + ")";
            default -> null;
          };
      case NUMERIC ->
          switch (type.kind()) {
            case FLOAT64 -> "CAST(" + sql + " AS DOUBLE)";
            case INT64 -> "CAST(round(" + sql + ", 0) AS BIGINT)";
            case STRING -> "regexp_replace(CAST(" + sql + " AS VARCHAR), '\\.?0+$', '')";
            default -> null;
          };
      case BOOL ->
          switch (type.kind()) {
            case INT64 -> "CAST(" + sql + " AS BIGINT)";
            case STRING -> "CAST(" + sql + " AS VARCHAR)";
            default -> null;
          };
      case STRING -> ofText(sql, type, open);
      case BYTES -> type.is(Type.Kind.STRING) ? "bf_bytes_text" + open + "hex(" + sql + "))" : null;
      case DATE ->
          switch (type.kind()) {
            case STRING -> "CAST(" + sql + " AS VARCHAR)";
            case TIMESTAMP -> "CAST(" + sql + " AS TIMESTAMP)";
            default -> null;
          };
      case DATETIME, TIMESTAMP ->
          switch (type.kind()) {
            case STRING ->
                (value.type().is(Type.Kind.DATETIME) ? "bf_datetime_text" : "bf_timestamp_text")
                    + "(epoch_us("
                    + sql
                    + "))";
            case DATE -> "CAST(" + sql + " AS DATE)";
            case DATETIME, TIMESTAMP -> sql;
            default -> null;
          };
      default -> null;
    };
  }

  private static String decimal(String text) {
    return "CAST(" + text + " AS DECIMAL(38,9))";
  }

  private static String ofText(String sql, Type type, String open) {
    return switch (type.kind()) {
      case INT64 -> "bf_text_int64" + open + sql + ")";
      case FLOAT64 -> "bf_text_float64" + open + sql + ")";
      case BOOL -> "bf_text_bool" + open + sql + ")";
      case NUMERIC -> decimal("bf_text_numeric" + open + sql + ")");
      case BYTES -> "encode(" + sql + ")";
      case DATE -> "memory.main.bf_day(bf_text_date" + open + sql + "))";
      case TIMESTAMP -> "make_timestamp(bf_text_timestamp" + open + sql + "))";
      case DATETIME -> "make_timestamp(bf_text_datetime" + open + sql + "))";
      default -> null;
    };
  }
}
