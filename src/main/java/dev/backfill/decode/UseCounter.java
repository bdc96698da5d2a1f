package dev.backfill.decode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Histograms that only count uses: their text is the count. */
final class UseCounter {
  private static final String PREFIX = "use_counter2";
  private static final int FLAG_OR_BOOLEAN = 2;

  private UseCounter() {}

  /** The count, when a column of use counters is given a histogram with nothing but uses. */
  static Optional<String> of(String column, JsonNode value) {
    if (!column.startsWith(PREFIX) || !value.isObject() || !value.has("histogram_type")) {
      return Optional.empty();
    }
    var type = value.get("histogram_type");
    var sum = value.path("sum").asLong(-1);
    var used = value.path("values").path("1").asLong(0);
    var counts = !type.isBoolean() && type.asInt(-1) == FLAG_OR_BOOLEAN && sum >= 0 && sum == used;
    return counts ? Optional.of(Long.toString(sum)) : Optional.empty();
  }
}
