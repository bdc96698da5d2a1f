package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Around;
import dev.backfill.run.CleanupView;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Outcome;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers' files outlive a run only where the plan says so, and only in the target's own bucket.
 */
class StagingPlaceTest {
  private static final String BUCKET = "data-backfill-14-workers";

  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws Exception {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            dataflow: { staging_location: gs://data-backfill-14-workers/files }
            """);
    cloud = new FakeCloud(plan);
  }

  @Test
  void isLeftByEveryCleanup() {
    cloud.buckets.add(BUCKET);
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.buckets).contains(BUCKET);
    assertThat(CleanupView.of(view()).items())
        .filteredOn(item -> item.name().equals("gs://" + BUCKET))
        .singleElement()
        .satisfies(item -> assertThat(item.fate()).isEqualTo(CleanupView.Fate.STAYS));
    assertThat(CleanupView.of(view()).phraseOfEverything()).isEmpty();
    assertThat(cloud.submitted().get(0).flow().setup().stagingBucket()).contains(BUCKET);
  }

  @Test
  void isAskedForBeforeAnythingIsPaid() {
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.PREFLIGHT).text())
        .contains("gs://" + BUCKET + " does not exist (dataflow.staging_location).")
        .contains("gcloud storage buckets create 'gs://" + BUCKET + "'");
    assertThat(cloud.done).isEmpty();
  }

  @Test
  void isNoOtherProjectsBucket() {
    cloud.buckets.add(BUCKET);
    for (var owner : Set.of(Optional.of(1L), Optional.<Long>empty())) {
      cloud.owners.put(BUCKET, owner);
      assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
      assertThat(view().stage(StageKind.PREFLIGHT).text())
          .contains("is not known to be data-backfill-14's");
    }
    assertThat(cloud.done).isEmpty();
  }

  @Test
  void isInThePreviewWhereThePlanNamesIt() throws Exception {
    assertThat(steps(plan)).contains("gs://" + BUCKET, "their files kept in gs://" + BUCKET);
    var plain = PlanFile.read(PlanFile.write(plan).replaceAll(".*staging_location.*\\n", ""));
    assertThat(steps(plain)).doesNotContain(StagingPlace.STEP, "files kept in");
  }

  private static String steps(Plan plan) {
    var run = PlannedRun.of(plan, "r1");
    var text = new StringBuilder();
    Playbooks.of(plan).stages().stream()
        .flatMap(stage -> stage.steps(run).stream())
        .forEach(step -> text.append(step.subject()).append(step.touches()).append(step.command()));
    return text.toString();
  }

  private Outcome run(StageKind until) {
    try (var journal = Journal.open(folder)) {
      var around = Around.in(folder).asking(request -> Set.of(request.phrase())).made();
      return new Engine("r1", plan, cloud.cloud(), journal, around).resume(until);
    }
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }
}
