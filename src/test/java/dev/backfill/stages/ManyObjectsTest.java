package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.Cloud;
import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Around;
import dev.backfill.run.Engine;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunView;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.stage.StageKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cleanup of a run's bucket with a million temporary files, through Google's client, on a
 * served sandbox. With {@code -Dobjects=1000000}, or fewer.
 */
@Tag("server")
@EnabledIfSystemProperty(named = "objects", matches = "\\d+")
class ManyObjectsTest {
  private static final int OBJECTS = Integer.getInteger("objects", 0);
  private static final String TARGET = "moz-fx-data-backfill-14";
  private static final String BUCKET = TARGET + "-r1";

  @TempDir Path folder;

  @Test
  void areListedAndDeleted() throws Exception {
    var plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/core/10 ]
            source: { project: moz-fx-data-shared-prod }
            target: { project: moz-fx-data-backfill-14 }
            """);
    try (var empty = Sandbox.start(folder.resolve("cloud"), 0)) {
      var cloud = connect(empty, plan);
      cloud.staging().createBucket(TARGET, BUCKET, "US", Map.of("backfill-run", "r1"));
    }
    fill();
    try (var sandbox = Sandbox.start(folder.resolve("cloud"), 0)) {
      var cloud = connect(sandbox, plan);
      var others = lives();
      var begun = System.nanoTime();
      var objects = cloud.objects().objects(BUCKET);
      var listed = System.nanoTime();
      assertThat(objects).hasSize(OBJECTS);
      var list = lives() - others;
      assertThat(list / OBJECTS).as("bytes an object, which all are held of").isLessThan(400);
      objects = null;
      var cleaning = System.nanoTime();
      var lines = new AtomicInteger();
      var outcome = clean(cloud, plan, lines);
      var done = System.nanoTime();
      assertThat(outcome).as(view().stage(StageKind.CLEANUP).text()).isEqualTo(Outcome.DONE);
      assertThat(cloud.objects().bucket(BUCKET)).isEmpty();
      assertThat(lines).as("progress").hasValueGreaterThan(OBJECTS / 1000);
      System.out.printf(
          Locale.ROOT,
          "%,d objects: listed in %d s, cleaned up in %d s with %,d lines of progress, "
              + "%d MB of heap for the list, %d MB live at the end%n",
          OBJECTS,
          Duration.ofNanos(listed - begun).toSeconds(),
          Duration.ofNanos(done - cleaning).toSeconds(),
          lines.get(),
          list >> 20,
          lives() >> 20);
    }
  }

  /** Bytes of the heap that live: the sandbox's own list of a bucket is among them. */
  private static long lives() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** As the sandbox itself keeps objects; a million uploads would be an hour. */
  private void fill() throws Exception {
    var bucket = folder.resolve("cloud/storage").resolve(BUCKET);
    for (var i = 0; i < OBJECTS; i++) {
      var name = "temp/BigQueryWriteTemp/shard-%07d".formatted(i);
      var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
      Files.writeString(
          bucket.resolve(id + ".json"),
          """
          {"kind": "storage#object", "id": "%s/%s/%d", "bucket": "%s", "name": "%s",
           "generation": "%d", "metageneration": "1", "size": "0", "storageClass": "STANDARD",
           "md5Hash": "1B2M2Y8AsgTpgAmY7PhCfg==", "crc32c": "AAAAAA==", "etag": "%d/1",
           "timeCreated": "2020-04-14T00:00:00Z", "updated": "2020-04-14T00:00:00Z"}
          """
              .formatted(BUCKET, name, i + 1, BUCKET, name, i + 1, i + 1));
    }
  }

  private static Cloud connect(Sandbox sandbox, Plan plan) {
    return GoogleCloud.connect(CloudProfile.sandbox(sandbox.endpoint()), plan, job -> "none");
  }

  private Outcome clean(Cloud cloud, Plan plan, AtomicInteger lines) {
    var listener =
        new RunListener() {
          @Override
          public void changed(RunView view) {}

          @Override
          public void said(StageKind stage, String text) {
            if (text.contains("objects")) {
              lines.incrementAndGet();
            }
          }
        };
    try (var journal = Journal.open(folder.resolve("runs/r1"))) {
      var around = Around.in(folder).asking(r -> Set.of(r.phrase())).telling(listener).made();
      return new Engine("r1", plan, cloud, journal, around)
          .run(StageKind.CLEANUP, StageKind.CLEANUP);
    }
  }

  private RunView view() {
    return RunView.of(Journal.read(folder.resolve("runs/r1")));
  }
}
