package dev.backfill.sandbox.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AutoscalerTest {
  private final Autoscaler pool = new Autoscaler(5, 1000, 100_000);

  @Test
  void growsWithWhatIsLeftAndShrinksAtTheEnd() {
    assertThat(pool.ask().target()).isEqualTo(5);
    assertThat(pool.ready().current()).isEqualTo(5);
    assertThat(pool.tick(Duration.ofSeconds(1), 50)).as("too early").isEmpty();

    // 100 records a second and 99,800 to go: 998 seconds of work, to be done in two.
    var raised = pool.tick(Duration.ofSeconds(2), 200);
    assertThat(raised).singleElement().satisfies(e -> assertThat(e.target()).isEqualTo(499));
    assertThat(raised.get(0).text()).contains("100 records a second", "99800 to go");

    var reached = pool.tick(Duration.ofSeconds(4), 99_000);
    assertThat(reached.get(0).current()).isEqualTo(499);
    assertThat(reached.get(1).target()).isEqualTo(1);
    assertThat(pool.stop())
        .isEqualTo(
            new Autoscaler.Event(0, 0, "CURRENT_NUM_WORKERS_CHANGED", "Worker pool stopped."));
  }

  @Test
  void keepsWithinTheMost() {
    var small = new Autoscaler(50, 3, 1_000_000);
    assertThat(small.ask().target()).isEqualTo(3);
    small.ready();
    assertThat(small.tick(Duration.ofSeconds(2), 2)).isEmpty();
  }
}
