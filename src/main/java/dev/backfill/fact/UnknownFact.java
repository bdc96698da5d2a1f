package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;

/** What a newer console noted and this version has no name for; it is kept as it is. */
public record UnknownFact(String topic, JsonNode json) implements Fact {
  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.unknown(this);
  }
}
