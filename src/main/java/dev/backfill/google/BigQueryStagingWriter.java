package dev.backfill.google;

import com.google.api.client.util.Data;
import com.google.api.services.bigquery.Bigquery;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.ModelId;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.RoutineId;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BucketGetOption;
import com.google.cloud.storage.Storage.BucketSourceOption;
import com.google.cloud.storage.Storage.BucketTargetOption;
import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.DatasetState;
import dev.backfill.cloud.ObjectState;
import dev.backfill.cloud.ObjectStore;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.StagingWriter;
import dev.backfill.cloud.TableSpec;
import dev.backfill.cloud.TableState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.DeleteInventory.BucketLine;
import dev.backfill.confirm.DeleteInventory.DatasetLine;
import dev.backfill.confirm.DeleteInventory.ObjectLine;
import dev.backfill.confirm.DeleteInventory.TableLine;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.google.PartitionCopies.Pair;
import dev.backfill.google.PartitionCopies.Side;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.TableKind;
import dev.backfill.plan.TableName;
import dev.backfill.stage.StagingSql;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Changes the backfill project, and only it: each method asks the guard before it sends. */
final class BigQueryStagingWriter implements StagingWriter {
  private static final int SHOWN = 20;

  private final BigQuery client;
  private final Bigquery rest;
  private final BigQueryJobs jobs;
  private final PartitionCopies copies;
  private final Warehouse warehouse;
  private final Storage storage;
  private final ObjectStore objects;
  private final Guard guard;

  BigQueryStagingWriter(
      BigQuery client,
      Bigquery rest,
      BigQueryJobs jobs,
      PartitionCopies copies,
      Warehouse warehouse,
      Storage storage,
      ObjectStore objects,
      Guard guard) {
    this.client = client;
    this.rest = rest;
    this.jobs = jobs;
    this.copies = copies;
    this.warehouse = warehouse;
    this.storage = storage;
    this.objects = objects;
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
    Errors.guard("Dataset " + name, () -> client.create(info));
  }

  @Override
  public void createTable(StagingTable table, TableSpec spec, Map<String, String> labels) {
    guard.staging(table.name().project());
    var info =
        TableInfo.newBuilder(BigQueryWarehouse.id(table.name()), TableSpecs.write(spec))
            .setLabels(labels)
            .build();
    Errors.guard("Table " + table, () -> client.create(info));
  }

  @Override
  public void createBucket(
      String project, String bucket, String location, Map<String, String> labels) {
    guard.staging(project);
    var info = BucketInfo.newBuilder(bucket).setLocation(location).setLabels(labels).build();
    Errors.guard("Bucket " + bucket, () -> storage.create(info));
  }

