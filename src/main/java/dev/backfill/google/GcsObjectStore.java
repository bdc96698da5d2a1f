package dev.backfill.google;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BucketField;
import com.google.cloud.storage.Storage.BucketGetOption;
import com.google.cloud.storage.Storage.BucketListOption;
import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.ObjectState;
import dev.backfill.cloud.ObjectStore;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.StoppedException;
import dev.backfill.google.Answers.About;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads Cloud Storage through Google's client. */
final class GcsObjectStore implements ObjectStore {
  // Nothing else is read of them: a bucket's rules and rights, an object's hashes and owner are not
  // sent, which is most of what a list of a million objects would be.
  private static final BucketField[] OF_BUCKETS = {
    BucketField.NAME,
    BucketField.LOCATION,
    BucketField.METAGENERATION,
    BucketField.LABELS,
    BucketField.PROJECT,
    BucketField.TIME_CREATED,
    BucketField.SOFT_DELETE_POLICY
  };

  private static final BlobField[] OF_OBJECTS = {
    BlobField.NAME, BlobField.GENERATION, BlobField.SIZE, BlobField.UPDATED
  };

  // A page of a list; what is on one needs no word.
  private static final int MANY = 1000;

  private final Function<String, Storage> clients;
  private final Storage client;

  /**
   * Makes a reader.
   *
   * @param clients the client of a project, for listing its buckets
   */
  GcsObjectStore(Function<String, Storage> clients, Storage client) {
    this.clients = clients;
    this.client = client;
  }

  @Override
  public List<BucketState> buckets(String project) {
    return ListedPages.all(
        "Buckets of " + project,
        () -> clients.apply(project).list(BucketListOption.fields(OF_BUCKETS)),
        GcsObjectStore::state);
  }

  @Override
  public Optional<BucketState> bucket(String name) {
    return Errors.guard(
        "gs://" + name,
        () ->
            Optional.ofNullable(client.get(name, BucketGetOption.fields(OF_BUCKETS)))
                .map(GcsObjectStore::state));
  }

  private static BucketState state(Bucket bucket) {
    var policy = bucket.getSoftDeletePolicy();
    return new BucketState(
        bucket.getName(),
        bucket.getLocation(),
        bucket.getMetageneration(),
        bucket.getLabels() == null ? Map.of() : bucket.getLabels(),
        Optional.ofNullable(bucket.getProject()).map(BigInteger::longValueExact),
        Optional.ofNullable(bucket.getCreateTimeOffsetDateTime()).map(OffsetDateTime::toInstant),
        policy == null || policy.getRetentionDuration() == null
            ? Duration.ZERO
            : policy.getRetentionDuration());
  }

  @Override
  public List<ObjectState> objects(String bucket, Progress progress) {
    return ListedPages.all(
        "Objects of gs://" + bucket,
        About.QUESTION,
        () -> client.list(bucket, BlobListOption.versions(true), BlobListOption.fields(OF_OBJECTS)),
        GcsObjectStore::state,
        count -> say(bucket, count, progress));
  }

  private static void say(String bucket, int count, Progress progress) {
    if (progress.stopped()) {
      throw new StoppedException(
          "Stopped by you while gs://" + bucket + " was listed.", "Resume to list it again.");
    }
    if (count >= MANY) {
      progress.say("Listing gs://%s: %,d objects so far".formatted(bucket, count));
    }
  }

  @Override
  public List<ObjectState> some(String bucket, int most) {
    return Errors.guard(
        "Objects of gs://" + bucket,
        () -> {
          var page =
              client.list(
                  bucket,
                  BlobListOption.versions(true),
                  BlobListOption.fields(OF_OBJECTS),
                  BlobListOption.pageSize(most));
          var found = new ArrayList<ObjectState>();
          page.getValues().forEach(blob -> found.add(state(blob)));
          return found;
        });
  }

  private static ObjectState state(Blob blob) {
    return new ObjectState(
        blob.getName(),
        blob.getGeneration(),
        blob.getSize(),
        blob.getUpdateTimeOffsetDateTime().toInstant());
  }

  @Override
  public boolean exists(String uri) {
    return Errors.guard(
        uri,
        () ->
            client.get(BlobId.fromGsUtilUri(uri), BlobGetOption.fields(BlobField.GENERATION))
                != null);
  }

  @Override
  public void download(String uri, Path to) throws IOException {
    Errors.guard(
        uri,
        () -> {
          client.downloadTo(BlobId.fromGsUtilUri(uri), to);
          return to;
        });
  }
}
