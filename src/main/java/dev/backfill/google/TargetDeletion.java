package dev.backfill.google;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.ModelId;
import com.google.cloud.bigquery.RoutineId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BucketSourceOption;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.ObjectState;
import dev.backfill.cloud.ObjectStore;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.StagingWriter.Deleted;
import dev.backfill.cloud.TableState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.DeleteInventory.BucketLine;
import dev.backfill.confirm.DeleteInventory.DatasetLine;
import dev.backfill.confirm.DeleteInventory.TableLine;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.plan.TableKind;
import dev.backfill.plan.TableName;
import dev.backfill.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Deletes what the target holds, as it was seen and confirmed, and nothing else. */
final class TargetDeletion {
  private static final int SHOWN = 20;

  private final BigQuery client;
  private final Warehouse warehouse;
  private final Storage storage;
  private final ObjectStore objects;
  private final ProjectGuard guard;

  TargetDeletion(
      BigQuery client,
      Warehouse warehouse,
      Storage storage,
      ObjectStore objects,
      ProjectGuard guard) {
    this.client = client;
    this.warehouse = warehouse;
    this.storage = storage;
    this.objects = objects;
    this.guard = guard;
  }

  Deleted empty(Confirmed<EmptyTables> confirmed, Progress progress) {
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
    Errors.change(
        "Delete table " + seen.name() + " (bigquery.tables.delete)",
        () -> client.delete(BigQueryWarehouse.id(seen.name())));
  }

  Deleted delete(Confirmed<DeleteInventory> confirmed, Progress progress) {
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
      attempt("gs://" + bucket.name(), gone, left, progress, () -> delete(bucket, progress));
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
    Errors.change(
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
              warehouse.part(seen.name());
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
          Errors.change(
              what + " (bigquery.tables.delete)", () -> client.delete(BigQueryWarehouse.id(name)));
      case MODEL ->
          Errors.change(
              what + " (bigquery.models.delete)",
              () -> client.delete(ModelId.of(name.project(), name.dataset(), name.table())));
      case ROUTINE ->
          Errors.change(
              what + " (bigquery.routines.delete)",
              () -> client.delete(RoutineId.of(name.project(), name.dataset(), name.table())));
      case OTHER ->
          throw new CloudException(
              CloudException.Kind.UNSUPPORTED,
              Problem.of(what + ": this version cannot delete it.", "Delete it by hand."),
              null);
    }
  }

  private void delete(BucketLine seen, Progress progress) {
    // A list is only a claim: whose it is, it says itself, just before it goes.
    var now = objects.bucket(seen.name());
    if (now.isEmpty()) {
      return;
    }
    guard.bucket(now.get());
    if (now.get().metageneration() != seen.metageneration()) {
      throw changed("Its settings differ");
    }
    new ObjectDeletion(storage, seen).run(progress);
    var kept = objects.some(seen.name(), SHOWN + 1);
    if (!kept.isEmpty()) {
      throw changed(
          "New: "
              + kept.stream().limit(SHOWN).map(ObjectState::name).collect(Collectors.joining(", "))
              + (kept.size() > SHOWN ? " and more" : ""));
    }
    Errors.change(
        "Delete gs://" + seen.name() + " (storage.buckets.delete)",
        () ->
            storage.delete(
                seen.name(), BucketSourceOption.metagenerationMatch(seen.metageneration())));
  }

  private static CloudException changed(String how) {
    return new CloudException(
        CloudException.Kind.PRECONDITION,
        Problem.of(how + ", since it was confirmed.", "List again and confirm again."),
        null);
  }
}
