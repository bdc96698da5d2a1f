package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.JobId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who waits for jobs side by side looks at them together. */
class JobLooksTest {
  private static final long MILLI = 1_000_000;

  private final Set<String> underWay = new TreeSet<>();
  private final List<String> lists = new ArrayList<>();
  private long now;
  private JobLooks.Listing listing = project -> Set.copyOf(underWay);

  private final JobLooks looks =
      new JobLooks(
          project -> {
            lists.add(project);
            return listing.underWay(project);
          },
          () -> now);

  @Test
  void whoWaitsAloneAsksAboutTheJobItself() {
    var wait = begin("a");
    assertThat(wait.mayBeOver()).isTrue();
    assertThat(lists).isEmpty();
  }

  @Test
  void oneListTellsAllWhoWait() {
    var all = new ArrayList<JobLooks.Wait>();
    for (var i = 0; i < 32; i++) {
      all.add(begin("job" + i));
      underWay.add("job" + i);
    }
    now += 50 * MILLI;
    assertThat(all).noneMatch(JobLooks.Wait::mayBeOver);
    assertThat(lists).containsExactly("p");

    underWay.remove("job7");
    now += 999 * MILLI;
    assertThat(all).noneMatch(JobLooks.Wait::mayBeOver);
    assertThat(lists).as("no more than one a second").hasSize(1);

    now += MILLI;
    assertThat(all).filteredOn(JobLooks.Wait::mayBeOver).containsExactly(all.get(7));
    assertThat(lists).hasSize(2);
  }

  @Test
  void fewAreLookedAtAsOftenAsEachWouldBe() {
    var one = begin("a");
    var other = begin("b");
    underWay.addAll(Set.of("a", "b"));
    assertThat(one.mayBeOver()).isFalse();
    now += 99 * MILLI;
    assertThat(other.mayBeOver()).isFalse();
    assertThat(lists).hasSize(1);
    now += MILLI;
    assertThat(other.mayBeOver()).isFalse();
    assertThat(lists).hasSize(2);
  }

  @Test
  void whoWaitsTogetherLooksAtTheListsAsOftenAsThereAreSome() {
    var one = begin("a");
    assertThat(one.pause(50)).isEqualTo(50);
    assertThat(one.pause(5_000)).isEqualTo(5_000);
    try (var other = begin("b")) {
      assertThat(one.pause(50)).isEqualTo(50);
      assertThat(one.pause(5_000)).isEqualTo(250);
      listing =
          project -> {
            throw new IOException("403");
          };
      assertThat(one.mayBeOver()).isTrue();
      assertThat(one.pause(5_000)).as("each asks about its own").isEqualTo(5_000);
    }
  }

  @Test
  void aJobThatIsNewerThanTheListIsNotTakenForOver() {
    var one = begin("a");
    var other = begin("b");
    underWay.addAll(Set.of("a", "b"));
    assertThat(other.mayBeOver()).isFalse();
    now += MILLI;
    var late = begin("late");
    underWay.add("late");
    assertThat(late.mayBeOver()).isFalse();
    assertThat(lists).as("it is looked for anew").hasSize(2);
    assertThat(one.mayBeOver()).isFalse();
    assertThat(lists).hasSize(2);
  }

  @Test
  void whoComesWhileOthersLookDoesNotWait() {
    var one = begin("a");
    var other = begin("b");
    underWay.add("a");
    var meanwhile = new ArrayList<Boolean>();
    listing =
        project -> {
          meanwhile.add(other.mayBeOver());
          return Set.copyOf(underWay);
        };
    assertThat(one.mayBeOver()).isFalse();
    assertThat(meanwhile).containsExactly(false);
    assertThat(other.mayBeOver()).as("it is on no list").isTrue();
    assertThat(lists).hasSize(1);
  }

  @Test
  void whereTheyCannotBeListedEachIsAskedAbout() {
    var one = begin("a");
    var other = begin("b");
    underWay.addAll(Set.of("a", "b"));
    listing =
        project -> {
          throw new IOException("403");
        };
    assertThat(one.mayBeOver()).isTrue();
    assertThat(other.mayBeOver()).isTrue();
    assertThat(lists).hasSize(1);

    listing = project -> Set.copyOf(underWay);
    now += 60_000 * MILLI;
    assertThat(one.mayBeOver()).as("they may be by now").isFalse();
    assertThat(lists).hasSize(2);
  }

  @Test
  void whoIsLeftAloneAsksAgain() {
    var one = begin("a");
    underWay.add("a");
    try (var other = begin("b")) {
      assertThat(one.mayBeOver()).isFalse();
    }
    assertThat(one.mayBeOver()).isTrue();
    assertThat(lists).hasSize(1);
  }

  private JobLooks.Wait begin(String job) {
    return looks.begin(JobId.of("p", job));
  }
}
