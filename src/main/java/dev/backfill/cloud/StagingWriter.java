package dev.backfill.cloud;

import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import dev.backfill.plan.StagingTable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the console changes in the backfill project. Every method throws {@link CloudException}, and
 * refuses, before any request, a project that is not the plan's target.
 */
public interface StagingWriter {
  /**
   * Makes a dataset.
   *
   * @param labels keys and values of lower-case letters, digits, dashes and underscores, each of at
   *     most 63 characters
   */
  void createDataset(DatasetName name, String location, Map<String, String> labels);

  /** Makes a table that stays; the rules for labels are those of datasets. */
  default void createTable(StagingTable table, TableSpec spec, Map<String, String> labels) {
    createTable(table, spec, labels, Optional.empty(), Optional.empty());
  }

  /**
   * Makes a table.
   *
   * @param key the Cloud KMS key that encrypts it; empty: its dataset's default one
   * @param expires when the service deletes it by itself, in UTC; empty: never
   */
  void createTable(
      StagingTable table,
      TableSpec spec,
      Map<String, String> labels,
      Optional<String> key,
      Optional<Instant> expires);

  /** Makes a bucket; the rules for labels are those of datasets. */
  void createBucket(String project, String bucket, String location, Map<String, String> labels);

  /**
   * Gives a dataset these labels in place of those that it was seen with.
   *
   * @param seen the dataset as it was read
   * @throws CloudException of kind PRECONDITION, with nothing changed, when it is not as seen
   */
  void label(DatasetState seen, Map<String, String> labels);

  /**
   * Gives a table these labels in place of those that it was seen with.
   *
   * @param seen the table as it was read
   * @throws CloudException of kind PRECONDITION, with nothing changed, when it is not as seen
   */
  void label(TableState seen, Map<String, String> labels);

  /**
   * Gives a bucket these labels in place of those that it was seen with.
   *
   * @param seen the bucket as it was read
   * @throws CloudException of kind PRECONDITION, with nothing changed, when it is not as seen
   */
  void label(BucketState seen, Map<String, String> labels);

  /**
   * Puts an object into a bucket of the project, unless one of this name is there: names tell the
   * content.
   */
  void put(String project, String bucket, String object, byte[] bytes);

  /**
   * Runs a query into one partition and replaces what it holds.
   *
   * @param jobId deterministic: when a job of this id exists, its end is awaited instead
   */
  QueryDone queryInto(
      String jobId, String sql, StagingPartition to, long maxBytes, Progress progress);

  /**
   * Runs a query and adds its rows to what a partition holds.
   *
   * @param jobId deterministic: when a job of this id exists, its end is awaited instead, so that
   *     its rows are added once
   */
  QueryDone queryOnto(
      String jobId, String sql, StagingPartition to, long maxBytes, Progress progress);

  /**
   * Copies a production partition into a partition of a table of ours, and replaces what that
   * holds; the table must exist.
   *
   * @param key the Cloud KMS key that our table is encrypted by; empty: Google's own
   * @param jobId deterministic: when a job of this id exists, its end is awaited instead
   */
  CopyDone backUp(
      ProductionPartition from,
      StagingPartition to,
      Optional<String> key,
      String jobId,
      Progress progress);

  /** Deletes a staging table's rows of these days, before a decode job writes them anew. */
  void empty(String jobId, StagingTable table, List<LocalDate> days, Progress progress);

  /** Deletes the error rows of these cells; other types' rows of the same days stay. */
  void emptyErrors(String jobId, StagingTable table, List<Cell> cells, Progress progress);

  /**
   * Deletes tables with rows that the run did not write, so that they are made anew; one that is
   * not as it was confirmed is left and returned.
   */
  Deleted empty(Confirmed<EmptyTables> confirmed, Progress progress);

  /** Deletes exactly what was confirmed; what changed since it was seen is left and returned. */
  Deleted delete(Confirmed<DeleteInventory> confirmed, Progress progress);

  /**
   * What a query wrote and read.
   *
   * @param rows what the partition holds after it
   */
  record QueryDone(String jobId, long rows, long bytesProcessed, long slotMillis) {}

  /** What is gone, and what was left with the reason, a line each. */
  record Deleted(List<String> gone, List<String> left) {}
}
