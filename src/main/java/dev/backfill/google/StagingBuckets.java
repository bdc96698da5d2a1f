package dev.backfill.google;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.BucketInfo.IamConfiguration;
import com.google.cloud.storage.BucketInfo.LifecycleRule;
import com.google.cloud.storage.BucketInfo.LifecycleRule.LifecycleAction;
import com.google.cloud.storage.BucketInfo.LifecycleRule.LifecycleCondition;
import com.google.cloud.storage.BucketInfo.SoftDeletePolicy;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BucketGetOption;
import com.google.cloud.storage.Storage.BucketTargetOption;
import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Makes, labels and fills the backfill project's buckets of temporary files. */
final class StagingBuckets {
  // Organisations enforce it: a bucket without it is refused with 412.
  private static final IamConfiguration UNIFORM =
      IamConfiguration.newBuilder().setIsUniformBucketLevelAccessEnabled(true).build();

  // Seven days by default, billed: of temporary files nothing is to be had back.
  private static final SoftDeletePolicy NOT_KEPT =
      SoftDeletePolicy.newBuilder().setRetentionDuration(Duration.ZERO).build();

  // What no cleanup deletes. A backfill takes hours, a run that is resumed days; a month is beyond
  // both.
  private static final LifecycleRule EXPIRY =
      new LifecycleRule(
          LifecycleAction.newDeleteAction(), LifecycleCondition.newBuilder().setAge(30).build());

  private final Storage storage;
  private final ObjectStore objects;
  private final ProjectGuard guard;

  StagingBuckets(Storage storage, ObjectStore objects, ProjectGuard guard) {
    this.storage = storage;
    this.objects = objects;
    this.guard = guard;
  }

  void create(String project, String bucket, String location, Map<String, String> labels) {
    guard.staging(project);
    var info =
        BucketInfo.newBuilder(bucket)
            .setLocation(location)
            .setLabels(labels)
            .setIamConfiguration(UNIFORM)
            .setSoftDeletePolicy(NOT_KEPT)
            .setLifecycleRules(List.of(EXPIRY))
            .build();
    Errors.change("Bucket " + bucket, () -> storage.create(info));
  }

  void label(BucketState seen, Map<String, String> labels) {
    guard.bucket(seen);
    var as = BucketGetOption.metagenerationMatch(seen.metageneration());
    Errors.change(
        "Labels of gs://" + seen.name() + " (storage.buckets.update)",
        () -> {
          // The client takes the precondition of an update from what it has read.
          var bucket = storage.get(seen.name(), as);
          return bucket.toBuilder()
              .setLabels(BigQueryStagingWriter.replacing(seen.labels(), labels, null))
              .build()
              .update(BucketTargetOption.metagenerationMatch());
        });
  }

  void put(String project, String bucket, String object, byte[] bytes) {
    guard.staging(project);
    objects.bucket(bucket).ifPresent(guard::bucket);
    var info = BlobInfo.newBuilder(BlobId.of(bucket, object)).build();
    try {
      Errors.change(
          "Object gs://" + bucket + "/" + object,
          () -> storage.create(info, bytes, BlobTargetOption.doesNotExist()));
    } catch (CloudException e) {
      // It is there: of a former try, or of this one, whose answer was lost.
      if (e.kind() != CloudException.Kind.PRECONDITION) {
        throw e;
      }
    }
  }
}
