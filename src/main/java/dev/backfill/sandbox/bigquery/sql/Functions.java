package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Scalar functions, by their signatures; the choice among several is GoogleSQL's cheapest. */
final class Functions {
  /** In the template {@code $1} is the first argument. */
  private record Signature(Type result, String template, List<Type> parameters) {}

  private static final Map<String, List<Signature>> SIGNATURES = new HashMap<>();
  private final Expressions expressions;

  Functions(Expressions expressions) {
    this.expressions = expressions;
  }

  private static void add(String name, Type result, String template, Type... parameters) {
    SIGNATURES
        .computeIfAbsent(name, any -> new ArrayList<>())
        .add(new Signature(result, template, List.of(parameters)));
  }

  private static void text(String name, String template, Type... parameters) {
    add(name, Type.STRING, template, parameters);
  }

  static {
    var i = Type.INT64;
    var f = Type.FLOAT64;
    var s = Type.STRING;
    var b = Type.BYTES;
    var bool = Type.BOOL;
    var ts = Type.TIMESTAMP;
    add("ABS", i, "abs($1)", i);
    add("ABS", f, "abs($1)", f);
    add("SIGN", i, "CAST(sign($1) AS BIGINT)", i);
    add("SIGN", f, "(CASE WHEN isnan($1) THEN $1 ELSE CAST(sign($1) AS DOUBLE) END)", f);
    add("MOD", i, "memory.main.bf_mod($1, $2)", i, i);
    add("DIV", i, "memory.main.bf_intdiv($1, $2)", i, i);
    add("SAFE_DIVIDE", f, "memory.main.bf_safe_divide($1, $2)", f, f);
    add("IEEE_DIVIDE", f, "memory.main.bf_ieee_divide($1, $2)", f, f);
    add("FLOOR", f, "floor($1)", f);
    add("CEIL", f, "ceil($1)", f);
    add("CEILING", f, "ceil($1)", f);
    add("TRUNC", f, "trunc($1)", f);
    add("ROUND", f, "round($1)", f);
    add("SQRT", f, "memory.main.bf_sqrt($1)", f);
    add("IS_NAN", bool, "isnan($1)", f);
    add("IS_INF", bool, "isinf($1)", f);
    add("LENGTH", i, "length($1)", s);
    add("LENGTH", i, "octet_length($1)", b);
    add("CHAR_LENGTH", i, "length($1)", s);
    add("CHARACTER_LENGTH", i, "length($1)", s);
    for (var name : List.of("BYTE_LENGTH", "OCTET_LENGTH")) {
      add(name, i, "strlen($1)", s);
      add(name, i, "octet_length($1)", b);
    }
    text("UPPER", "bf_upper($1)", s);
    text("LOWER", "bf_lower($1)", s);
    text("REVERSE", "bf_reverse($1)", s);
    text("REPLACE", "bf_replace($1, $2, $3)", s, s, s);
    text("REPEAT", "bf_repeat($1, $2)", s, i);
    text("LEFT", "bf_left($1, $2)", s, i);
    text("RIGHT", "bf_right($1, $2)", s, i);
    for (var name : List.of("SUBSTR", "SUBSTRING")) {
      text(name, "bf_substr($1, $2)", s, i);
      text(name, "bf_substr3($1, $2, $3)", s, i, i);
      add(name, b, "unhex(bf_bytes_substr(hex($1), $2))", b, i);
      add(name, b, "unhex(bf_bytes_substr3(hex($1), $2, $3))", b, i, i);
    }
    for (var side : List.of("B", "L", "R")) {
      var name = (side.equals("B") ? "" : side) + "TRIM";
      text(name, "bf_strip($1, '" + side + "')", s);
      text(name, "bf_trim($1, $2, '" + side + "')", s, s);
    }
    for (var pad : List.of("LPAD", "RPAD")) {
      text(pad, "bf_" + pad.toLowerCase(Locale.ROOT) + "($1, $2, ' ')", s, i);
      text(pad, "bf_" + pad.toLowerCase(Locale.ROOT) + "($1, $2, $3)", s, i, s);
    }
    add("STARTS_WITH", bool, "starts_with($1, $2)", s, s);
    add("ENDS_WITH", bool, "ends_with($1, $2)", s, s);
    add("STRPOS", i, "bf_strpos($1, $2)", s, s);
    add("INSTR", i, "bf_strpos($1, $2)", s, s);
    add("REGEXP_CONTAINS", bool, "bf_matches($1, $2)", s, s);
    text("REGEXP_EXTRACT", "bf_extract($1, $2)", s, s);
    text("REGEXP_REPLACE", "bf_regexp_replace($1, $2, $3)", s, s, s);
    text("TO_HEX", "lower(hex($1))", b);
    text("TO_BASE64", "base64($1)", b);
    add("FROM_HEX", b, "unhex(bf_from_hex($1))", s);
    add("FROM_BASE64", b, "unhex(bf_from_base64($1))", s);
    for (var hash : List.of("MD5", "SHA1", "SHA256")) {
      add(hash, b, "unhex(" + hash.toLowerCase(Locale.ROOT) + "($1))", s);
      add(hash, b, "unhex(" + hash.toLowerCase(Locale.ROOT) + "($1))", b);
    }
    add("FARM_FINGERPRINT", i, "bf_farm_fingerprint(hex(encode($1)))", s);
    add("FARM_FINGERPRINT", i, "bf_farm_fingerprint(hex($1))", b);
    add("DATE", Type.DATE, "memory.main.bf_day(bf_date($1, $2, $3))", i, i, i);
    add("DATE", Type.DATE, "CAST($1 AS DATE)", ts);
    add("DATE", Type.DATE, "CAST($1 AS DATE)", Type.DATETIME);
    add("DATE", Type.DATE, "CAST(make_timestamp(bf_local(epoch_us($1), $2)) AS DATE)", ts, s);
    add("DATETIME", Type.DATETIME, "$1", ts);
    add("DATETIME", Type.DATETIME, "make_timestamp(bf_local(epoch_us($1), $2))", ts, s);
    add("TIMESTAMP", ts, "$1", ts);
    add("TIMESTAMP", ts, "CAST($1 AS TIMESTAMP)", Type.DATE);
    add("TIMESTAMP", ts, "$1", Type.DATETIME);
    add("TIMESTAMP", ts, "make_timestamp(bf_text_timestamp($1))", s);
    add("TIMESTAMP", ts, "make_timestamp(bf_instant_text($1, $2))", s, s);
    add("TIMESTAMP", ts, "make_timestamp(bf_instant(epoch_us($1), $2))", Type.DATETIME, s);
    add(
        "TIMESTAMP",
        ts,
        "make_timestamp(bf_instant(epoch_us(CAST($1 AS TIMESTAMP)), $2))",
        Type.DATE,
        s);
    add("TIMESTAMP_MICROS", ts, "make_timestamp(bf_epoch($1, 1))", i);
    add("TIMESTAMP_MILLIS", ts, "make_timestamp(bf_epoch($1, 1000))", i);
    add("TIMESTAMP_SECONDS", ts, "make_timestamp(bf_epoch($1, 1000000))", i);
    add("UNIX_MICROS", i, "epoch_us($1)", ts);
    add("UNIX_MILLIS", i, "memory.main.bf_floor_div(epoch_us($1), 1000)", ts);
    add("UNIX_SECONDS", i, "memory.main.bf_floor_div(epoch_us($1), 1000000)", ts);
    add("UNIX_DATE", i, "memory.main.bf_days($1)", Type.DATE);
    add("DATE_FROM_UNIX_DATE", Type.DATE, "memory.main.bf_day($1)", i);
  }

