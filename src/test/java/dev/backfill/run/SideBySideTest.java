package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.cloud.Crowd;
import dev.backfill.stage.StepResult;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private final CountDownLatch began = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean third = new AtomicBoolean();

  /** Who is interrupted still has an end to note: the journal is not closed under it. */
  @Test
  void waitsForWhatItInterrupts() {
    assertThatThrownBy(
            () ->
                new SideBySide(2, new Crowd()).run(List.of(this::breaks, this::lasts, this::last)))
        .hasMessage("The journal took no entry.");
    assertThat(ended).isTrue();
    assertThat(third).isFalse();
  }

  @Test
  void keepsAnInterruptOfWhoWaits() {
    Supplier<StepResult> interrupts =
        () -> {
          awaitBegin();
          throw new IllegalStateException("The journal took no entry.");
        };
    var waiting = Thread.currentThread();
    Supplier<StepResult> other =
        () -> {
          began.countDown();
          pause();
          waiting.interrupt();
          pause();
          ended.set(true);
          return new StepResult.Done("");
        };
    assertThatThrownBy(() -> new SideBySide(2, new Crowd()).run(List.of(interrupts, other)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).isTrue();
  }

  private StepResult breaks() {
    awaitBegin();
    throw new IllegalStateException("The journal took no entry.");
  }

  private StepResult lasts() {
    began.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      pause();
      ended.set(true);
    }
    return new StepResult.Done("");
  }

  private StepResult last() {
    third.set(true);
    return new StepResult.Done("");
  }

  private void awaitBegin() {
    try {
      began.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** As long as a call takes that was under way; an interrupt does not end it. */
  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      pause();
    }
  }
}
