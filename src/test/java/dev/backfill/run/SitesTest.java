package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.cloud.CloudKind;
import dev.backfill.cloud.Site;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.report.Format;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a run acts: kept in its journal, told in its report, and held against where it resumes. */
class SitesTest {
  private static final String PROJECT = "data-backfill-14";
  private static final Site OWN = Site.own("sandbox-1");

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
            schemas: gs://schemas/a.tar.gz
            """);
    cloud = new FakeCloud(plan);
  }

  /** What one sandbox's journal calls done was never done on another. */
  @Test
  void goesOnOnNoOtherSandboxAndOnItsOwnAtAnyAddress() {
    run(OWN, StageKind.PREFLIGHT);
    var before = List.copyOf(cloud.done);
    assertThatThrownBy(() -> run(Site.at("http://127.0.0.1:9", "sandbox-2"), StageKind.MIRROR))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.isRefusal()).as("refused").isTrue())
        .hasMessageContaining("Rehearsal: a sandbox on this machine")
        .hasMessageContaining("Sandbox at http://127.0.0.1:9");
    assertThat(cloud.done).isEqualTo(before);
    run(Site.at("http://127.0.0.1:10", "sandbox-1"), StageKind.MIRROR);
    assertThat(view().stage(StageKind.MIRROR).state()).isEqualTo(State.DONE);
  }

  /** Of an older sandbox, and in an older journal, nothing is known that could differ. */
  @Test
  void goesOnWhereNothingIsKnown() {
    run(Site.UNKNOWN, StageKind.PREFLIGHT);
    run(OWN, StageKind.MIRROR);
    assertThat(view().stage(StageKind.MIRROR).state()).isEqualTo(State.DONE);
  }

  @Test
  void theReportSaysWhereAndAsWhomWithoutFractionsOfSeconds() {
    run(Site.at("http://127.0.0.1:8080", "sandbox-1"), StageKind.PREFLIGHT);
    assertThat(view().where()).isEqualTo("Sandbox at http://127.0.0.1:8080");
    for (var format : List.of(Format.MD, Format.HTML)) {
      var report = format.write(view());
      assertThat(report.replace("\\", "")).contains("Sandbox at http://127.0.0.1:8080");
      assertThat(report).doesNotContainPattern("T\\d\\d:\\d\\d:\\d\\d\\.\\d");
    }
  }

  @Test
  void saysTheSameAsTheWindow() {
    var sandbox = CloudKind.SANDBOX.description();
    var google = CloudKind.GOOGLE.description();
    assertThat(OWN.words(sandbox, PROJECT)).isEqualTo(Texts.of("where.rehearsal"));
    assertThat(Site.at("http://x", "").words(sandbox, PROJECT))
        .isEqualTo(Texts.of("where.sandbox", "http://x"));
    assertThat(Site.google("ann@example.com").words(google, PROJECT))
        .isEqualTo(Texts.of("where.google.as", PROJECT, "ann@example.com"));
    assertThat(Site.UNKNOWN.words(google, PROJECT)).isEqualTo(Texts.of("where.google", PROJECT));
    assertThat(Site.UNKNOWN.words(sandbox, PROJECT)).isEqualTo(sandbox);
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }

  private void run(Site site, StageKind until) {
    try (var journal = Journal.open(folder)) {
      var around = Around.in(folder).asking(request -> Set.of()).made();
      var on = cloud.cloud(CloudKind.SANDBOX.description()).at(site);
      assertThat(new Engine("r1", plan, on, journal, around).run(null, until))
          .isEqualTo(Outcome.DONE);
    }
  }
}
