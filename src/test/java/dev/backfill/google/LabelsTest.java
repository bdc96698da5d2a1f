package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.confirm.Holder;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.StagingTable;
import dev.backfill.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels and their preconditions, through Google's clients, on a served sandbox. */
@Tag("server")
class LabelsTest {
  private static final String TARGET = "moz-fx-data-backfill-14";
  private static final DatasetName DATASET = new DatasetName(TARGET, "telemetry_stable");
  private static final Holder HOLDER =
      new Holder("run-1", "ann-laptop", Optional.of(Instant.parse("2020-04-15T03:00:07Z")));

  @TempDir Path folder;
  private Sandbox sandbox;
  private Cloud cloud;

  @BeforeEach
  void start() throws Exception {
    sandbox = Sandbox.start(folder, 0);
    connect();
  }

  @AfterEach
  void stop() throws Exception {
    sandbox.close();
  }

  private void connect() throws Exception {
    var plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/core/10 ]
            source: { project: moz-fx-data-shared-prod }
            target: { project: moz-fx-data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            """);
    cloud = GoogleCloud.connect(CloudProfile.sandbox(sandbox.endpoint()), plan, job -> "none");
  }

  @Test
  void datasetsAndTablesKeepTheirLabels() throws Exception {
    cloud.staging().createDataset(DATASET, "US", HOLDER.labels());
    var table = new StagingTable(DATASET.table("core_v10"));
    cloud.staging().createTable(table, GuardsTest.SPEC, Map.of(Holder.RUN, "run-1"));
    sandbox.close();
    sandbox = Sandbox.start(folder, 0);
    connect();
    var found = cloud.warehouse().dataset(DATASET).orElseThrow();
    assertThat(Holder.of(found.labels())).contains(HOLDER);
    assertThat(cloud.warehouse().datasets(TARGET)).containsExactly(found);
    assertThat(cloud.warehouse().table(table.name()).orElseThrow().labels())
        .isEqualTo(Map.of(Holder.RUN, "run-1"));
  }

  @Test
  void anEtagIsThePreconditionOfADatasetsLabels() {
    cloud.staging().createDataset(DATASET, "US", Map.of("team", "data"));
    var seen = cloud.warehouse().dataset(DATASET).orElseThrow();
    var wanted = Map.of("team", "data", Holder.RUN, "run-1");
    cloud.staging().label(seen, wanted);
    changedSince(() -> cloud.staging().label(seen, Map.of(Holder.RUN, "run-2")));
    var now = cloud.warehouse().dataset(DATASET).orElseThrow();
    assertThat(now.labels()).isEqualTo(wanted);
    cloud.staging().label(now, Map.of("team", "data"));
    assertThat(cloud.warehouse().dataset(DATASET).orElseThrow().labels())
        .isEqualTo(Map.of("team", "data"));
  }

  @Test
  void aMetagenerationIsThePreconditionOfABucketsLabels() {
    cloud.staging().createBucket(TARGET, "bucket-1", "US", HOLDER.labels());
    var seen = cloud.objects().bucket("bucket-1").orElseThrow();
    assertThat(Holder.of(seen.labels())).contains(HOLDER);
    assertThat(seen.projectNumber()).isPresent().isEqualTo(cloud.projects().number(TARGET));
    cloud.staging().label(seen, Map.of("team", "data"));
    changedSince(() -> cloud.staging().label(seen, Map.of()));
    assertThat(cloud.objects().buckets(TARGET))
        .singleElement()
        .satisfies(bucket -> assertThat(bucket.labels()).isEqualTo(Map.of("team", "data")));
    assertThat(cloud.objects().bucket("bucket-2")).isEmpty();
  }

  private static void changedSince(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.kind()).isEqualTo(CloudException.Kind.PRECONDITION));
  }

  @Test
  void takesOnlyLabelsThatGoogleTakes() {
    for (var wrong :
        List.of(
            Map.of("Run", "a"),
            Map.of("1run", "a"),
            Map.of("run", "A"),
            Map.of("run", "a.b"),
            Map.of("run", "a".repeat(64)),
            Map.of("r".repeat(64), "a"))) {
      assertThatThrownBy(() -> cloud.staging().createDataset(DATASET, "US", wrong))
          .as(wrong.toString())
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.kind()).isEqualTo(CloudException.Kind.INVALID));
    }
    assertThat(cloud.warehouse().dataset(DATASET)).isEmpty();
    var odd = new Holder("run-1", Holder.clean("Ann Ó.@" + "x".repeat(70)), HOLDER.since());
    cloud.staging().createDataset(DATASET, "US", odd.labels());
    assertThat(Holder.of(cloud.warehouse().dataset(DATASET).orElseThrow().labels())).contains(odd);
  }
}
