package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A cell whose documents were staged.
 *
 * @param cell the cell's key
 * @param bytes what the query read
 * @param slotMillis what it took
 */
public record Staged(String cell, long rows, long bytes, long slotMillis) implements Fact {
  static final String TOPIC = "staged";

  static Staged read(Members members) {
    return new Staged(
        members.text("cell"),
        members.number("rows"),
        members.number("bytes"),
        members.number("slot_millis"));
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("cell", cell)
        .put("rows", rows)
        .put("bytes", bytes)
        .put("slot_millis", slotMillis);
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.staged(this);
  }
}
