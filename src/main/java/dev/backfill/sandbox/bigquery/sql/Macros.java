package dev.backfill.sandbox.bigquery.sql;

import java.util.List;

/** DuckDB macros for what GoogleSQL does otherwise: NaN, overflow, and division by zero. */
public final class Macros {
  private static String finite(String name, String operator) {
    return name
        + "(a, b) AS CASE WHEN isinf(a "
        + operator
        + " b) AND NOT isinf(a) AND NOT isinf(b) THEN "
        + failing("'double overflow: ' || a || ' " + operator + " ' || b")
        + " ELSE a "
        + operator
        + " b END";
  }

  private static String failing(String text) {
    return "error('bf!(' || " + text + " || ')!bf')";
  }

  private static final String BY_ZERO = failing("'division by zero: ' || a || ' / ' || b");

  /** {@code name(parameters) AS expression}. */
  public static final List<String> ALL =
      List.of(
          finite("bf_add", "+"),
          finite("bf_sub", "-"),
          finite("bf_mul", "*"),
          "bf_div(a, b) AS CASE WHEN b = 0 THEN "
              + failing("'division by zero: ' || bf_float64_text(a) || ' / ' || bf_float64_text(b)")
              + " WHEN isinf(a / b) AND NOT isinf(a) THEN "
              + failing("'double overflow: ' || a || ' / ' || b")
              + " ELSE a / b END",
          "bf_ieee_divide(a, b) AS CASE WHEN isnan(a) OR isnan(b) THEN CAST('nan' AS DOUBLE) WHEN b ="
              + " 0 THEN CASE WHEN a = 0 THEN CAST('nan' AS DOUBLE) WHEN (a > 0) = (CAST(b AS"
              + " VARCHAR) NOT LIKE '-%') THEN CAST('inf' AS DOUBLE) ELSE CAST('-inf' AS DOUBLE)"
              + " END ELSE a / b END",
          "bf_safe_divide(a, b) AS CASE WHEN b = 0 OR (isinf(a / b) AND NOT isinf(a)) THEN NULL ELSE"
              + " a / b END",
          "bf_mod(a, b) AS CASE WHEN b = 0 THEN "
              + BY_ZERO.replace(" / ", " % ")
              + " WHEN b = -1 THEN CAST(0 AS BIGINT) ELSE a % b END",
          "bf_intdiv(a, b) AS CASE WHEN b = 0 THEN " + BY_ZERO + " ELSE a // b END",
          "bf_floor_div(a, b) AS (a - ((a % b) + b) % b) // b",
          "bf_sqrt(a) AS CASE WHEN a < 0 THEN "
              + failing("'Argument to SQRT cannot be negative: ' || a")
              + " ELSE sqrt(a) END",
          "bf_eq(a, b) AS (a = b AND NOT isnan(a))",
          "bf_ne(a, b) AS (a != b OR isnan(a))",
          "bf_lt(a, b) AS (a < b AND NOT isnan(a) AND NOT isnan(b))",
          "bf_le(a, b) AS (a <= b AND NOT isnan(a) AND NOT isnan(b))",
          "bf_gt(a, b) AS (a > b AND NOT isnan(a) AND NOT isnan(b))",
          "bf_ge(a, b) AS (a >= b AND NOT isnan(a) AND NOT isnan(b))",
          "bf_days(d) AS date_diff('day', DATE '1970-01-01', d)",
          "bf_day(n) AS CAST(DATE '1970-01-01' + CAST(n AS INTEGER) AS DATE)");

  private Macros() {}
}
