package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.run.StageLine;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.ConfirmModel;
import dev.backfill.ui.model.Curve;
import dev.backfill.ui.model.DecodeModel;
import dev.backfill.ui.model.DueCells;
import dev.backfill.ui.model.Pace;
import dev.backfill.ui.model.Phase;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.ShortNames;
import dev.backfill.ui.model.StageModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What pages show, without a toolkit. */
class ModelsTest {
  @Test
  void offersAValidPlanFirst() {
    var plan = new PlanModel(BackfillApp.firstPlan());
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.valid().get()).isTrue();
  }

  @Test
  void namesEveryProblemOfAPlan() {
    var plan = new PlanModel("name: x");
    assertThat(plan.valid().get()).isFalse();
    assertThat(plan.problems()).hasSizeGreaterThan(1);
  }

  @Test
  void agreesToTheLetterOnly() {
    var confirm = new ConfirmModel();
    assertThat(confirm.agreed().get()).isFalse();
    confirm.ask("a-project");
    confirm.typed().set("a-projec");
    assertThat(confirm.agreed().get()).isFalse();
    confirm.typed().set("a-project");
    assertThat(confirm.agreed().get()).isTrue();
    confirm.ask("another");
    assertThat(confirm.agreed().get()).isFalse();
  }

  @Test
  void namesWhatIsOfTheProjectByItsNameInIt() {
    assertThat(ShortNames.within("a-project", "a-project:stable.main_v4$20200414"))
        .isEqualTo("stable.main_v4$20200414");
    assertThat(ShortNames.within("a-project", "a-project-2:stable.main_v4"))
        .isEqualTo("a-project-2:stable.main_v4");
    assertThat(ShortNames.within("a-project", "gs://a-project")).isEqualTo("gs://a-project");
  }

  /** "3 of 3" stood there before anything was copied: the steps that had begun were counted. */
  @Test
  void progressCountsWhatIsDoneOfWhatIsDeclared() {
    var matrix = CannedMatrix.landing(2, 4);
    var before = StageModel.of(matrix.view(), StageKind.FINALIZE);
    var lines = matrix.view().stage(StageKind.FINALIZE).lines();
    assertThat(lines).extracting(StageLine::state).contains(State.RUNNING);
    var done = lines.stream().filter(line -> line.state() == State.DONE).count();
    assertThat(before.done()).isEqualTo((int) done);
    assertThat(before.all()).as("with those that have not begun").isGreaterThan(4);
    assertThat(before.share()).isLessThan(1);
    var after = StageModel.of(matrix.copying(3, true).view(), StageKind.FINALIZE);
    assertThat(after.done()).isEqualTo(before.done() + 1);
    assertThat(after.all()).isEqualTo(before.all());
    var waits = StageModel.of(CannedMatrix.counted(2, 4).view(), StageKind.FINALIZE);
    assertThat(waits.done()).isZero();
    assertThat(waits.share()).isZero();
  }

  @Test
  void readsAJobAsItsJournalTellsIt() {
    var view = Canned.run(StageKind.DECODE, State.RUNNING);
    var decode = new DecodeModel();
    decode.take(DecodeModel.read(decode.unread(view)), new DueCells().of(view));
    assertThat(decode.state()).isEqualTo("RUNNING");
    assertThat(decode.simulated()).isTrue();
    assertThat(decode.current().lastValue()).isEqualTo(1000);
    assertThat(decode.rows().lastValue()).isPositive();
    assertThat(decode.errors()).isEqualTo(240);
    assertThat(decode.pace()).isPresent();
    assertThat(decode.unread(view)).as("each is read once").isEmpty();
    assertThat(decode.phases(Double.NaN))
        .extracting(Phase::kind)
        .containsExactly(Phase.Kind.STARTING, Phase.Kind.SCALING, Phase.Kind.PEAK);
  }

  @Test
  void guessesTheRestAsARange() {
    var begun = Instant.parse("2020-04-14T00:00:00Z");
    var ends = new ArrayList<Instant>();
    for (var second : List.of(1, 2, 3, 6, 9, 12)) {
      ends.add(begun.plusSeconds(second));
    }
    var pace = Pace.of(begun, ends, 10).orElseThrow();
    assertThat(pace.perMinute()).isEqualTo(30);
    assertThat(pace.least()).isEqualTo(Duration.ofSeconds(10));
    assertThat(pace.most()).isEqualTo(Duration.ofSeconds(30));
    assertThat(Pace.of(begun, ends.subList(0, 3), 10)).as("too few to tell").isEmpty();
  }

  @Test
  void foldsACurveAndKeepsItsExtremes() {
    var curve = new Curve();
    for (var i = 0; i < 10_000; i++) {
      curve.add(i, i == 4321 ? 77 : 5);
    }
    var folded = curve.fold(0, 10_000, 100);
    assertThat(folded).hasSize(100);
    assertThat(folded[43]).isEqualTo(new Curve.Pixel(5, 5, 77, 5));
    assertThat(folded[44]).isEqualTo(new Curve.Pixel(5, 5, 5, 5));
  }

  @Test
  void holdsACountUntilTheNextEvent() {
    var curve = new Curve();
    curve.add(10, 1);
    curve.add(20, 4);
    assertThat(curve.at(9)).isEqualTo(-1);
    assertThat(curve.at(19.9)).isZero();
    assertThat(curve.fold(0, 40, 4))
        .containsExactly(
            null,
            new Curve.Pixel(1, 1, 1, 1),
            new Curve.Pixel(1, 1, 4, 4),
            new Curve.Pixel(4, 4, 4, 4));
  }
}
