package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.TableSpec;
import dev.backfill.cloud.TableState;
import dev.backfill.plan.TableKind;
import dev.backfill.plan.TableName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked about tables by many who look at them at about the same time. */
@Timeout(60)
class TableLooksTest {
  private static final TableName FROM = new TableName("t", "d", "from");
  private static final TableName TO = new TableName("p", "d", "to");
  private static final LocalDate DAY = LocalDate.of(2020, 4, 14);

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> waited = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger jobs = new AtomicInteger();
  private TableLooks.Wait wait = waited::add;
  private final TableLooks looks =
      new TableLooks(new Asked(), jobs::get, time -> wait.millis(time));

  private final class Asked implements TableLooks.Asked {
    @Override
    public Optional<TableState> table(TableName name) {
      asked.add("table " + name.table());
      return name.table().equals("none") ? Optional.empty() : Optional.of(state(name));
    }

    @Override
    public Map<String, PartitionState> partitions(TableName name, Optional<LocalDate> only) {
      asked.add("partitions " + name.table() + only.map(day -> " of " + day).orElse(""));
      return Map.of(
          "20200414", new PartitionState(3, 30, Instant.EPOCH),
          "20200415", new PartitionState(4, 40, Instant.EPOCH));
    }
  }

  @Test
  void whoLooksAloneAsksAtOnceAndAboutItsDayOnly() {
    var found = looks.at(DAY, List.of(FROM, TO));

    assertThat(found.get(TO).orElseThrow().on(DAY).orElseThrow().rows()).isEqualTo(3);
    assertThat(asked)
        .containsExactly(
            "table from",
            "partitions from of 2020-04-14",
            "table to",
            "partitions to of 2020-04-14");
    assertThat(waited).containsExactly(0L);
  }

  @Test
  void aTableThatIsNotThereIsNotAskedForItsPartitions() {
    var none = new TableName("p", "d", "none");

    assertThat(looks.at(DAY, List.of(none)).get(none)).isEmpty();
    assertThat(asked).containsExactly("table none");
  }

  /** As many as 32 copies of one table's days look at it before they begin: by four requests. */
  @Test
  void thoseWhoLookWhileOneGathersShareItsLookEachWithItsOwnDay() throws Exception {
    var gathering = new CountDownLatch(1);
    var others = new CountDownLatch(1);
    jobs.set(32);
    wait =
        time -> {
          waited.add(time);
          gathering.countDown();
          others.await();
        };
    var pool = Executors.newFixedThreadPool(32);
    try {
      var rows = new ArrayList<Future<Long>>();
      rows.add(pool.submit(() -> rows(DAY)));
      gathering.await();
      for (var i = 1; i < 32; i++) {
        var day = DAY.plusDays(i % 2);
        rows.add(pool.submit(() -> rows(day)));
      }
      pool.shutdown();
      untilAllButOneWait(pool);
      others.countDown();
      for (var i = 0; i < 32; i++) {
        assertThat(rows.get(i).get()).isEqualTo(3L + i % 2);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(asked).containsExactly("table from", "partitions from", "table to", "partitions to");
    assertThat(waited).as("a second at most").containsExactly(1000L);
  }

  /** The fewer jobs are under way, the fewer are likely to come. */
  @Test
  void whatIsWaitedForOthersGrowsWithTheJobsUnderWay() {
    for (var n : List.of(0, 1, 2, 10, 20, 500)) {
      jobs.set(n);
      looks.partition(TO, DAY);
    }
    assertThat(waited).containsExactly(0L, 50L, 100L, 500L, 1000L, 1000L);
  }

  @Test
  void aLookThatIsInterruptedWhileItGathersIsMadeAndTellsOfIt() {
    jobs.set(2);
    wait =
        time -> {
          throw new InterruptedException();
        };

    assertThat(looks.partition(TO, DAY.plusDays(7))).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }

  private long rows(LocalDate day) {
    return looks.at(day, List.of(FROM, TO)).get(TO).orElseThrow().on(day).orElseThrow().rows();
  }

  // Until each has asked: who has joined a call waits for its answer.
  private static void untilAllButOneWait(ExecutorService pool) throws InterruptedException {
    var running = (ThreadPoolExecutor) pool;
    while (running.getActiveCount() < 32
        || Thread.getAllStackTraces().values().stream()
                .filter(TableLooksTest::isInALook)
                .filter(frames -> List.of(frames).toString().contains("Joined.follow"))
                .count()
            < 31) {
      Thread.sleep(5);
    }
  }

  private static boolean isInALook(StackTraceElement[] frames) {
    return List.of(frames).toString().contains("TableLooksTest.rows");
  }

  private static TableState state(TableName name) {
    return new TableState(
        name,
        TableKind.TABLE,
        new TableSpec(List.of(), Optional.empty(), List.of()),
        "US",
        "etag",
        Map.of(),
        0,
        0,
        Optional.empty(),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