  /** GoogleSQL's, which the sandbox has not. */
  private static final Set<String> OTHERS =
      Set.of(
          ("ACOS ACOSH APPENDS APPROX_QUANTILES APPROX_TOP_COUNT APPROX_TOP_SUM ARRAY_CONCAT"
                  + " ARRAY_CONCAT_AGG ARRAY_FIRST ARRAY_LAST ARRAY_REVERSE ARRAY_SLICE"
                  + " ARRAY_TO_STRING ASCII ASIN ASINH ATAN ATAN2 ATANH BIT_AND BIT_COUNT BIT_OR"
                  + " BIT_XOR BOOL CBRT CHR CODE_POINTS_TO_BYTES CODE_POINTS_TO_STRING COLLATE"
                  + " CONTAINS_SUBSTR CORR COS COSH COT COTH COVAR_POP COVAR_SAMP CSC CSCH"
                  + " CUME_DIST CURRENT_TIME DATE_BUCKET DATETIME_BUCKET EDIT_DISTANCE ERROR EXP"
                  + " FLOAT64 FORMAT FORMAT_DATETIME FORMAT_TIME FROM_BASE32 GENERATE_ARRAY"
                  + " GENERATE_DATE_ARRAY GENERATE_TIMESTAMP_ARRAY GENERATE_UUID INITCAP INT64"
                  + " JSON_ARRAY JSON_EXTRACT JSON_EXTRACT_ARRAY JSON_EXTRACT_SCALAR JSON_KEYS"
                  + " JSON_OBJECT JSON_QUERY JSON_QUERY_ARRAY JSON_TYPE JSON_VALUE"
                  + " JSON_VALUE_ARRAY JUSTIFY_DAYS LN LOG LOG10 MAKE_INTERVAL NORMALIZE"
                  + " NORMALIZE_AND_CASEFOLD NULLIFZERO PARSE_BIGNUMERIC PARSE_DATE"
                  + " PARSE_DATETIME PARSE_JSON PARSE_NUMERIC PARSE_TIME PARSE_TIMESTAMP"
                  + " PERCENTILE_CONT PERCENTILE_DISC POW POWER RAND RANGE_BUCKET"
                  + " REGEXP_EXTRACT_ALL REGEXP_INSTR REGEXP_SUBSTR SAFE_ADD"
                  + " SAFE_CONVERT_BYTES_TO_STRING SAFE_MULTIPLY SAFE_NEGATE SAFE_SUBTRACT SEC"
                  + " SECH SESSION_USER SHA512 SIN SINH SOUNDEX SPLIT STDDEV STDDEV_POP"
                  + " STDDEV_SAMP ST_GEOGPOINT TAN TANH TIME TIME_ADD TIME_DIFF TIME_SUB"
                  + " TIME_TRUNC TIMESTAMP_BUCKET TO_BASE32 TO_CODE_POINTS TO_JSON"
                  + " TO_JSON_STRING TRANSLATE UNICODE UNISTR VARIANCE VAR_POP VAR_SAMP"
                  + " ZEROIFNULL GROUPING HLL_COUNT LAX_BOOL LAX_INT64 STRING OFFSET ORDINAL"
                  + " ROW_NUMBER RANK DENSE_RANK PERCENT_RANK NTILE LAG LEAD FIRST_VALUE"
                  + " LAST_VALUE NTH_VALUE")
              .split(" "));

