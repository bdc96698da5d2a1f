package dev.backfill.google;

import com.google.api.client.util.Data;
import com.google.api.services.bigquery.Bigquery;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.DatasetState;
import dev.backfill.cloud.EmptyingSql;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.StagingWriter;
import dev.backfill.cloud.TableSpec;
import dev.backfill.cloud.TableState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.google.PartitionCopies.How;
import dev.backfill.google.PartitionCopies.Pair;
import dev.backfill.google.PartitionCopies.Side;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import dev.backfill.plan.StagingTable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes the backfill project, and only it: each method asks the guard before it sends. */
final class BigQueryStagingWriter implements StagingWriter {
  private final BigQuery client;
  private final Bigquery rest;
  private final BigQueryJobs jobs;
  private final PartitionCopies copies;
  private final Warehouse warehouse;
  private final StagingBuckets buckets;
  private final TargetDeletion deletion;
  private final ProjectGuard guard;

  BigQueryStagingWriter(
      BigQuery client,
      Bigquery rest,
      BigQueryJobs jobs,
      PartitionCopies copies,
      Warehouse warehouse,
      StagingBuckets buckets,
      TargetDeletion deletion,
      ProjectGuard guard) {
    this.client = client;
    this.rest = rest;
    this.jobs = jobs;
    this.copies = copies;
    this.warehouse = warehouse;
    this.buckets = buckets;
    this.deletion = deletion;
    this.guard = guard;
  }

  @Override
  public void createDataset(DatasetName name, String location, Map<String, String> labels) {
    guard.staging(name.project());
    var info =
        DatasetInfo.newBuilder(BigQueryWarehouse.id(name))
            .setLocation(location)
            .setLabels(labels)
            .build();
    Errors.change("Dataset " + name, () -> client.create(info));
  }

  @Override
  public void createTable(
      StagingTable table,
      TableSpec spec,
      Map<String, String> labels,
      Optional<String> key,
      Optional<Instant> expires) {
    guard.staging(table.name().project());
    var info =
        TableInfo.newBuilder(BigQueryWarehouse.id(table.name()), TableSpecs.write(spec))
            .setLabels(labels);
    key.map(PartitionCopies::encryption).ifPresent(info::setEncryptionConfiguration);
    expires.map(Instant::toEpochMilli).ifPresent(info::setExpirationTime);
    Errors.change("Table " + table, () -> client.create(info.build()));
  }

  @Override
  public void createBucket(
      String project, String bucket, String location, Map<String, String> labels) {
    buckets.create(project, bucket, location, labels);
  }

  @Override
  public void label(BucketState seen, Map<String, String> labels) {
    buckets.label(seen, labels);
  }

  @Override
  public void put(String project, String bucket, String object, byte[] bytes) {
    buckets.put(project, bucket, object, bytes);
  }

  @Override
  public void label(DatasetState seen, Map<String, String> labels) {
    var name = seen.name();
    guard.staging(name.project());
    var patch =
        new com.google.api.services.bigquery.model.Dataset()
            .setLabels(replacing(seen.labels(), labels, Data.nullOf(String.class)));
    Errors.change(
        "Labels of " + name + " (bigquery.datasets.update)",
        () -> {
          var request = rest.datasets().patch(name.project(), name.dataset(), patch);
          // Google's own client sends no precondition with an update.
          request.getRequestHeaders().setIfMatch(seen.etag());
          return request.execute();
        });
  }

  @Override
  public void label(TableState seen, Map<String, String> labels) {
    var name = seen.name();
    guard.staging(name.project());
    var patch =
        new com.google.api.services.bigquery.model.Table()
            .setLabels(replacing(seen.labels(), labels, Data.nullOf(String.class)));
    Errors.change(
        "Labels of " + name + " (bigquery.tables.update)",
        () -> {
          var request = rest.tables().patch(name.project(), name.dataset(), name.table(), patch);
          request.getRequestHeaders().setIfMatch(seen.etag());
          return request.execute();
        });
  }

  /**
   * What a patch says to replace labels: it leaves what it does not name.
   *
   * @param removed what says that a label goes
   */
  static Map<String, String> replacing(
      Map<String, String> seen, Map<String, String> labels, String removed) {
    var patch = new HashMap<String, String>();
    seen.keySet().forEach(key -> patch.put(key, removed));
    patch.putAll(labels);
    return patch;
  }

  @Override
  public QueryDone queryInto(
      String jobId, String sql, StagingPartition to, long maxBytes, Progress progress) {
    return query(jobId, sql, to, WriteDisposition.WRITE_TRUNCATE, maxBytes, progress);
  }

  @Override
  public QueryDone queryOnto(
      String jobId, String sql, StagingPartition to, long maxBytes, Progress progress) {
    return query(jobId, sql, to, WriteDisposition.WRITE_APPEND, maxBytes, progress);
  }

  private QueryDone query(
      String jobId,
      String sql,
      StagingPartition to,
      WriteDisposition write,
      long maxBytes,
      Progress progress) {
    var table = to.table().name();
    guard.staging(table.project());
    var query =
        QueryJobConfiguration.newBuilder(sql)
            .setUseLegacySql(false)
            .setDestinationTable(TableId.of(table.project(), table.dataset(), to.decorated()))
            .setCreateDisposition(JobInfo.CreateDisposition.CREATE_NEVER)
            .setWriteDisposition(write);
    if (maxBytes > 0) {
      query.setMaximumBytesBilled(maxBytes);
    }
    var job = jobs.run(jobs.id(table.project(), jobId), query.build(), progress);
    QueryStatistics statistics = job.getStatistics();
    var rows = warehouse.partition(table, to.day()).map(p -> p.rows()).orElse(0L);
    return new QueryDone(
        jobId,
        rows,
        Optional.ofNullable(statistics.getTotalBytesProcessed()).orElse(0L),
        Optional.ofNullable(statistics.getTotalSlotMs()).orElse(0L));
  }

  @Override
  public CopyDone backUp(
      ProductionPartition from,
      StagingPartition to,
      Optional<String> key,
      String jobId,
      Progress progress) {
    guard.production(from.table().name().project());
    guard.staging(to.table().name().project());
    var pair = new Pair(Side.of(from), Side.of(to));
    return copies.run(pair, How.REPLACING, key, jobId, progress);
  }

  @Override
  public void empty(String jobId, StagingTable table, List<LocalDate> days, Progress progress) {
    guard.staging(table.name().project());
    run(jobId, table, EmptyingSql.rows(table, days), progress);
  }

  @Override
  public void emptyErrors(String jobId, StagingTable table, List<Cell> cells, Progress progress) {
    guard.staging(table.name().project());
    run(jobId, table, EmptyingSql.errors(table, cells), progress);
  }

  private void run(String jobId, StagingTable table, String sql, Progress progress) {
    var query = QueryJobConfiguration.newBuilder(sql).setUseLegacySql(false).build();
    jobs.run(jobs.id(table.name().project(), jobId), query, progress);
  }

  @Override
  public Deleted empty(Confirmed<EmptyTables> confirmed, Progress progress) {
    return deletion.empty(confirmed, progress);
  }

  @Override
  public Deleted delete(Confirmed<DeleteInventory> confirmed, Progress progress) {
    return deletion.delete(confirmed, progress);
  }
}
