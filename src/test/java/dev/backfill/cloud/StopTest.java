package dev.backfill.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits end when it is asked to stop, and only then. */
@Timeout(60)
class StopTest {
  private final Stop stop = new Stop();

  @Test
  void endsAWaitThatWouldNeverEnd() throws Exception {
    var waits = new CountDownLatch(1);
    var ended =
        begin(
            () -> {
              stop.during(() -> forever(waits));
              return Thread.currentThread().isInterrupted();
            });
    waits.await();
    stop.ask();
    assertThat(ended.get()).as("no interrupt is left to end the next call").isFalse();
  }

  @Test
  void waitsNoLongerOnceItIsAsked() throws Exception {
    stop.ask();
    stop.during(() -> forever(new CountDownLatch(1)));
    assertThat(stop.isAsked()).isTrue();
  }

  @Test
  void whoIsNotWaitingIsNotInterrupted() throws Exception {
    stop.during(() -> {});
    stop.ask();
    assertThat(Thread.interrupted()).isFalse();
  }

  /** The wait ended by itself while the interrupt was on its way. */
  @Test
  void anInterruptThatComesTooLateIsTakenBack() throws Exception {
    stop.during(stop::ask);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void anothersInterruptIsPassedOn() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> stop.during(() -> forever(new CountDownLatch(1))))
        .isInstanceOf(InterruptedException.class);
    assertThat(stop.isAsked()).isFalse();
  }

  private static void forever(CountDownLatch waits) throws InterruptedException {
    waits.countDown();
    new CountDownLatch(1).await();
  }

  private static <T> FutureTask<T> begin(Callable<T> work) {
    var task = new FutureTask<>(work);
    new Thread(task).start();
    return task;
  }
}
