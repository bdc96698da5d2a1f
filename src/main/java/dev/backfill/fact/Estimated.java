package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.estimate.Estimate;
import dev.backfill.estimate.EstimateJson;

/** What the run was estimated to take, when that was looked at. */
public record Estimated(Estimate estimate) implements Fact {
  static final String TOPIC = "estimate";

  static Estimated read(Members members) {
    return new Estimated(EstimateJson.read(members.whole()));
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    return EstimateJson.write(estimate);
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.estimated(this);
  }
}
