package dev.backfill.sandbox.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import dev.backfill.sandbox.http.HttpFrame;
import dev.backfill.sandbox.http.Router;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cloud Storage as Google's own client sees it. */
@Tag("server")
class StorageServiceTest {
  private static final String BUCKET = "a-bucket";

  @TempDir Path folder;
  private StorageService service;
  private HttpFrame frame;
  private Storage storage;

  @BeforeEach
  void start() throws Exception {
    service = new StorageService(folder);
    var router = new Router();
    service.routes(router);
    frame = new HttpFrame(router, 0);
    frame.start();
    storage =
        StorageOptions.newBuilder()
            .setHost(frame.endpoint())
            .setProjectId("a-project")
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
  }

  @AfterEach
  void stop() throws Exception {
    storage.close();
    frame.close();
  }

  @Test
  void keepsBucketsUntilTheyAreEmpty() {
    storage.create(BucketInfo.of(BUCKET));
    assertThat(storage.get(BUCKET).getName()).isEqualTo(BUCKET);
    assertThat(storage.list().iterateAll()).hasSize(1);
    refused(409, () -> storage.create(BucketInfo.of(BUCKET)));
    var permissions = List.of("storage.objects.get", "storage.objects.create");
    assertThat(storage.testIamPermissions(BUCKET, permissions)).containsExactly(true, true);
    put("x", "y");
    refused(409, () -> storage.delete(BUCKET));
    assertThat(storage.delete(BUCKET, "x")).isTrue();
    assertThat(storage.delete(BUCKET)).isTrue();
    assertThat(storage.get(BUCKET)).isNull();
  }

  @Test
  void uploadsInChunksAndReadsRangesAfterARestart() throws Exception {
    storage.create(BucketInfo.of(BUCKET));
    var bytes = new byte[5_000_001];
    new Random(1).nextBytes(bytes);
    try (var writer = storage.writer(BlobInfo.newBuilder(BUCKET, "dir/large").build())) {
      writer.setChunkSize(1 << 20);
      writer.write(ByteBuffer.wrap(bytes));
    }
    try (var writer = storage.writer(BlobInfo.newBuilder(BUCKET, "none").build())) {
      assertThat(writer.isOpen()).isTrue();
    }
    stop();
    start();
    assertThat(storage.get(BUCKET, "none").getSize()).isZero();
    assertThat(storage.readAllBytes(BUCKET, "dir/large")).isEqualTo(bytes);
    try (var reader = storage.reader(BUCKET, "dir/large")) {
      reader.seek(4_000_000);
      reader.limit(4_000_010);
      var part = ByteBuffer.allocate(100);
      while (reader.read(part) >= 0) {
        assertThat(part.position()).isLessThanOrEqualTo(10);
      }
      assertThat(part.position()).isEqualTo(10);
      assertThat(part.get(0)).isEqualTo(bytes[4_000_000]);
    }
  }

  @Test
  void listsByPrefixDelimiterAndPage() throws Exception {
    storage.create(BucketInfo.of(BUCKET));
    for (var name : List.of("a/1", "a/2", "a/b/3", "a/b/4", "c")) {
      put(name, name);
    }
    assertThat(names(BlobListOption.prefix("a/"), BlobListOption.currentDirectory()))
        .containsExactlyInAnyOrder("a/1", "a/2", "a/b/");
    assertThat(names(BlobListOption.pageSize(2)))
        .containsExactly("a/1", "a/2", "a/b/3", "a/b/4", "c");
    assertThat(service.match(BUCKET, "a//b/*")).containsExactly("a/b/3", "a/b/4");
    try (var in = service.open(BUCKET, "c")) {
      assertThat(in.readAllBytes()).asString().isEqualTo("c");
    }
  }

  @Test
  void refusesWhatChangedSince() {
    storage.create(BucketInfo.of(BUCKET));
    var first = put("x", "one");
    var second = put("x", "two");
    assertThat(second.getGeneration()).isGreaterThan(first.getGeneration());
    refused(412, () -> storage.create(first, new byte[1], BlobTargetOption.generationMatch()));
    var fresh = BlobInfo.newBuilder(BUCKET, "x").build();
    refused(412, () -> storage.create(fresh, new byte[1], BlobTargetOption.doesNotExist()));
    assertThat(storage.readAllBytes(BUCKET, "x")).asString().isEqualTo("two");
    assertThat(storage.get(BlobId.of(BUCKET, "x", first.getGeneration()))).isNull();
  }

