package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Around;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy without a backup tells the one way back that there is, and how long. */
class WithoutBackupTest {
  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;

  @Test
  void tellsUntilWhenTimeTravelKeepsTheFormerRows() throws Exception {
    copied("backup: false");
    assertThat(told())
        .isEqualTo(
            "3 rows copied, in place of 1. No backup: Time travel keeps its former rows until"
                + " 2020-04-19 03:00 UTC, another 48 h. To read them: bq query"
                + " --use_legacy_sql=false 'SELECT * FROM"
                + " `shared-prod.telemetry_stable.main_v4` FOR SYSTEM_TIME AS OF TIMESTAMP"
                + " \"2020-04-17T03:00:00Z\" WHERE DATE(submission_timestamp) ="
                + " \"2020-04-14\"'");
  }

  @Test
  void tellsTheServicesOwnTimeWhereTheDatasetHasNone() throws Exception {
    plan("backup: false");
    cloud.datasets.remove(plan.stable(plan.documents().get(0)).name().datasetName());
    run();
    assertThat(told()).contains("until 2020-04-24 03:00 UTC, another 168 h.");
  }

  @Test
  void saysNothingOfItWhereThereIsABackup() throws Exception {
    copied("backup: true");
    assertThat(told()).isEqualTo("3 rows copied, in place of 1");
  }

  private void copied(String finish) throws Exception {
    plan(finish);
    run();
  }

  private void plan(String finish) throws Exception {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            finalize: { %s }
            """
                .formatted(finish));
    cloud = new FakeCloud(plan).keepingTime();
  }

  private void run() {
    var clock = Clock.fixed(Instant.parse("2020-04-17T03:00:00Z"), ZoneOffset.UTC);
    try (var journal = Journal.open(folder)) {
      var engine =
          new Engine("r1", plan, cloud.cloud(), journal, Around.in(folder).at(clock).made());
      assertThat(engine.run(null, StageKind.FINALIZE)).isEqualTo(Outcome.DONE);
    }
  }

  private String told() {
    return RunView.of(Journal.read(folder)).stage(StageKind.FINALIZE).lines().stream()
        .filter(line -> line.step().subject().startsWith("shared-prod:"))
        .findFirst()
        .orElseThrow()
        .text();
  }
}
