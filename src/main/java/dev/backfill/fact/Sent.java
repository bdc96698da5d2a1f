package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/**
 * The queries that were sent about a cell in a stage, in their order.
 *
 * @param cell the cell's key
 */
public record Sent(String cell, List<Statement> statements) implements Fact {
  static final String TOPIC = "sql";

  /**
   * A query as it was sent.
   *
   * @param purpose what it was for, in words
   * @param bytes what its dry run said that it reads
   */
  public record Statement(String purpose, String sql, long bytes) {}

  public Sent {
    statements = List.copyOf(statements);
  }

  static Sent read(Members members) {
    return new Sent(
        members.text("cell"),
        members.each(
            "statements",
            one -> new Statement(one.text("purpose"), one.text("sql"), one.number("bytes"))));
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    var node = JsonNodeFactory.instance.objectNode().put("cell", cell);
    var all = node.putArray("statements");
    statements.forEach(
        one ->
            all.addObject()
                .put("purpose", one.purpose())
                .put("sql", one.sql())
                .put("bytes", one.bytes()));
    return node;
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.sent(this);
  }
}
