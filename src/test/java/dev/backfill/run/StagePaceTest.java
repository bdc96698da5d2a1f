package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.stage.StageKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StagePaceTest {
  private final AtomicLong second = new AtomicLong();
  private final AtomicLong answers = new AtomicLong(7_000);
  private final StagePace pace = new StagePace(new SetClock(), answers::get);

  @Test
  void tellsWhatIsLeftAtThePaceOfThisConsole() {
    // A console before this one did 400 of them.
    assertThat(pace.of(StageKind.STAGE, new StepCount(400, 1_000))).isEmpty();
    second.set(60);
    answers.addAndGet(900);
    var now = pace.of(StageKind.STAGE, new StepCount(500, 1_000)).orElseThrow();
    assertThat(now.left()).isEqualTo(Duration.ofMinutes(5));
    assertThat(now.requests()).isEqualTo(900);
  }

  @Test
  void beginsAnewWithEachStageAndWithOneThatIsGoneThroughAgain() {
    pace.of(StageKind.STAGE, new StepCount(0, 100));
    second.set(100);
    assertThat(pace.of(StageKind.STAGE, new StepCount(50, 100))).isPresent();
    assertThat(pace.of(StageKind.VALIDATE, new StepCount(10, 100))).isEmpty();
    assertThat(pace.of(StageKind.VALIDATE, new StepCount(0, 100))).isEmpty();
    second.set(110);
    var now = pace.of(StageKind.VALIDATE, new StepCount(50, 100)).orElseThrow();
    assertThat(now.left()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void saysNothingOfAFewStepsOrSeconds() {
    pace.of(StageKind.MIRROR, new StepCount(0, 9));
    second.set(100);
    assertThat(pace.of(StageKind.MIRROR, new StepCount(5, 9))).isEmpty();
    pace.of(StageKind.STAGE, new StepCount(0, 100));
    second.addAndGet(4);
    assertThat(pace.of(StageKind.STAGE, new StepCount(50, 100))).isEmpty();
  }

  private final class SetClock extends Clock {
    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(second.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
