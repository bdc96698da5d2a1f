package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

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
   * @param bytes that it reads at most, by its dry run or by what the partitions hold that it reads
   * @param ran what its job told; empty in old journals, and where only the dry run was asked for
   */
  public record Statement(String purpose, String sql, long bytes, Optional<Ran> ran) {
    /** One whose job told nothing. */
    public Statement(String purpose, String sql, long bytes) {
      this(purpose, sql, bytes, Optional.empty());
    }

    private static Statement read(Members members) {
      return new Statement(
          members.text("purpose"),
          members.text("sql"),
          members.number("bytes"),
          members.ifText("job").map(job -> Ran.read(job, members)));
    }
  }

  /**
   * The job of a query that came to its end.
   *
   * @param job its id
   * @param bytes that it processed
   * @param slotMillis of its slots together
   * @param millis from its begin to its end
   */
  public record Ran(String job, long bytes, long slotMillis, long millis) {
    private static Ran read(String job, Members members) {
      return new Ran(
          job,
          members.number("processed"),
          members.number("slot_millis"),
          members.number("millis"));
    }

    private void write(ObjectNode node) {
      node.put("job", job)
          .put("processed", bytes)
          .put("slot_millis", slotMillis)
          .put("millis", millis);
    }
  }

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
        members.each("statements", Statement::read));
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
        one -> {
          var said =
              all.addObject()
                  .put("purpose", one.purpose())
                  .put("sql", one.sql())
                  .put("bytes", one.bytes());
          one.ran().ifPresent(ran -> ran.write(said));
        });
    return node;
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.sent(this);
  }
}
