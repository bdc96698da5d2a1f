package dev.backfill.google;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.DatasetDeleteOption;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BucketSourceOption;
import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.StagingWriter;
import dev.backfill.cloud.TableSpec;
import dev.backfill.cloud.Warehouse;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.DeleteInventory.TableLine;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.StagingPartition;
import dev.backfill.plan.StagingTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Changes the backfill project, and only it: each method asks the guard before it sends. */
final class BigQueryStagingWriter implements StagingWriter {
  private final BigQuery client;
  private final BigQueryJobs jobs;
  private final Warehouse warehouse;
  private final Storage storage;
  private final Guard guard;

  BigQueryStagingWriter(
      BigQuery client, BigQueryJobs jobs, Warehouse warehouse, Storage storage, Guard guard) {
    this.client = client;
    this.jobs = jobs;
    this.warehouse = warehouse;
    this.storage = storage;
    this.guard = guard;
  }

  @Override
  public void createDataset(DatasetName name, String location) {
    guard.staging(name.project());
    var info = DatasetInfo.newBuilder(BigQueryWarehouse.id(name)).setLocation(location).build();
    Errors.guard("Dataset " + name, () -> client.create(info));
  }

  @Override
  public void createTable(StagingTable table, TableSpec spec) {
    guard.staging(table.name().project());
    var info = TableInfo.of(BigQueryWarehouse.id(table.name()), TableSpecs.write(spec));
    Errors.guard("Table " + table, () -> client.create(info));
  }

  @Override
  public void createBucket(String project, String bucket, String location) {
    guard.staging(project);
    var info = BucketInfo.newBuilder(bucket).setLocation(location).build();
    Errors.guard("Bucket " + bucket, () -> storage.create(info));
  }

  @Override
  public QueryDone queryInto(
      String jobId, String sql, StagingPartition to, long maxBytes, Progress progress) {
    var table = to.table().name();
    guard.staging(table.project());
    var query =
        QueryJobConfiguration.newBuilder(sql)
            .setUseLegacySql(false)
            .setDestinationTable(TableId.of(table.project(), table.dataset(), to.decorated()))
            .setCreateDisposition(JobInfo.CreateDisposition.CREATE_NEVER)
            .setWriteDisposition(JobInfo.WriteDisposition.WRITE_TRUNCATE);
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
  public void empty(String jobId, StagingTable table, List<LocalDate> days, Progress progress) {
    guard.staging(table.name().project());
    var list = days.stream().map(day -> "'" + day + "'").collect(Collectors.joining(", "));
    var sql =
        "DELETE FROM " + table.name().sql() + " WHERE DATE(submission_timestamp) IN (" + list + ")";
    var query = QueryJobConfiguration.newBuilder(sql).setUseLegacySql(false).build();
    jobs.run(jobs.id(table.name().project(), jobId), query, progress);
  }

  @Override
  public Deleted delete(Confirmed<DeleteInventory> confirmed, Progress progress) {
    guard.staging(confirmed.what().project());
    var inventory = confirmed.spend();
    var gone = new ArrayList<String>();
    var left = new ArrayList<String>();
    for (var dataset : inventory.datasets()) {
      progress.say("Deleting " + dataset.name());
      deleteDataset(dataset.name(), inventory, gone, left);
    }
    for (var bucket : inventory.buckets()) {
      progress.say("Deleting gs://" + bucket.name());
      deleteBucket(bucket, gone, left);
    }
    return new Deleted(gone, left);
  }

  private void deleteDataset(
      DatasetName name, DeleteInventory inventory, List<String> gone, List<String> left) {
    guard.staging(name.project());
    var changed = changed(name, inventory);
    if (changed.isPresent()) {
      left.add(name + " was left: " + changed.get() + " changed since it was listed.");
      return;
    }
    // Race: a table made between this listing and the call goes too; the second listing shows what
    // is there, not what went.
    Errors.guard(
        "Dataset " + name,
        () -> client.delete(BigQueryWarehouse.id(name), DatasetDeleteOption.deleteContents()));
    gone.add(name.toString());
  }

  private Optional<String> changed(DatasetName name, DeleteInventory inventory) {
    var seen =
        inventory.tables().stream().collect(Collectors.toMap(TableLine::name, TableLine::etag));
    for (var table : warehouse.tables(name)) {
      var etag = warehouse.table(table).map(state -> state.etag());
      if (etag.isPresent() && !etag.get().equals(seen.get(table.toString()))) {
        return Optional.of(table.toString());
      }
    }
    return Optional.empty();
  }

  private void deleteBucket(BucketState bucket, List<String> gone, List<String> left) {
    var found = Errors.guard("Bucket " + bucket.name(), () -> storage.get(bucket.name()));
    if (found == null) {
      gone.add("gs://" + bucket.name());
      return;
    }
    var objects = new ArrayList<com.google.cloud.storage.BlobId>();
    Errors.guard(
        "Objects of gs://" + bucket.name(),
        () -> {
          storage
              .list(bucket.name(), BlobListOption.versions(true))
              .iterateAll()
              .forEach(blob -> objects.add(blob.getBlobId()));
          return objects;
        });
    if (found.getMetageneration() != bucket.metageneration()
        || objects.size() != bucket.objects()) {
      left.add("gs://" + bucket.name() + " was left: it changed since it was listed.");
      return;
    }
    Errors.guard(
        "gs://" + bucket.name(),
        () -> {
          for (var object : objects) {
            storage.delete(object, BlobSourceOption.generationMatch());
          }
          return storage.delete(
              bucket.name(), BucketSourceOption.metagenerationMatch(bucket.metageneration()));
        });
    gone.add("gs://" + bucket.name());
  }
}
