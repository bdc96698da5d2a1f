package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudException;
import dev.backfill.fact.Sent;
import dev.backfill.fact.Staged;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.Around;
import dev.backfill.run.DoneSoFar;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Outcome;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days that are staged by slices: no slice twice, none left out, whatever comes between. */
class SlicesTest {
  private static final String ID = "r1-stage-telemetry-main-4-2020-04-14-";

  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws Exception {
    use("stage: { slices: 3 }\n");
  }

  private void use(String more) throws Exception {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            """
                + more);
    cloud = new FakeCloud(plan).keepingTime();
  }

  @Test
  void replacesThePartitionByTheFirstSliceAndAddsTheOthers() {
    assertThat(go(StageKind.STAGE)).isEqualTo(Outcome.DONE);
    assertThat(queries())
        .containsExactly(
            "query " + ID + "00-00-08-00-1",
            "add by " + ID + "08-00-16-00-for-try-1-1",
            "add by " + ID + "16-00-24-00-for-try-1-1");
    assertThat(view().stage(StageKind.STAGE).lines().get(0).text())
        .isEqualTo("3 slices, which read 3 B at most");
    assertThat(view().each(StageKind.STAGE, Sent.class).get(0).statements())
        .extracting(Sent.Statement::purpose)
        .containsExactly(
            "deduplicate 00:00-08:00", "deduplicate 08:00-16:00", "deduplicate 16:00-24:00");
    assertThat(Staged.sum(view().each(StageKind.STAGE, Staged.class)))
        .isEqualTo(new Staged(cell().key(), FakeCloud.DOCUMENTS, 3, 3));
    assertThat(done()).contains("1 cell staged");
  }

  @Test
  void goesOnWithTheSliceWhoseEndIsNotKnownUnderItsOwnId() {
    failAt(2, CloudException.Kind.UNAVAILABLE);
    assertThat(go(StageKind.STAGE)).isEqualTo(Outcome.UNKNOWN);
    assertThat(done()).doesNotContain("staged");
    cloud.before = () -> {};
    assertThat(go(StageKind.STAGE)).isEqualTo(Outcome.DONE);
    assertThat(queries())
        .containsExactly(
            "query " + ID + "00-00-08-00-1",
            "add by " + ID + "08-00-16-00-for-try-1-1",
            "add by " + ID + "16-00-24-00-for-try-1-1");
  }

  @Test
  void triesAFailedSliceAgainAlone() {
    failAt(3, CloudException.Kind.JOB_FAILED);
    assertThat(go(StageKind.STAGE)).isEqualTo(Outcome.FAILED);
    cloud.before = () -> {};
    assertThat(go(StageKind.STAGE)).isEqualTo(Outcome.DONE);
    assertThat(queries())
        .containsExactly(
            "query " + ID + "00-00-08-00-1",
            "add by " + ID + "08-00-16-00-for-try-1-1",
            "add by " + ID + "16-00-24-00-for-try-1-2");
  }

  @Test
  void stagesEverySliceAnewOnceTheFirstReplacedThePartitionAgain() {
    assertThat(go(StageKind.STAGE)).isEqualTo(Outcome.DONE);
    cloud.done.clear();
    // The operator goes back, and the console is killed after the first slice.
    failAt(2, CloudException.Kind.UNAVAILABLE);
    assertThat(go(StageKind.STAGE, StageKind.STAGE)).isEqualTo(Outcome.UNKNOWN);
    cloud.before = () -> {};
    assertThat(go(StageKind.STAGE)).isEqualTo(Outcome.DONE);
    assertThat(queries())
        .containsExactly(
            "query " + ID + "00-00-08-00-2",
            "add by " + ID + "08-00-16-00-for-try-2-1",
            "add by " + ID + "16-00-24-00-for-try-2-1");
  }

  @Test
  void slicesADayThatOneQueryCannotTake() throws Exception {
    use("");
    cloud.dayBytes = CellStaging.MOST_BYTES * 5;
    assertThat(go(StageKind.STAGE)).isEqualTo(Outcome.DONE);
    assertThat(queries()).hasSize(6).allMatch(query -> query.contains("-00-"));
    // Looked at anew, it might seem smaller: the slices stay as they were begun.
    cloud.dayBytes = 1;
    assertThat(go(StageKind.STAGE)).isEqualTo(Outcome.DONE);
    assertThat(queries()).hasSize(6);
    assertThat(Playbooks.of(PlaybookId.REPLAY).stage(StageKind.STAGE).steps(PlannedRun.of(view())))
        .hasSize(7);
    use("");
    cloud.dayBytes = CellStaging.MOST_BYTES;
    assertThat(go(folder.resolve("another"), null, StageKind.STAGE)).isEqualTo(Outcome.DONE);
    assertThat(queries()).hasSize(1);
  }

  private void failAt(int nth, CloudException.Kind kind) {
    cloud.before =
        () -> {
          if (queries().size() == nth - 1 && view().stage(StageKind.STAGE).lines().size() >= nth) {
            throw new CloudException(kind, "It failed.", null);
          }
        };
  }

  private Cell cell() {
    return plan.cells().get(0);
  }

  private String done() {
    return String.join("\n", DoneSoFar.of(view()));
  }

  private List<String> queries() {
    return cloud.done.stream()
        .filter(act -> act.startsWith("query ") || act.startsWith("add by "))
        .toList();
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }

  private Outcome go(StageKind until) {
    return go(null, until);
  }

  private Outcome go(StageKind from, StageKind until) {
    return go(folder, from, until);
  }

  private Outcome go(Path folder, StageKind from, StageKind until) {
    try (var journal = Journal.open(folder)) {
      var engine = new Engine("r1", plan, cloud.cloud(), journal, Around.in(folder).made());
      return from == null ? engine.resume(until) : engine.run(from, until);
    }
  }
}
