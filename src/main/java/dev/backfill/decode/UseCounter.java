package dev.backfill.decode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Histograms that only count uses: their text is the count. */
final class UseCounter {
  /** How the columns of use counters begin. */
  static final String PREFIX = "use_counter2";

  /** The type of histograms that count false and true. */
  static final int BOOLEAN = 2;

  private static final int HIGHEST_TYPE = 5;

  private UseCounter() {}

  /**
   * The count, when a column of use counters is given a histogram with nothing but uses. Counts
   * histograms that are broken.
   */
  static Optional<String> of(KeyColumn column, JsonNode value, Coercions coercions) {
    if (!value.isObject() || !value.has("histogram_type")) {
      return Optional.empty();
    }
    var type = value.get("histogram_type");
    var number = type.isBoolean() ? -1 : type.asInt(-1);
    var sum = value.path("sum").asLong(-1);
    if (number < 0 || number > HIGHEST_TYPE) {
      coercions.add(Coercion.INVALID_HISTOGRAM_TYPE);
    } else if (sum < 0) {
      coercions.add(Coercion.INVALID_HISTOGRAM_SUM);
    } else if (number == BOOLEAN && column.usesCounted) {
      if (sum == value.path("values").path("1").asLong(0)) {
        return Optional.of(Long.toString(sum));
      }
      coercions.add(Coercion.INVALID_HISTOGRAM_USE_COUNTER);
    }
    return Optional.empty();
  }
}
