package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * The mark that a repair leaves where lines of a journal were lost, in the stage that was under
 * way.
 *
 * @param line the number of the damaged line, from 1
 */
public record LinesLost(long line) implements Fact {
  static final String TOPIC = "lost-lines";

  static LinesLost read(Members members) {
    return new LinesLost(members.number("line"));
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    return JsonNodeFactory.instance.objectNode().put("line", line);
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.linesLost(this);
  }
}
