package dev.backfill.google;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.ObjectState;
import dev.backfill.cloud.ObjectStore;
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
    return Errors.guard(
        "Buckets of " + project,
        () -> {
          var found = new ArrayList<BucketState>();
          for (var bucket : clients.apply(project).list().iterateAll()) {
            found.add(state(bucket));
          }
          return found;
        });
  }

  @Override
  public Optional<BucketState> bucket(String name) {
    return Errors.guard(
        "gs://" + name, () -> Optional.ofNullable(client.get(name)).map(GcsObjectStore::state));
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
  public List<ObjectState> objects(String bucket) {
    return Errors.guard(
        "Objects of gs://" + bucket,
        () -> {
          var found = new ArrayList<ObjectState>();
          for (var blob : client.list(bucket, BlobListOption.versions(true)).iterateAll()) {
            found.add(
                new ObjectState(
                    blob.getName(),
                    blob.getGeneration(),
                    blob.getSize(),
                    blob.getUpdateTimeOffsetDateTime().toInstant()));
          }
          return found;
        });
  }

  @Override
  public boolean exists(String uri) {
    return Errors.guard(uri, () -> client.get(BlobId.fromGsUtilUri(uri)) != null);
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
