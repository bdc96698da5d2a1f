package dev.backfill.run;

import dev.backfill.cloud.Crowd;
import dev.backfill.cloud.StoppedException;
import dev.backfill.stage.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs steps on some threads, as many as the run's {@link Crowd} lets in; after one that breaks the
 * stage no other begins. When it returns, or throws, none of them is under way: whoever closes the
 * journal then closes it on nobody.
 */
public final class SideBySide {
  private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);

  // A call of Google's clients ends by its own timeouts, minutes at most: waiting is told of then.
  private static final long SECONDS_UNTIL_TOLD = 30;

  private final int width;
  private final Crowd crowd;

  /** Makes a way of running steps of a kind. */
  public SideBySide(Steps steps, AtOnce kind) {
    this(kind.most(), steps.patience().crowd());
  }

  SideBySide(int width, Crowd crowd) {
    this.width = width;
    this.crowd = crowd;
  }

  /** The results of the steps that ran, in the order they were given. */
  public StepResults run(List<Supplier<StepResult>> steps) {
    var pool =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(width, steps.size())), SideBySide::thread);
    try {
      var ended = new StepResults();
      var broken = new AtomicBoolean();
      var running = new ArrayList<Future<Optional<StepResult>>>();
      for (var step : steps) {
        running.add(pool.submit(() -> inside(ended, broken, step)));
      }
      var inOrder = new StepResults();
      for (var one : running) {
        await(one).ifPresent(inOrder::add);
      }
      return inOrder;
    } finally {
      pool.shutdownNow();
      untilNoneRuns(pool);
    }
  }

  /**
   * What was interrupted may be in the middle of a call, and notes its end in the journal; an
   * interrupt of who waits here is kept for later.
   */
  private static void untilNoneRuns(ExecutorService pool) {
    var interrupted = Thread.interrupted();
    while (true) {
      try {
        if (pool.awaitTermination(SECONDS_UNTIL_TOLD, TimeUnit.SECONDS)) {
          break;
        }
        LOG.info("Steps that were interrupted are still under way");
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<StepResult> inside(
      StepResults ended, AtomicBoolean broken, Supplier<StepResult> step)
      throws InterruptedException {
    crowd.enter(width);
    try {
      return unlessBroken(ended, broken, step);
    } finally {
      crowd.leave();
    }
  }

  private static Optional<StepResult> unlessBroken(
      StepResults ended, AtomicBoolean broken, Supplier<StepResult> step) {
    if (ended.broken() || broken.get()) {
      return Optional.empty();
    }
    var whole = false;
    try {
      var result = step.get();
      ended.add(result);
      whole = true;
      return Optional.of(result);
    } finally {
      // Race: this thread would take the next step before who waits hears of what was thrown.
      broken.compareAndSet(false, !whole);
    }
  }

  // An entry that the journal did not take ends the run at once: the other steps are left to the
  // next start, which finds their starts.
  private static Optional<StepResult> await(Future<Optional<StepResult>> running) {
    try {
      return running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException("Interrupted.", "Resume the run.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("A step broke off.", e.getCause());
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "step");
    thread.setDaemon(true);
    return thread;
  }
}
