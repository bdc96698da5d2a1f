package dev.backfill.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.SteppedClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** How long a cloud that does not answer is waited for, on a clock of its own. */
class PatienceTest {
  private final SteppedClock clock = new SteppedClock();
  private final Patience patience = new Patience(clock, clock::pass);
  private final Watching watching = new Watching();

  private static final class Watching implements Progress {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private int wentOn;
    private int stopAfter = Integer.MAX_VALUE;

    @Override
    public void say(String text) {
      lines.add("said " + text);
    }

    @Override
    public void warn(String text) {
      lines.add(text);
    }

    @Override
    public void goesOn() {
      wentOn++;
    }

    @Override
    public boolean stopped() {
      return lines.size() >= stopAfter;
    }
  }

  /** The time until it is given up, with tries of the given time each. */
  private Duration untilGivenUp(boolean runs, Duration each) {
    var before = clock.instant();
    patience.during(
        watching,
        () -> {
          var outage = Patience.outage(runs);
          do {
            clock.pass(each);
          } while (outage.goesOn("Job j1: It timed out."));
          return null;
        });
    return Duration.between(before, clock.instant());
  }

  private void answer() {
    patience.during(
        watching,
        () -> {
          Patience.heard();
          return null;
        });
  }

  @Test
  void waitsOutHalfAnHourForWhatRunsWithALineAMinute() {
    answer();
    assertThat(untilGivenUp(true, Duration.ofSeconds(1)))
        .isBetween(Duration.ofMinutes(45), Duration.ofMinutes(46));
    assertThat(watching.lines).hasSizeBetween(40, 46);
    assertThat(watching.lines.get(0))
        .startsWith("No answer since 03:00:01 UTC, asking again until 03:45:01.")
        .endsWith("Job j1: It timed out.");
    assertThat(watching.lines.get(3)).contains("03:00:01 UTC (3 minutes)");
  }

  @Test
  void saysOnceThatWhatWasWaitedForHasCome() {
    answer();
    assertThat(watching.wentOn).as("nothing was waited for").isZero();
    untilGivenUp(true, Duration.ofSeconds(1));
    answer();
    answer();
    assertThat(watching.wentOn).isEqualTo(1);
  }

  @Test
  void saysSoEachMinuteWhereEachTryTakesLong() {
    answer();
    untilGivenUp(true, Duration.ofSeconds(40));
    assertThat(watching.lines).hasSizeBetween(28, 46);
  }

  @Test
  void waitsLessForWhatWasNotBegun() {
    answer();
    assertThat(untilGivenUp(false, Duration.ofSeconds(1)))
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
  }

  @Test
  void takesTheTimeAfterAnothersAnswerForAnotherOutage() {
    answer();
    var before = clock.instant();
    patience.during(
        watching,
        () -> {
          var outage = Patience.outage(false);
          for (var i = 0; outage.goesOn("x"); i++) {
            clock.pass(Duration.ofSeconds(10));
            if (i == 30) {
              Patience.heard();
            }
          }
          return null;
        });
    assertThat(Duration.between(before, clock.instant()))
        .isBetween(Duration.ofMinutes(16), Duration.ofMinutes(19));
  }

  @Test
  void tellsOnceWhateverTheNumberOfCallsThatAreNotAnswered() {
    answer();
    patience.during(
        watching,
        () -> {
          var two = List.of(Patience.outage(true), Patience.outage(true));
          for (var i = 0; i < 30; i++) {
            clock.pass(Duration.ofSeconds(4));
            two.forEach(one -> one.goesOn("x"));
          }
          return null;
        });
    assertThat(watching.lines).hasSizeBetween(4, 7);
  }

  @Test
  void waitsShortlyWhereNoAnswerEverCame() {
    assertThat(untilGivenUp(false, Duration.ZERO))
        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
  }

  @Test
  void isAsPatientWithARunThatGoesOnAsWhileItRan() {
    patience.resumed();
    assertThat(untilGivenUp(false, Duration.ZERO))
        .isBetween(Duration.ofMinutes(45), Duration.ofMinutes(46));
    assertThat(watching.lines).hasSizeBetween(40, 46);
  }

  /** Beam's own tries are nobody's calls here. */
  @Test
  void tellsOfWhatALibraryDoesWithoutAWord() {
    var each = Duration.ofMillis(1);
    var said =
        patience.during(
            watching,
            () ->
                Patience.telling(
                    "Job j1 is being sent",
                    () -> {
                      while (watching.lines.size() < 3) {
                        Thread.onSpinWait();
                      }
                      return "sent";
                    },
                    each,
                    each));
    assertThat(said).isEqualTo("sent");
    assertThat(watching.lines)
        .hasSizeGreaterThan(2)
        .containsOnly("Job j1 is being sent: under way since 03:00:00 UTC.");
    assertThatThrownBy(
            () ->
                patience.during(
                    watching,
                    () ->
                        Patience.telling(
                            "x",
                            () -> {
                              throw new IllegalStateException("as it is");
                            })))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("as it is");
  }

  @Test
  void saysNothingOfAMoment() {
    answer();
    patience.during(watching, () -> Patience.outage(true).goesOn("x"));
    assertThat(watching.lines).isEmpty();
  }

  @Test
  void stopsWhenTheOperatorAsks() {
    answer();
    watching.stopAfter = 2;
    assertThatThrownBy(() -> untilGivenUp(true, Duration.ZERO))
        .isInstanceOf(StoppedException.class)
        .hasMessageContaining("Stopped by you while the cloud did not answer. Job j1");
    assertThat(watching.lines).hasSize(2);
  }

  @Test
  void hasTheSamePatienceOnAnotherThread() throws Exception {
    answer();
    var work =
        patience.during(
            watching,
            () -> Patience.bound(() -> assertThat(Patience.outage(false).goesOn("x")).isTrue()));
    var before = clock.instant();
    var thread = new Thread(work);
    thread.start();
    thread.join();
    assertThat(clock.instant()).isAfter(before);
  }

  @Test
  void asksOnceWhereSomeoneElseWaits() {
    assertThat(Patience.once(() -> Patience.outage(true).goesOn("x"))).isFalse();
  }
}
