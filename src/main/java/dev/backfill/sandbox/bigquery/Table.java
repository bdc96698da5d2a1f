package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One committed version of a table: its resource as clients sent it, the DuckDB table that holds
 * its rows, and the sums kept for each partition. Never changed in place.
 */
record Table(
    TableRef ref,
    ObjectNode resource,
    String physical,
    long nextRow,
    long version,
    TreeMap<String, PartitionSums> partitions) {

  /** Rows, logical bytes for each column, and the last change in epoch milliseconds. */
  record PartitionSums(long rows, Map<String, Long> columnBytes, long modified) {
    long bytes() {
      return columnBytes.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  static final String ROW = "__row";
  static final String NULL_PARTITION = "__NULL__";
  static final String UNPARTITIONED = "";

  /** Where a resource keeps its row access policies, which {@code tables.get} does not show. */
  static final String ROW_POLICIES = "rowAccessPolicies";

  /**
   * What it is, as the API names it. A view, a materialized view or an external table is kept and
   * listed, but cannot be read: nothing here runs its query or opens its files.
   */
  String type() {
    if (resource.has("view")) {
      return "VIEW";
    } else if (resource.has("materializedView")) {
      return "MATERIALIZED_VIEW";
    } else if (resource.has("externalDataConfiguration")) {
      return "EXTERNAL";
    }
    return resource.has("snapshotDefinition") ? "SNAPSHOT" : "TABLE";
  }

  /** Refuses what has no rows of its own, and, for a change, what never changes. */
  Table require(boolean forChange) {
    var type = type();
    var fits = type.equals("TABLE") || type.equals("SNAPSHOT") && !forChange;
    if (!fits && type.equals("SNAPSHOT")) {
      throw ApiException.invalid("Table " + ref + " is a snapshot and cannot be changed.");
    } else if (!fits) {
      throw ApiException.unsupported("Rows of " + ref + ", which is of type " + type + ", that");
    }
    return this;
  }

  /** The same rows under another resource. */
  Table with(ObjectNode changed, long at) {
    return new Table(ref, changed, physical, nextRow, at, partitions);
  }

  List<Field> fields() {
    return Field.list(resource.path("schema"));
  }

  /** The day-partitioning column, {@code _PARTITIONTIME} for ingestion time, or null. */
  String partitionColumn() {
    var partitioning = resource.path("timePartitioning");
    return partitioning.isObject() ? partitioning.path("field").asText(null) : null;
  }

  /** Whether it may only be read with a condition on its partitions; the flag has two places. */
  boolean requiresFilter() {
    return resource.path("requirePartitionFilter").asBoolean(false)
        || resource.at("/timePartitioning/requirePartitionFilter").asBoolean(false);
  }

  boolean partitioned() {
    return resource.path("timePartitioning").isObject();
  }

  String sqlName() {
    return Sql.name(ref.project()) + "." + Sql.name(ref.dataset()) + "." + Sql.name(physical);
  }

  /** The partition id of a row, as DuckDB text. */
  String partitionSql() {
    var column = partitionColumn();
    if (column == null) {
      return "''";
    }
    return "COALESCE(strftime(" + Sql.name(column) + ", '%Y%m%d'), '" + NULL_PARTITION + "')";
  }

  /** The condition that selects the rows of a decorator, or TRUE. */
  String partitionFilter(String decorator) {
    if (decorator == null) {
      return "TRUE";
    }
    requireDecorator(decorator);
    var column = Sql.name(partitionColumn());
    if (decorator.equals(NULL_PARTITION)) {
      return column + " IS NULL";
    }
    var day = Sql.day(decorator);
    return column + " >= DATE '" + day + "' AND " + column + " < DATE '" + day.plusDays(1) + "'";
  }

  private void requireDecorator(String decorator) {
    if (partitionColumn() == null) {
      throw ApiException.invalid(
          "Cannot read partition information from a table that is not partitioned: " + ref);
    }
    if (!decorator.equals(NULL_PARTITION) && Sql.day(decorator) == null) {
      throw ApiException.invalid(
          "Invalid partition decorator $" + decorator + "; the sandbox has day partitions only.");
    }
  }

  long rows() {
    return partitions.values().stream().mapToLong(PartitionSums::rows).sum();
  }

  long bytes() {
    return partitions.values().stream().mapToLong(PartitionSums::bytes).sum();
  }
}
