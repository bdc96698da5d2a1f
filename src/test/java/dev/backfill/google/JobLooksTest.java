package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.JobId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who waits for jobs side by side looks at them together. */
class JobLooksTest {
  private static final long MILLI = 1_000_000;

  private final Set<String> underWay = new TreeSet<>();
  private final List<String> lists = new ArrayList<>();
  private long now;
  private final Map<String, String> ended = new TreeMap<>();
  private final List<String> ends = new ArrayList<>();
  private UnderWay listing = project -> Set.copyOf(underWay);

  private interface UnderWay {
    Set<String> of(String project) throws IOException;
  }

  private final JobLooks<String> looks =
      new JobLooks<>(
          new JobLooks.Listing<>() {
            @Override
            public Set<String> underWay(String project) throws IOException {
              lists.add(project);
              return listing.of(project);
            }

            @Override
            public Map<String, String> ended(String project, long from, long to) {
              ends.add(from + " to " + to);
              return Map.copyOf(ended);
            }
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
    var all = new ArrayList<JobLooks<String>.Wait>();
    for (var i = 0; i < 32; i++) {
      all.add(begin("job" + i));
      underWay.add("job" + i);
    }
    now += 50 * MILLI;
    assertThat(all).noneMatch(wait -> wait.mayBeOver());
    assertThat(lists).containsExactly("p");

    underWay.remove("job7");
    now += 999 * MILLI;
    assertThat(all).noneMatch(wait -> wait.mayBeOver());
    assertThat(lists).as("no more than one a second").hasSize(1);

    now += MILLI;
    assertThat(all).filteredOn(wait -> wait.mayBeOver()).containsExactly(all.get(7));
    assertThat(lists).hasSize(2);
  }

  @Test
  void fewAreLookedAtAsOftenAsEachWouldBe() {
    var one = begin("a");
    var other = begin("b");
    underWay.addAll(Set.of("a", "b"));
    assertThat(one.mayBeOver()).isFalse();
    now += 199 * MILLI;
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

  /** Of those that ended between two lists, one more tells what they came to. */
  @Test
  void oneListTellsWhatSeveralCameTo() {
    var all = new ArrayList<JobLooks<String>.Wait>();
    for (var i = 0; i < 32; i++) {
      all.add(looks.begin(JobId.of("p", "job" + i), 1000 + i));
      underWay.add("job" + i);
    }
    now += MILLI;
    assertThat(all).noneMatch(wait -> wait.mayBeOver());
    assertThat(ends).as("nothing has ended").isEmpty();

    underWay.removeAll(Set.of("job3", "job7", "job20"));
    ended.put("job3", "three");
    ended.put("job20", "twenty");
    now += 1000 * MILLI;
    assertThat(all)
        .filteredOn(wait -> wait.mayBeOver())
        .containsExactly(all.get(3), all.get(7), all.get(20));
    assertThat(ends).containsExactly("1003 to 1020");
    assertThat(all.get(3).end()).contains("three");
    assertThat(all.get(20).end()).contains("twenty");
    assertThat(all.get(7).end()).as("which the list leaves out: it asks itself").isEmpty();
    assertThat(all.get(0).end()).isEmpty();
    assertThat(lists).hasSize(2);
  }

  @Test
  void whoseJobAloneHasEndedAsksAboutItItself() {
    var one = begin("a");
    var other = begin("b");
    underWay.add("b");
    ended.put("a", "over");
    assertThat(one.mayBeOver()).isTrue();
    assertThat(other.mayBeOver()).isFalse();
    assertThat(one.end()).isEmpty();
    assertThat(ends).isEmpty();
  }

  @Test
  void asManyAreWaitedForAsHaveBegunAndNotLeft() {
    var one = begin("a");
    try (var other = begin("b")) {
      assertThat(looks.waiting()).isEqualTo(2);
    }
    assertThat(looks.waiting()).isEqualTo(1);
    one.close();
    assertThat(looks.waiting()).isZero();
  }

  private JobLooks<String>.Wait begin(String job) {
    return looks.begin(JobId.of("p", job), 0);
  }
}
