package dev.backfill.decode;

/** What a value went through on its way into a column, under the names that live loaders count. */
public enum Coercion {
  COERCED_TO_INT,
  NOT_COERCED_TO_INT,
  COERCED_TO_FLOAT,
  NOT_COERCED_TO_FLOAT,
  NOT_COERCED_TO_BOOL,
  INVALID_HISTOGRAM_TYPE,
  INVALID_HISTOGRAM_SUM,
  INVALID_HISTOGRAM_USE_COUNTER
}
