package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import java.util.Map;

/** One page of a listing; the token is the number of entries before it. */
final class Page {
  private final long from;
  private final long size;
  private long seen;

  Page(Map<String, String> query) {
    this.from = number(query, "pageToken", 0);
    this.size = number(query, "maxResults", 1000);
  }

  /** The parameter's value, or a refusal where it is no number. */
  static long number(Map<String, String> query, String name, long otherwise) {
    var value = query.get(name);
    try {
      long number = value == null ? otherwise : Long.parseLong(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // The same refusal as for a negative one.
    }
    throw ApiException.invalid("Invalid value for " + name + ": '" + value + "'.");
  }

  /** Asked once for each entry, in order. */
  boolean takes() {
    long index = seen++;
    return index >= from && index < from + size;
  }

  void token(ObjectNode answer) {
    if (seen > from + size) {
      answer.put("nextPageToken", Long.toString(from + size));
    }
  }
}
