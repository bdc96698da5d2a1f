package dev.backfill.cloud;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A table's structure: what a mirror must copy exactly. */
public record TableSpec(
    List<Column> columns, Optional<Partitioning> partitioning, List<String> clustering) {

  /**
   * How rows are split.
   *
   * @param type HOUR, DAY, MONTH or YEAR, or {@link #RANGE}
   * @param field the column; empty for the time at which rows were loaded
   */
  public record Partitioning(
      String type, Optional<String> field, Optional<Duration> expiration, boolean requireFilter) {
    /** Ranges of an integer column. Their bounds are not kept: no such table is ever made. */
    public static final String RANGE = "RANGE";

    /** As the end of a sentence: {@code by hour of submission_timestamp}. */
    public String named() {
      if (type.equals(RANGE)) {
        return "by ranges of the integer column " + field.orElse("it names");
      }
      var unit = type.toLowerCase(Locale.ROOT);
      return field.isPresent()
          ? "by " + unit + " of " + field.get()
          : "by ingestion time, a partition for each " + unit;
    }
  }

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
