package dev.backfill.cloud;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A table's structure: what a mirror must copy exactly. */
public record TableSpec(
    List<Column> columns, Optional<Partitioning> partitioning, List<String> clustering) {

  /** Time partitioning: HOUR, DAY, MONTH or YEAR on a column, or on load time without one. */
  public record Partitioning(
      String type, Optional<String> field, Optional<Duration> expiration, boolean requireFilter) {}

  public TableSpec {
    columns = List.copyOf(columns);
    clustering = List.copyOf(clustering);
  }

  /** The same structure for a table that must outlive any run: no partition expires. */
  public TableSpec withoutExpiration() {
    return new TableSpec(
        columns,
        partitioning.map(
            p -> new Partitioning(p.type(), p.field(), Optional.empty(), p.requireFilter())),
        clustering);
  }
}
