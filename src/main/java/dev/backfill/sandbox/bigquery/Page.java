package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** One page of a listing; the token is the number of entries before it. */
final class Page {
  private final long from;
  private final long size;
  private long seen;

  Page(Map<String, String> query) {
    this.from = Long.parseLong(query.getOrDefault("pageToken", "0"));
    this.size = Long.parseLong(query.getOrDefault("maxResults", "1000"));
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
