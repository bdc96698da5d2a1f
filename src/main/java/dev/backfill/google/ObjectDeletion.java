package dev.backfill.google;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.StorageBatchResult;
import com.google.cloud.storage.StorageException;
import com.google.common.collect.Lists;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Patience;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.StoppedException;
import dev.backfill.confirm.DeleteInventory.BucketLine;
import dev.backfill.confirm.DeleteInventory.ObjectLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Deletes a bucket's objects, each in the generation that was seen. A call each would take half a
 * day for a million of them.
 */
final class ObjectDeletion {
  // Limit: a batch request takes 100 calls. Four under way are 400 deletes in some 300 ms, near the
  // 1,000 writes a second that a bucket takes at first.
  private static final int BATCH = 100;
  private static final int AT_ONCE = 4;

  private final Storage storage;
  private final BucketLine bucket;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  ObjectDeletion(Storage storage, BucketLine bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /**
   * Deletes them; those that are gone count as deleted.
   *
   * @throws CloudException the first answer that was neither; the batches after it are not sent
   * @throws StoppedException when the operator stopped it between two batches
   */
  void run(Progress progress) {
    var threads = Executors.newFixedThreadPool(AT_ONCE, ObjectDeletion::thread);
    try {
      var batches = new ArrayList<Future<?>>();
      for (var batch : Lists.partition(bucket.objects(), BATCH)) {
        batches.add(threads.submit(Patience.bound(() -> unlessFailed(batch, progress))));
      }
      for (var batch : batches) {
        await(batch);
      }
    } finally {
      threads.shutdown();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private void unlessFailed(List<ObjectLine> batch, Progress progress) {
    if (failure.get() != null) {
      return;
    }
    try {
      if (progress.stopped()) {
        throw new StoppedException(
            "Stopped by you while gs://" + bucket.name() + " was emptied.",
            "Resume to delete the rest.");
      }
      delete(batch);
      say(done.addAndGet(batch.size()), progress);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void say(int gone, Progress progress) {
    var all = bucket.objects().size();
    if (all > BATCH) {
      progress.say("Deleting gs://%s: %,d of %,d objects".formatted(bucket.name(), gone, all));
    }
  }

  private void delete(List<ObjectLine> objects) {
    var what = "Delete objects of gs://" + bucket.name() + " (storage.objects.delete)";
    var calls = new ArrayList<StorageBatchResult<Boolean>>();
    try {
      Errors.change(
          what,
          () -> {
            var batch = storage.batch();
            calls.clear();
            objects.forEach(
                object -> calls.add(batch.delete(id(object), BlobSourceOption.generationMatch())));
            batch.submit();
            return calls;
          });
    } catch (CloudException e) {
      // Refused as a whole: alone, the first says why in the service's words, if it still must.
      objects.forEach(this::deleteAlone);
      return;
    }
    for (var i = 0; i < calls.size(); i++) {
      settle(calls.get(i), objects.get(i));
    }
  }

  // The client does not try a part of a batch again; alone it does.
  private void settle(StorageBatchResult<Boolean> call, ObjectLine object) {
    try {
      call.get();
    } catch (StorageException e) {
      deleteAlone(object);
    }
  }

  private void deleteAlone(ObjectLine object) {
    Errors.change(
        "Delete gs://" + bucket.name() + "/" + object.name() + " (storage.objects.delete)",
        () -> storage.delete(id(object), BlobSourceOption.generationMatch()));
  }

  private BlobId id(ObjectLine object) {
    return BlobId.of(bucket.name(), object.name(), object.generation());
  }

  private void await(Future<?> batch) {
    try {
      batch.get();
    } catch (InterruptedException e) {
      failure.compareAndSet(null, new StoppedException("Interrupted.", "Resume the run."));
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Objects could not be deleted.", e.getCause());
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "delete");
    thread.setDaemon(true);
    return thread;
  }
}
