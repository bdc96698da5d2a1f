package dev.backfill.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.TableKind;
import dev.backfill.plan.TableName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be read of BigQuery. Every method throws {@link CloudException}. */
public interface Warehouse {
  /** The datasets of a project; answers only when the project can be reached. */
  List<DatasetState> datasets(String project);

  Optional<DatasetState> dataset(DatasetName name);

  /** The tables of a dataset, by name; empty when there is no such dataset. */
  List<TableName> tables(DatasetName name);

  Optional<TableState> table(TableName name);

  /**
   * Everything that a dataset holds and that keeps it from being deleted: tables, views, snapshots,
   * models, routines. What cannot be read is of kind {@link TableKind#OTHER}, without an etag.
   */
  default List<TableState> contents(DatasetName name) {
    return tables(name).stream().flatMap(table -> part(table).stream()).toList();
  }

  /**
   * A table as {@link #contents} tells of it, without columns and partitioning: an etag of a part
   * of what there is is compared with one of the same part.
   */
  default Optional<TableState> part(TableName name) {
    return table(name);
  }

  /** One day's partition (UTC); empty when it has no rows yet. */
  Optional<PartitionState> partition(TableName table, LocalDate day);

  /** A table and one day's partition (UTC) of it, looked at together; empty when there is none. */
  default Optional<TableDay> look(TableName name, LocalDate day) {
    return table(name).map(table -> new TableDay(table, partition(name, day)));
  }

  /**
   * A table as it was when a day of it was looked at.
   *
   * @param partition empty when it has no rows yet
   */
  record TableDay(TableState table, Optional<PartitionState> partition) {}

  /**
   * Every partition of a table by its id: {@code 20200414}, {@code __NULL__}, {@code
   * __UNPARTITIONED__}; empty when there is no such table.
   */
  Map<String, PartitionState> partitions(TableName table);

  /** The ids of a table's row access policies; an overwriting copy drops them. */
  List<String> rowPolicies(TableName table);

  /** What a query would read, without running it. */
  DryRun dryRun(String project, String sql);

  /**
   * Runs a query that changes nothing.
   *
   * @param maxBytes refuses the query above so many billed bytes; 0 for no limit
   * @return a JSON object for each row; INT64 as numbers, TIMESTAMP as ISO-8601 text in UTC
   */
  List<JsonNode> query(String project, String sql, long maxBytes, Progress progress);

  /**
   * Load and copy jobs of a project, by anyone, whose ids begin so.
   *
   * @param since those made at this time or later
   */
  List<LoadJob> loads(String project, String prefix, Instant since);

  /**
   * The ids of a project's jobs that have not ended, whoever started them.
   *
   * @throws CloudException of kind DENIED without {@code bigquery.jobs.list}
   */
  List<String> jobsUnderWay(String project);

  /**
   * What a query would do.
   *
   * @param bytes that it would process
   * @param statement what kind of statement it is, {@code SELECT}; empty where the service does not
   *     say
   * @param columns of its result; empty where it has none
   */
  record DryRun(long bytes, String statement, List<Column> columns) {
    public DryRun {
      columns = List.copyOf(columns);
    }

    /** One of which only the bytes are asked for. */
    public DryRun(long bytes) {
      this(bytes, "", List.of());
    }
  }
}
