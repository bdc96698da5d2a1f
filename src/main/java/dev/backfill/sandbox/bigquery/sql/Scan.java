package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A base table as a query sees it: its stored name, schema and bytes for each partition and column.
 *
 * @param partitionColumn null when the table is not partitioned
 */
public record Scan(
    TableRef ref,
    String sqlName,
    List<Field> fields,
    String partitionColumn,
    Map<String, Map<String, Long>> bytes) {

  /** What a translator asks for. */
  public interface Tables {
    /** Throws a ApiException for a table that does not exist. */
    Scan table(TableRef ref);

    /** The tables of a dataset whose names start so, in order. */
    List<Scan> tablesStartingWith(TableRef prefix);

    /** A SELECT that gives the rows of INFORMATION_SCHEMA.PARTITIONS. */
    String partitions(String project, String dataset);
  }

  long bytes(Set<String> partitions, Set<String> columns) {
    long sum = 0;
    for (var partition : bytes.entrySet()) {
      if (partitions == null || partitions.contains(partition.getKey())) {
        for (var column : columns) {
          sum += partition.getValue().getOrDefault(column, 0L);
        }
      }
    }
    return sum;
  }
}
