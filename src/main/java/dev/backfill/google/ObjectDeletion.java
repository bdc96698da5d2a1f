package dev.backfill.google;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.StorageBatchResult;
import com.google.cloud.storage.StorageException;
import com.google.common.collect.Lists;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.StoppedException;
import dev.backfill.confirm.DeleteInventory.BucketLine;
import dev.backfill.confirm.DeleteInventory.ObjectLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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
    AtATime.each(
        AT_ONCE, Lists.partition(bucket.objects(), BATCH), batch -> delete(batch, progress));
  }

  private void delete(List<ObjectLine> batch, Progress progress) {
    if (progress.stopped()) {
      throw new StoppedException(
          "Stopped by you while gs://" + bucket.name() + " was emptied.",
          "Resume to delete the rest.");
    }
    delete(batch);
    say(done.addAndGet(batch.size()), progress);
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
}
