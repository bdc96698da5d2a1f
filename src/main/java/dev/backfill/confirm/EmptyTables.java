package dev.backfill.confirm;

import dev.backfill.plan.TableName;
import java.time.Instant;
import java.util.List;

/**
 * Tables of the backfill project that hold rows which the run did not write: they go with all their
 * rows, of every day, and are made anew without any.
 */
public record EmptyTables(String project, List<Table> tables) implements Destruction {

  /**
   * A table as it was seen.
   *
   * @param makers the runs that wrote its rows, as far as that is known
   */
  public record Table(
      TableName name, String etag, long rows, long bytes, Instant modified, List<String> makers) {
    public Table {
      makers = List.copyOf(makers);
    }
  }

  public EmptyTables {
    tables = List.copyOf(tables);
  }

  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  /** Names the number of rows, so that nobody confirms other rows than they saw. */
  @Override
  public String phrase() {
    return "empty " + project + ": " + tables.size() + " tables, " + rows() + " rows";
  }

  @Override
  public List<String> names() {
    return tables.stream().map(table -> table.name().toString()).toList();
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.empty(this);
  }
}
