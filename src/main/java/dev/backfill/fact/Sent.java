package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/**
 * The queries that were sent about a cell in a stage, or about several together, in their order.
 *
 * @param cell the key of the cell, or of the first of several
 * @param cells the keys of all of them
 */
public record Sent(String cell, List<String> cells, List<Statement> statements) implements Fact {
  static final String TOPIC = "sql";

  /**
   * A query as it was sent.
   *
   * @param purpose what it was for, in words
   * @param bytes what its dry run said that it reads
   */
  public record Statement(String purpose, String sql, long bytes) {}

  public Sent {
    cells = List.copyOf(cells);
    statements = List.copyOf(statements);
  }

  /** Sent about one cell, or about a step of another subject. */
  public Sent(String cell, List<Statement> statements) {
    this(cell, List.of(cell), statements);
  }

  /** Sent about several cells, at least one, each of them by all the statements. */
  public static Sent together(List<String> cells, List<Statement> statements) {
    return new Sent(cells.get(0), cells, statements);
  }

  static Sent read(Members members) {
    var together = members.texts("cells");
    return new Sent(
        members.text("cell"),
        together.isEmpty() ? List.of(members.text("cell")) : together,
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
    if (cells.size() > 1) {
      cells.forEach(node.putArray("cells")::add);
    }
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