  @Test
  void composesCopiesAndDeletesInBatches() {
    storage.create(BucketInfo.of(BUCKET));
    put("x", "one");
    put("y", "two");
    storage.compose(ComposeRequest.of(BUCKET, List.of("x", "y"), "both"));
    var copy = CopyRequest.of(BUCKET, "both", BlobId.of(BUCKET, "dir/copy"));
    assertThat(storage.copy(copy).getResult().getSize()).isEqualTo(6);
    assertThat(storage.readAllBytes(BUCKET, "dir/copy")).asString().isEqualTo("onetwo");
    var ids = List.of(BlobId.of(BUCKET, "x"), BlobId.of(BUCKET, "gone"));
    assertThat(storage.delete(ids)).containsExactly(true, false);
    assertThat(storage.get(BUCKET, "x")).isNull();
  }

  @Test
  void keepsABucketsAccessSoftDeletionAndLifecycle() throws Exception {
    var day = Duration.ofDays(1);
    storage.create(
        BucketInfo.newBuilder(BUCKET)
            .setLocation("europe-west1")
            .setIamConfiguration(uniform(true))
            .setSoftDeletePolicy(softDelete(Duration.ZERO))
            .setLifecycleRules(List.of(deleteAfter(3)))
            .build());
    storage.create(BucketInfo.of("plain-bucket"));
    stop();
    start();
    var bucket = storage.get(BUCKET);
    assertThat(bucket.getLocation()).isEqualTo("EUROPE-WEST1");
    assertThat(bucket.getLocationType()).isEqualTo("region");
    assertThat(bucket.getProject()).isNotNull();
    assertThat(bucket.getIamConfiguration().isUniformBucketLevelAccessEnabled()).isTrue();
    assertThat(bucket.getSoftDeletePolicy().getRetentionDuration()).isZero();
    assertThat(bucket.getLifecycleRules()).hasToString(List.of(deleteAfter(3)).toString());
    var plain = storage.get("plain-bucket");
    assertThat(plain.getLocationType()).isEqualTo("multi-region");
    assertThat(plain.getSoftDeletePolicy().getRetentionDuration()).isEqualTo(day.multipliedBy(7));
    assertThat(plain.getIamConfiguration().isUniformBucketLevelAccessEnabled()).isFalse();
    plain.toBuilder().setSoftDeletePolicy(softDelete(day.multipliedBy(30))).build().update();
    assertThat(storage.get("plain-bucket").getSoftDeletePolicy().getRetentionDuration())
        .isEqualTo(day.multipliedBy(30));
    refused(400, () -> plain.toBuilder().setSoftDeletePolicy(softDelete(day)).build().update());
    refused(501, () -> plain.toBuilder().setVersioningEnabled(true).build().update());
  }

  private static BucketInfo.IamConfiguration uniform(boolean enabled) {
    return BucketInfo.IamConfiguration.newBuilder()
        .setIsUniformBucketLevelAccessEnabled(enabled)
        .build();
  }

  private static BucketInfo.SoftDeletePolicy softDelete(Duration retention) {
    return BucketInfo.SoftDeletePolicy.newBuilder().setRetentionDuration(retention).build();
  }

  private static BucketInfo.LifecycleRule deleteAfter(int days) {
    return new BucketInfo.LifecycleRule(
        BucketInfo.LifecycleRule.LifecycleAction.newDeleteAction(),
        BucketInfo.LifecycleRule.LifecycleCondition.newBuilder().setAge(days).build());
  }

  private Blob put(String name, String text) {
    var info = BlobInfo.newBuilder(BUCKET, name).setContentType("text/plain").build();
    return storage.create(info, text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names(BlobListOption... options) {
    return storage.list(BUCKET, options).streamAll().map(Blob::getName).toList();
  }

  private static void refused(int code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(code));
  }
}