  @Override
  public void label(DatasetState seen, Map<String, String> labels) {
    var name = seen.name();
    guard.staging(name.project());
    var patch =
        new com.google.api.services.bigquery.model.Dataset()
            .setLabels(replacing(seen.labels(), labels, Data.nullOf(String.class)));
    Errors.guard(
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
    Errors.guard(
        "Labels of " + name + " (bigquery.tables.update)",
        () -> {
          var request = rest.tables().patch(name.project(), name.dataset(), name.table(), patch);
          request.getRequestHeaders().setIfMatch(seen.etag());
          return request.execute();
        });
  }

  @Override
  public void label(BucketState seen, Map<String, String> labels) {
    guard.bucket(seen);
    var as = BucketGetOption.metagenerationMatch(seen.metageneration());
    Errors.guard(
        "Labels of gs://" + seen.name() + " (storage.buckets.update)",
        () -> {
          // The client takes the precondition of an update from what it has read.
          var bucket = storage.get(seen.name(), as);
          return bucket.toBuilder()
              .setLabels(replacing(seen.labels(), labels, null))
              .build()
              .update(BucketTargetOption.metagenerationMatch());
        });
  }

  /**
   * What a patch says to replace labels: it leaves what it does not name.
   *
   * @param removed what says that a label goes
   */
  private static Map<String, String> replacing(
      Map<String, String> seen, Map<String, String> labels, String removed) {
    var patch = new HashMap<String, String>();
    seen.keySet().forEach(key -> patch.put(key, removed));
    patch.putAll(labels);
    return patch;
  }

  @Override
  public void put(String project, String bucket, String object, byte[] bytes) {
    guard.staging(project);
    objects.bucket(bucket).ifPresent(guard::bucket);
    var info = BlobInfo.newBuilder(BlobId.of(bucket, object)).build();
    try {
      Errors.guard(
          "Object gs://" + bucket + "/" + object,
          () -> storage.create(info, bytes, BlobTargetOption.doesNotExist()));
    } catch (CloudException e) {
      // It is there: of a former try, or of this one, whose answer was lost.
      if (e.kind() != CloudException.Kind.PRECONDITION) {
        throw e;
      }
    }
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
  public CopyDone backUp(
      ProductionPartition from, StagingPartition to, String jobId, Progress progress) {
    guard.production(from.table().name().project());
    guard.staging(to.table().name().project());
    return copies.run(new Pair(Side.of(from), Side.of(to)), jobId, progress);
  }

  @Override
  public void empty(String jobId, StagingTable table, List<LocalDate> days, Progress progress) {
    guard.staging(table.name().project());
    run(jobId, table, StagingSql.empty(table, days), progress);
  }

  @Override
  public void emptyErrors(String jobId, StagingTable table, List<Cell> cells, Progress progress) {
    guard.staging(table.name().project());
    run(jobId, table, StagingSql.emptyErrors(table, cells), progress);
  }

  private void run(String jobId, StagingTable table, String sql, Progress progress) {
    var query = QueryJobConfiguration.newBuilder(sql).setUseLegacySql(false).build();
    jobs.run(jobs.id(table.name().project(), jobId), query, progress);
  }

  @Override
  public Deleted empty(Confirmed<EmptyTables> confirmed, Progress progress) {
    confirmed.what().tables().forEach(table -> guard.staging(table.name().project()));
    guard.deletion(confirmed.what().project());
    var gone = new ArrayList<String>();
    var left = new ArrayList<String>();
    for (var table : confirmed.spend().tables()) {
      attempt(table.name().toString(), gone, left, progress, () -> delete(table));
    }
    return new Deleted(List.copyOf(gone), List.copyOf(left));
  }

  // Race: BigQuery's delete takes no etag; what is written after this look goes too.
  private void delete(EmptyTables.Table seen) {
    var now = warehouse.table(seen.name());
    if (now.isPresent() && !now.get().etag().equals(seen.etag())) {
      throw changed("It holds something else");
    }
    Errors.guard(
        "Delete table " + seen.name() + " (bigquery.tables.delete)",
        () -> client.delete(BigQueryWarehouse.id(seen.name())));
  }

  @Override
  public Deleted delete(Confirmed<DeleteInventory> confirmed, Progress progress) {
    guard.deletion(confirmed.what());
    var inventory = confirmed.spend();
    var gone = new ArrayList<String>();
    var left = new ArrayList<String>();
    var going = inventory.datasets().stream().map(DatasetLine::name).toList();
    for (var table : inventory.tables()) {
      if (!going.contains(table.name().datasetName())) {
        attempt(table.name().toString(), gone, left, progress, () -> delete(table));
      }
    }
    for (var dataset : inventory.datasets()) {
      attempt(dataset.name().toString(), gone, left, progress, () -> delete(dataset, inventory));
    }
    for (var bucket : inventory.buckets()) {
      attempt("gs://" + bucket.name(), gone, left, progress, () -> delete(bucket));
    }
    return new Deleted(List.copyOf(gone), List.copyOf(left));
  }

  private static void attempt(
      String name, List<String> gone, List<String> left, Progress progress, Runnable delete) {
    if (progress.stopped()) {
      left.add(name + ": stopped before it was deleted.");
      return;
    }
    progress.say("Deleting " + name);
    try {
      delete.run();
      gone.add(name);
    } catch (CloudException e) {
      left.add(name + ": " + e.getMessage());
    }
  }

  // Race: BigQuery's deletes take no etag. A dataset is deleted without its contents, so a table
  // made after this look keeps it.
  private void delete(DatasetLine seen, DeleteInventory inventory) {
    var now = warehouse.dataset(seen.name());
    if (now.isEmpty()) {
      return;
    }
    if (!now.get().name().equals(seen.name()) || !now.get().etag().equals(seen.etag())) {
      throw changed("Its settings differ");
    }
    var kept = new ArrayList<String>();
    for (var part : warehouse.contents(seen.name())) {
      deleted(part, inventory.tables()).ifPresent(kept::add);
    }
    if (!kept.isEmpty()) {
      throw new CloudException(
          CloudException.Kind.CONFLICT, "It holds what is left: " + String.join("; ", kept), null);
    }
    Errors.guard(
        "Delete dataset " + seen.name() + " (bigquery.datasets.delete)",
        () -> client.delete(BigQueryWarehouse.id(seen.name())));
  }

  /** Deletes one part of a dataset as it was seen; gives why it is left. */
  private Optional<String> deleted(TableState now, List<TableLine> seen) {
    var same =
        seen.stream()
            .filter(line -> line.name().equals(now.name()) && line.kind() == now.kind())
            .anyMatch(line -> line.etag().equals(now.etag()));
    if (!same) {
      return Optional.of(now.name() + " is new or different since it was confirmed.");
    }
    try {
      delete(now.name(), now.kind());
      return Optional.empty();
    } catch (CloudException e) {
      return Optional.of(e.getMessage());
    }
  }

  private void delete(TableLine seen) {
    var now =
        switch (seen.kind()) {
          case TABLE, VIEW, MATERIALIZED_VIEW, SNAPSHOT, EXTERNAL, OTHER ->
              warehouse.table(seen.name());
          case MODEL, ROUTINE ->
              warehouse.contents(seen.name().datasetName()).stream()
                  .filter(part -> part.name().equals(seen.name()) && part.kind() == seen.kind())
                  .findFirst();
        };
    if (now.isPresent() && !now.get().etag().equals(seen.etag())) {
      throw changed("It differs");
    }
    if (now.isPresent()) {
      delete(seen.name(), seen.kind());
    }
  }

  private void delete(TableName name, TableKind kind) {
    var what = "Delete " + name + ", " + kind.word();
    switch (kind) {
      case TABLE, VIEW, MATERIALIZED_VIEW, SNAPSHOT, EXTERNAL ->
          Errors.guard(
              what + " (bigquery.tables.delete)", () -> client.delete(BigQueryWarehouse.id(name)));
      case MODEL ->
          Errors.guard(
              what + " (bigquery.models.delete)",
              () -> client.delete(ModelId.of(name.project(), name.dataset(), name.table())));
      case ROUTINE ->
          Errors.guard(
              what + " (bigquery.routines.delete)",
              () -> client.delete(RoutineId.of(name.project(), name.dataset(), name.table())));
      case OTHER ->
          throw new CloudException(
              CloudException.Kind.UNSUPPORTED,
              what + ": this version cannot delete it. Delete it by hand.",
              null);
    }
  }

  private void delete(BucketLine seen) {
    // A list is only a claim: whose it is, it says itself, just before it goes.
    var now = objects.bucket(seen.name());
    if (now.isEmpty()) {
      return;
    }
    guard.bucket(now.get());
    if (now.get().metageneration() != seen.metageneration()) {
      throw changed("Its settings differ");
    }
    seen.objects().forEach(object -> delete(seen.name(), object));
    var kept = objects.objects(seen.name());
    if (!kept.isEmpty()) {
      throw changed(
          "New: "
              + kept.stream().limit(SHOWN).map(ObjectState::name).collect(Collectors.joining(", "))
              + (kept.size() > SHOWN ? " and " + (kept.size() - SHOWN) + " more" : ""));
    }
    Errors.guard(
        "Delete gs://" + seen.name() + " (storage.buckets.delete)",
        () ->
            storage.delete(
                seen.name(), BucketSourceOption.metagenerationMatch(seen.metageneration())));
  }

  private void delete(String bucket, ObjectLine seen) {
    Errors.guard(
        "Delete gs://" + bucket + "/" + seen.name() + " (storage.objects.delete)",
        () ->
            storage.delete(
                BlobId.of(bucket, seen.name(), seen.generation()),
                BlobSourceOption.generationMatch()));
  }

  private static CloudException changed(String how) {
    return new CloudException(
        CloudException.Kind.PRECONDITION,
        how + ", since it was confirmed. List again and confirm anew.",
        null);
  }
}
