package dev.backfill.run;

import dev.backfill.cloud.StoppedException;
import dev.backfill.stage.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Runs steps on a few threads; after one that breaks the stage no other begins. */
final class SideBySide {
  private final int width;

  SideBySide(int width) {
    this.width = width;
  }

  /** The results of the steps that ran, in the order they were given. */
  StepResults run(List<Supplier<StepResult>> steps) {
    var pool = Executors.newFixedThreadPool(width, SideBySide::thread);
    try {
      var ended = new StepResults();
      var running = new ArrayList<Future<Optional<StepResult>>>();
      for (var step : steps) {
        running.add(pool.submit(() -> unlessBroken(ended, step)));
      }
      var inOrder = new StepResults();
      for (var one : running) {
        await(one).ifPresent(inOrder::add);
      }
      return inOrder;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Optional<StepResult> unlessBroken(StepResults ended, Supplier<StepResult> step) {
    if (ended.broken()) {
      return Optional.empty();
    }
    var result = step.get();
    ended.add(result);
    return Optional.of(result);
  }

  // An entry that the journal did not take ends the run at once: the other steps are left to the
  // next start, which finds their starts.
  private static Optional<StepResult> await(Future<Optional<StepResult>> running) {
    try {
      return running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException("Interrupted. Resume the run.");
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
