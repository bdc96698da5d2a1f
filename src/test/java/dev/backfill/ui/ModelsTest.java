package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.ui.model.ConfirmModel;
import dev.backfill.ui.model.Curve;
import dev.backfill.ui.model.PlanModel;
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
