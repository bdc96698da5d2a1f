package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.ui.model.LastReading;
import dev.backfill.ui.part.Spans;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How old the newest reading of a job is, in words. */
class ReadingTest {
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:00Z");

  @Test
  void isSilentWhileTheServiceAnswers() {
    assertThat(LastReading.NONE.hint(NOW)).isEmpty();
    assertThat(LastReading.NONE.then(NOW, true).hint(NOW.plusSeconds(9))).isEmpty();
  }

  @Test
  void tellsTheAgeOfTheLastAnswerWhileItIsTried() {
    var reading = LastReading.NONE.then(NOW, true).then(NOW.plusSeconds(5), false);
    assertThat(reading.hint(NOW.plusSeconds(180)))
        .hasValueSatisfying(hint -> assertThat(hint).startsWith("Last reading 3 min ago, trying"));
    assertThat(reading.then(NOW.plusSeconds(181), true).hint(NOW.plusSeconds(182))).isEmpty();
  }

  @Test
  void noticesAQuestionThatHangs() {
    assertThat(LastReading.NONE.then(NOW, true).hint(NOW.plusSeconds(60))).isPresent();
  }

  /** What is left is an estimate: "about 0 ms left" stood there. */
  @Test
  void tellsNoMillisecondsOfWhatIsLeft() {
    assertThat(Spans.range(Duration.ZERO, Duration.ofMillis(400))).isEqualTo("1 s");
    assertThat(Spans.range(Duration.ZERO, Duration.ofSeconds(40))).isEqualTo("1 s to 40 s");
  }

  @Test
  void saysWhenNothingWasEverAnswered() {
    assertThat(LastReading.NONE.then(NOW, false).hint(NOW).orElseThrow())
        .contains("not answer yet");
  }
}
