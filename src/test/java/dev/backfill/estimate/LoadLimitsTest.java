package dev.backfill.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page on loads decides: the limits of a load job, and what moving them would bring. */
class LoadLimitsTest {
  private static final double NOW = Levers.minutes(Founding.work(), OnGoogle.assumptions());

  @ParameterizedTest
  @CsvSource({
    "DEFAULT_MAX_BYTES_PER_PARTITION, 12094627905536",
    "DEFAULT_MAX_FILES_PER_PARTITION, 10000"
  })
  void theModelCalculatesWithTheLimitsThatThePipelineLeavesAlone(String name, double limit)
      throws ReflectiveOperationException {
    var field =
        Class.forName("org.apache.beam.sdk.io.gcp.bigquery.BatchLoads").getDeclaredField(name);
    field.setAccessible(true);
    assertThat(((Number) field.get(null)).doubleValue()).isEqualTo(limit);
    assertThat(limit).isIn(LoadPhase.MOST_BYTES, LoadPhase.MOST_FILES);
  }

  @Test
  void moreJobsOrTablesBringNothingOnceTheSlotsAreFull() {
    assertThat(founding("files of 64 MB")).isGreaterThan(NOW - 1);
    // The copy of a table whose files are too many for one job is spared.
    assertThat(founding("the same rows in eight tables")).isGreaterThan(NOW - 1);
  }

  @Test
  void loadsBegunEarlierWouldHideAtMostTheWriting() {
    assertThat(founding("loads begun") / NOW).isBetween(0.7, 0.8);
    assertThat(middling("loads begun") / middling("as it is")).isBetween(0.85, 0.95);
  }

  private static double founding(String what) {
    return lever(what).minutes().applyAsDouble(Founding.work());
  }

  private static double middling(String what) {
    return lever(what).minutes().applyAsDouble(Levers.MIDDLING);
  }

  private static Levers.Lever lever(String what) {
    return Levers.all().stream().filter(one -> one.what().startsWith(what)).findFirst().get();
  }
}
