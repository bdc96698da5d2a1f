package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JoinedTest {
  private final Joined<String, Integer> joined = new Joined<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private volatile Runnable gathered = () -> {};
  private final Joined<String, Integer> gathering = new Joined<>(() -> gathered.run());

  /** Whoever comes while a call is under way is answered by one that began after he asked. */
  @Test
  void manyWhoAskMeanwhileShareTheNextCall() throws Exception {
    var pool = Executors.newFixedThreadPool(20);
    try {
      var answers = new ArrayList<Future<Integer>>();
      answers.add(pool.submit(() -> joined.get("t", this::held)));
      first.await();
      for (var i = 0; i < 10; i++) {
        answers.add(pool.submit(() -> joined.get("t", this::held)));
      }
      pool.submit(() -> joined.get("another", shared -> calls.get())).get();
      pool.shutdown();
      while (((java.util.concurrent.ThreadPoolExecutor) pool).getActiveCount() < 11) {
        Thread.onSpinWait();
      }
      TimeUnit.MILLISECONDS.sleep(100);
      open.countDown();
      assertThat(answers.get(0).get()).isEqualTo(1);
      for (var answer : answers.subList(1, answers.size())) {
        assertThat(answer.get()).isGreaterThan(1);
      }
      assertThat(calls.get()).as("not one for each").isLessThan(11);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void whoComesWhileACallGathersSharesIt() throws Exception {
    var late = new FutureTask<>(() -> gathering.get("t", this::told));
    gathered =
        () -> {
          var second = new Thread(late);
          second.start();
          untilItWaits(second);
        };
    assertThat(gathering.get("t", this::told)).as("told that it is shared").isEqualTo(101);
    assertThat(late.get()).as("the same call").isEqualTo(101);
    gathered = () -> {};
    assertThat(gathering.get("t", this::told)).as("alone").isEqualTo(2);
  }

  /** Also when the call that was under way before it has ended meanwhile. */
  @Test
  void whoComesWhileTheNextCallGathersSharesIt() throws Exception {
    var first = new FutureTask<>(() -> gathering.get("t", this::held));
    new Thread(first).start();
    this.first.await();
    var late = new FutureTask<>(() -> gathering.get("t", this::told));
    var third = new Thread(late);
    gathered =
        () -> {
          third.start();
          untilItWaits(third);
        };
    var next = new FutureTask<>(() -> gathering.get("t", this::told));
    var second = new Thread(next);
    second.start();
    untilItWaits(second);
    open.countDown();
    assertThat(first.get()).isEqualTo(1);
    assertThat(next.get()).isEqualTo(102);
    assertThat(late.get()).as("the same call").isEqualTo(102);
  }

  private int told(boolean shared) {
    return (shared ? 100 : 0) + calls.incrementAndGet();
  }

  private static void untilItWaits(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  /** The next call may be made and over before the one before it has left. */
  @Test
  void callsThatEndAtOnceDoNotTakeTheLineFromOneAnother() throws Exception {
    var pool = Executors.newFixedThreadPool(8);
    try {
      var asking = new ArrayList<Future<Integer>>();
      for (var i = 0; i < 8; i++) {
        asking.add(
            pool.submit(
                () -> {
                  for (var n = 0; n < 20_000; n++) {
                    joined.get("t", shared -> calls.incrementAndGet());
                  }
                  return 0;
                }));
      }
      for (var one : asking) {
        assertThat(one.get()).isZero();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void whoseCallFailedIsToldAndWhoWaitedForItAsksHimself() throws Exception {
    var pool = Executors.newFixedThreadPool(2);
    try {
      var leader =
          pool.submit(
              () ->
                  joined.get(
                      "t",
                      shared -> {
                        held(shared);
                        throw new IllegalArgumentException("no");
                      }));
      first.await();
      var other = pool.submit(() -> joined.get("t", shared -> 7));
      open.countDown();
      assertThatThrownBy(leader::get).hasRootCauseMessage("no");
      assertThat(other.get()).isEqualTo(7);
      assertThat(joined.get("t", shared -> shared ? 1 : 9)).as("alone again").isEqualTo(9);
    } finally {
      pool.shutdownNow();
    }
  }

  private int held(boolean shared) {
    first.countDown();
    try {
      open.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return calls.incrementAndGet();
  }
}
