package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.ui.model.ConfirmModel;
import dev.backfill.ui.model.DecodeModel;
import dev.backfill.ui.model.DecodeModel.Corner;
import dev.backfill.ui.model.DecodeModel.Worker;
import dev.backfill.ui.model.PlanModel;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What pages show, without a toolkit. */
class ModelsTest {
  @Test
  void offersAValidPlanFirst() throws IOException {
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
  void holdsACountUntilTheNextEvent() {
    var start = Instant.parse("2020-04-14T00:00:00Z");
    var workers =
        List.of(new Worker(start, 1, 4, "up"), new Worker(start.plusSeconds(10), 4, 4, "there"));
    var decode = new DecodeModel("RUNNING", true, workers, List.of());
    assertThat(decode.line(Worker::current))
        .containsExactly(new Corner(0, 1), new Corner(10, 1), new Corner(10, 4));
  }
}
