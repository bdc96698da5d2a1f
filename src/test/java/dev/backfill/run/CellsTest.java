package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.JobService;
import dev.backfill.confirm.Operator;
import dev.backfill.fact.CountFact;
import dev.backfill.fact.ProductionFact;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.landing.Packet;
import dev.backfill.plan.Cell;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells with nothing to do, cells that are left out, cells that are decoded once more. */
@Tag("long")
class CellsTest {
  private static final Operator AGREES = request -> Set.of(request.phrase());

  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;
  private Cell hole;
  private final Sleeper sleeper = time -> {};

  @BeforeEach
  void plan() throws InvalidPlan {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: [ 2020-04-14, 2020-06-01 ]
            documents: [ telemetry/main/4, telemetry/core/10 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            """);
    cloud = new FakeCloud(plan);
    hole = Cell.parse("telemetry/main/4@2020-06-01");
  }

  @Test
  void skipsACellWithoutDocumentsAndFinishesTheOthers() {
    cloud.without(hole);
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(view().stage(StageKind.VALIDATE).text())
        .isEqualTo("Cells that pass or were accepted: 3; nothing to do, skipped: 1");
    assertThat(line(StageKind.VALIDATE, hole).state()).isEqualTo(State.SKIPPED);
    assertThat(line(StageKind.VALIDATE, hole).text()).startsWith("Nothing to do, skipped");
    assertThat(line(StageKind.VERIFY, hole).text()).isEqualTo("Still nothing to do");
    assertThat(CellValidation.of(view()).get(hole).standing()).isEqualTo(Standing.SKIPPED);
    assertThat(CellValidation.of(view()).get(hole).opens()).isFalse();
    assertThat(cloud.done)
        .filteredOn(act -> act.startsWith("copy") || act.startsWith("back up"))
        .hasSize(6)
        .noneMatch(act -> act.contains("main_v4$20200601"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"live", "stable", "backfill", "staged"})
  void neverSkipsACellOfWhichASideHoldsRows(String side) {
    cloud.without(hole);
    run(StageKind.DECODE);
    var type = hole.type();
    var table =
        switch (side) {
          case "live" -> plan.live(type).name();
          case "stable" -> plan.stable(type).name();
          case "backfill" -> plan.backfill(type).name();
          default -> plan.staged(type).name();
        };
    cloud.holding(table, hole.day(), 2);
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(line(StageKind.VALIDATE, hole).state()).isEqualTo(State.REFUSED);
    assertThat(CellValidation.of(view()).get(hole).standing()).isEqualTo(Standing.FAIL);
    assertThat(cloud.done).noneMatch(act -> act.startsWith("copy"));
  }

  @Test
  void neverSkipsACellOfWhichASideCannotBeAsked() {
    cloud.without(hole);
    run(StageKind.DECODE);
    cloud.tables.remove(plan.decoded(hole.type()).name());
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(CellValidation.of(view()).get(hole).standing()).isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void noticesInVerifyThatASkippedCellHasDocumentsNow() {
    cloud.without(hole);
    run(StageKind.FINALIZE);
    cloud.holding(plan.decoded(hole.type()).name(), hole.day(), 5);
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(line(StageKind.VERIFY, hole).text())
        .contains("It has now: payload_bytes_decoded 5, live 0, stable 0", "Decode it again");
    cloud.holding(plan.live(hole.type()).name(), hole.day(), 5);
    assertThat(decide(new Decision.Again(hole)).succeeded()).isTrue();
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.DONE);

    assertThat(cloud.done).contains("copy shared-prod:telemetry_stable.main_v4$20200601");
  }

  @Test
  void refusesToAcceptWhatCannotBeCopied() {
    cloud.holding(plan.decoded(hole.type()).name(), hole.day(), 0);
    cloud.without(plan.cells().get(0));
    run(StageKind.REPORT);
    assertThat(decide(new Decision.Accept(hole, "noise")).text())
        .contains("would only empty the partition", "leave it out");
    assertThat(decide(new Decision.Accept(plan.cells().get(0), "noise")).text())
        .contains("has nothing to do and holds up no other cell");
    assertThat(decide(new Decision.Accept(hole, " ")).text()).contains("Write a reason");
    assertThat(decide(new Decision.LeaveOut(hole, " ")).text()).contains("Write a reason");
    assertThat(view().accepted()).isEmpty();
  }

  @Test
  void notesNothingOfWhichAPartIsRefused() {
    run(StageKind.VALIDATE);
    var decided =
        decide(new Decision.LeaveOut(hole, "late"), new Decision.Accept(hole, "passes anyway"));
    assertThat(decided).isInstanceOf(StepResult.Refused.class);
    assertThat(view().choices().made()).isEmpty();
  }

  @Test
  void leavesACellOutFromTheBeginning() {
    assertThat(decide(new Decision.LeaveOut(hole, "its job runs again")).succeeded()).isTrue();
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).noneMatch(act -> act.contains("main") && act.contains("06-01"));
    assertThat(cloud.done).noneMatch(act -> act.contains("main_v4$20200601"));
    assertThat(cloud.submitted.get(0).cells()).hasSize(3).doesNotContain(hole);
    assertThat(CellValidation.of(view())).doesNotContainKey(hole);
    assertThat(view().leftOut(hole)).contains("its job runs again");
    assertThat(view().stage(StageKind.VALIDATE).text()).endsWith("accepted: 3; left out: 1");
  }

  @Test
  void leavesOutWhatHoldsTheOthers() {
    cloud.without(hole).holding(plan.stable(hole.type()).name(), hole.day(), 2);
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    decide(new Decision.LeaveOut(hole, "payloads are lost"));
    assertThat(line(StageKind.VALIDATE, hole).state()).isEqualTo(State.SKIPPED);
    assertThat(line(StageKind.VALIDATE, hole).text()).isEqualTo("Left out: payloads are lost");
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).filteredOn(act -> act.startsWith("copy")).hasSize(3);
  }

  @Test
  void leavesOutNothingThatWasCopiedUntilItIsUndone() {
    run(StageKind.VERIFY);
    for (var decision : List.of(new Decision.LeaveOut(hole, "late"), new Decision.Again(hole))) {
      assertThat(decide(decision).text()).contains("was copied over shared-prod", "Undo the copy");
    }
    try (var journal = Journal.open(folder)) {
      engine(journal, new Around.Silent()).undo();
    }
    assertThat(decide(new Decision.LeaveOut(hole, "late")).succeeded()).isTrue();
  }

  @Test
  void refusesARunWhoseEveryCellIsLeftOut() {
    run(StageKind.MIRROR);
    plan.cells().forEach(cell -> decide(new Decision.LeaveOut(cell, "none today")));
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.STAGE).text()).contains("Every cell of the plan is left out");
    assertThat(cloud.done).noneMatch(act -> act.startsWith("submit"));
    assertThat(run(StageKind.CLEANUP, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(plan.targetProject())).isEmpty();
  }

  @Test
  void refusesAPlanInWhichNothingIsToBeDone() {
    plan.cells().forEach(cloud::without);
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.VALIDATE).text()).startsWith("No cell has anything to do");
    assertThat(run(StageKind.CLEANUP, StageKind.REPORT)).isEqualTo(Outcome.DONE);
  }

  @Test
  void takesInAgainWhatWasLeftOutAndStagesIt() {
    decide(new Decision.LeaveOut(hole, "late"));
    run(StageKind.FINALIZE);
    assertThat(decide(new Decision.Again(hole)).succeeded()).isTrue();
    assertThat(view().stage(StageKind.DECODE).state()).isEqualTo(State.WAITING);
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.submitted.get(1).cells()).containsExactly(hole);
    assertThat(cloud.done)
        .contains("query r1-stage-telemetry-main-4-2020-06-01-1")
        .filteredOn(act -> act.startsWith("copy"))
        .hasSize(4)
        .doesNotHaveDuplicates();
  }

  @Test
  void decodesOneCellOnceMoreAndNoOther() {
    run(StageKind.DECODE);
    cloud.holding(plan.backfill(hole.type()).name(), hole.day(), 2);
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    var counted = counted();
    decide(new Decision.Again(hole));
    assertThat(CellValidation.of(view())).as("its counts are of before").doesNotContainKey(hole);
    cloud.done.clear();
    cloud.emptied.clear();
    assertThat(run(StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    assertThat(cloud.submitted).hasSize(2);
    assertThat(cloud.submitted.get(1).name()).isEqualTo("backfill-r1-again-1-1");
    assertThat(cloud.submitted.get(1).cells()).containsExactly(hole);
    assertThat(cloud.emptied)
        .contains("data-backfill-14:telemetry_stable.main_v4 of [2020-06-01]")
        .noneMatch(what -> what.contains("core") || what.contains("2020-04-14"));
    assertThat(cloud.done).as("what was staged is there").noneMatch(a -> a.startsWith("query"));
    counted.merge(hole.key(), 1, Integer::sum);
    assertThat(counted()).as("the others' counts stand").isEqualTo(counted);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void stagesAgainWhatIsNoLongerAsItWasStaged(int left) {
    run(StageKind.VALIDATE);
    cloud.holding(plan.staged(hole.type()).name(), hole.day(), left);
    decide(new Decision.Again(hole));
    assertThat(run(StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).contains("query r1-stage-telemetry-main-4-2020-06-01-2");
  }

  @Test
  void decodesEveryCellOnceMoreFromDecodeOn() {
    run(StageKind.VALIDATE);
    assertThat(run(StageKind.DECODE, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    assertThat(cloud.submitted).hasSize(2);
    assertThat(cloud.submitted.get(1).cells()).containsExactlyElementsOf(plan.cells());
    assertThat(counted().values()).containsOnly(2);
    assertThat(run(StageKind.STAGE, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done)
        .filteredOn(act -> act.startsWith("query r1-stage-telemetry-main-4-2020-06-01"))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(cloud.submitted).hasSize(3);
  }

  @Test
  void refusesToDecodeAgainBesideAJobThatIsUnderWay() {
    cloud.leavingJobs(JobService.State.RUNNING);
    try (var journal = Journal.open(folder)) {
      var engine = new Engine[1];
      engine[0] = engine(journal, new Around.Silent(), time -> engine[0].stop());
      assertThat(engine[0].resume(StageKind.DECODE)).isEqualTo(Outcome.STOPPED);
    }
    assertThat(decide(new Decision.Again(hole)).text()).contains("while a decode job is under way");
  }

  @Test
  void handsOverWhatIsDueAndSaysWhatIsLeftAlone() throws Exception {
    plan = PlanFile.read(PlanFile.write(plan).replace("by: self", "by: hand-over"));
    var first = plan.cells().get(0);
    cloud.without(hole);
    decide(new Decision.LeaveOut(first, "its job runs again"));
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.STOPPED);
    var written = view().newest(StageKind.FINALIZE, ProductionFact.PacketMade.class).orElseThrow();
    var packet = Packet.read(Path.of(written.file()));
    assertThat(packet.items()).extracting(Packet.Item::cell).hasSize(2).doesNotContain(first, hole);
    assertThat(packet.notCopied())
        .containsExactly(
            first + ": Left out: its job runs again", hole + ": " + Standing.nothing(plan));
    var handed = packet.items().get(0).cell();
    assertThat(decide(new Decision.LeaveOut(handed, "late")).text())
        .contains("is in the packet " + packet.digest());
  }

  /**
   * A kill after entries since the choice: resumed, the same end, and no job twice. The first ones,
   * among which it looks for what was staged, then each seventh; all with {@code -Dmatrix=again}.
   */
  @Test
  void survivesAKillAfterEveryEntryOfDecodingAgain() throws InvalidPlan {
    var begun = folder;
    var each = System.getProperty("matrix", "").matches(".*(again|whole).*") ? 1 : 7;
    var points = 0;
    for (var killed = true; killed; points += points < 14 ? 1 : each) {
      folder = begun.resolve("at-" + points);
      plan();
      run(StageKind.VALIDATE);
      decide(new Decision.LeaveOut(plan.cells().get(0), "late"), new Decision.Again(hole));
      killed = killedAfter(points + 1);
      assertThat(run(StageKind.REPORT)).as("killed after entry " + points).isEqualTo(Outcome.DONE);
      // The cloud in memory knows no backup by its job's id.
      assertThat(cloud.done).filteredOn(act -> !act.startsWith("back up")).doesNotHaveDuplicates();
      assertThat(cloud.done)
          .as("what was staged is there; killed after entry " + points)
          .filteredOn(act -> act.startsWith("query r1-stage-telemetry-main-4-2020-06-01"))
          .hasSize(1);
      assertThat(cloud.submitted).extracting("name").doesNotHaveDuplicates();
      assertThat(cloud.submitted.get(1).cells()).containsExactly(hole);
      assertThat(cloud.submitted).hasSize(2);
      assertThat(cloud.done).filteredOn(act -> act.startsWith("copy")).hasSize(3);
      assertThat(view().leftOut(plan.cells().get(0))).contains("late");
    }
    assertThat(points).isGreaterThan(60);
  }

  private static final class Kill extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Ends a run after so many entries; tells whether it came so far. */
  private boolean killedAfter(int entries) {
    var left = new AtomicInteger(entries);
    RunListener deadly =
        new RunListener() {
          @Override
          public void changed(RunView view) {
            if (left.decrementAndGet() <= 0) {
              throw new Kill();
            }
          }

          @Override
          public void said(StageKind stage, String text) {}
        };
    try (var journal = Journal.open(folder)) {
      engine(journal, deadly).resume(StageKind.REPORT);
      return false;
    } catch (Kill e) {
      return true;
    } catch (IllegalStateException | JournalException e) {
      // A step beside others: what it threw, or what that did to another one's writing.
      assertThat(left.get()).isNotPositive();
      return true;
    }
  }

  private HashMap<String, Integer> counted() {
    var counted = new HashMap<String, Integer>();
    view()
        .each(StageKind.VALIDATE, CountFact.Counted.class)
        .forEach(one -> counted.merge(one.cell(), 1, Integer::sum));
    return counted;
  }

  private StageLine line(StageKind kind, Cell cell) {
    return view().stage(kind).lines().stream()
        .filter(line -> line.step().subject().equals(cell.key()))
        .findFirst()
        .orElseThrow();
  }

  private StepResult decide(Decision... decisions) {
    try (var journal = Journal.open(folder)) {
      return engine(journal, new Around.Silent()).decide(List.of(decisions));
    }
  }

  private Outcome run(StageKind until) {
    return run(null, until);
  }

  private Outcome run(StageKind from, StageKind until) {
    try (var journal = Journal.open(folder)) {
      return engine(journal, new Around.Silent()).run(from, until);
    }
  }

  private Engine engine(Journal journal, RunListener listener) {
    return engine(journal, listener, sleeper);
  }

  private Engine engine(Journal journal, RunListener listener, Sleeper waits) {
    return new Engine(
        "r1",
        plan,
        cloud.cloud(),
        journal,
        Around.in(folder).sleeping(waits).asking(AGREES).telling(listener).made());
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }
}