  Typed call(Expr.Call call, Scope scope, Set<Scope.Origin> read) {
    if (Calendar.has(call.name())) {
      return Calendar.call(call, expressions, scope, read);
    }
    if (Set.of("CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_DATETIME").contains(call.name())) {
      return now(call);
    }
    if (SIGNATURES.containsKey(call.name())) {
      return matched(call, expressions.all(call.arguments(), scope, read));
    }
    var generic = Generic.call(call, expressions, scope, read);
    if (generic != null) {
      return generic;
    }
    throw OTHERS.contains(call.name()) || call.name().matches("(ST|JSON|S2|BIT|APPROX|RANGE)_.*")
        ? Tokens.unsupported("The function " + call.name(), call.at())
        : ApiException.invalidQuery("Function not found: " + call.name() + call.at().at());
  }

  private Typed now(Expr.Call call) {
    if (!call.arguments().isEmpty()) {
      throw Tokens.unsupported(call.name() + " with a time zone", call.at());
    }
    var sql = "make_timestamp(" + expressions.context.now + ")";
    return switch (call.name()) {
      case "CURRENT_DATE" -> Typed.of("CAST(" + sql + " AS DATE)", Type.DATE);
      case "CURRENT_DATETIME" -> Typed.of(sql, Type.DATETIME);
      default -> Typed.of(sql, Type.TIMESTAMP);
    };
  }

  private static Typed matched(Expr.Call call, List<Typed> arguments) {
    Signature best = null;
    int least = Integer.MAX_VALUE;
    for (var signature : SIGNATURES.get(call.name())) {
      int cost = cost(signature, arguments);
      if (cost != ImplicitCast.NEVER && cost < least) {
        best = signature;
        least = cost;
      }
    }
    if (best == null) {
      boolean digits = call.name().matches("ROUND|TRUNC|INSTR") && arguments.size() > 1;
      if (digits || arguments.stream().anyMatch(Functions::open)) {
        var types =
            arguments.stream().map(a -> a.type().toString()).collect(Collectors.joining(", "));
        throw Tokens.unsupported(call.name() + " of " + types, call.at());
      }
      throw Operators.unmatched("function " + call.name(), arguments, call.at());
    }
    var sql = best.template();
    for (int i = arguments.size(); i > 0; i--) {
      var value = ImplicitCast.to(arguments.get(i - 1), best.parameters().get(i - 1), call.at());
      sql = sql.replace("$" + i, "\0" + i + "\0");
      arguments.set(i - 1, value);
    }
    for (int i = 1; i <= arguments.size(); i++) {
      sql = sql.replace("\0" + i + "\0", arguments.get(i - 1).sql());
    }
    return Typed.of(sql, best.result());
  }

  /** Types for which GoogleSQL may have a signature that the sandbox has not. */
  private static boolean open(Typed value) {
    return switch (value.type().kind()) {
      case NUMERIC, BIGNUMERIC, BYTES, DATE, DATETIME, TIME, TIMESTAMP, JSON, GEOGRAPHY -> true;
      default -> false;
    };
  }

  private static int cost(Signature signature, List<Typed> arguments) {
    if (signature.parameters().size() != arguments.size()) {
      return ImplicitCast.NEVER;
    }
    int sum = 0;
    for (int i = 0; i < arguments.size(); i++) {
      int cost = ImplicitCast.cost(arguments.get(i), signature.parameters().get(i));
      if (cost == ImplicitCast.NEVER) {
        return ImplicitCast.NEVER;
      }
      sum += cost;
    }
    return sum;
  }
}
