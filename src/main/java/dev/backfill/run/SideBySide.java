package dev.backfill.run;

import dev.backfill.stage.StepResult;
import java.util.ArrayList;
import java.util.List;
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

  /** The results of the steps that ran, in their order. */
  StepResults run(List<Supplier<StepResult>> steps) {
    var results = new StepResults();
    var pool = Executors.newFixedThreadPool(width, SideBySide::thread);
    try {
      var running = new ArrayList<Future<?>>();
      for (var step : steps) {
        running.add(pool.submit(() -> unlessBroken(results, step)));
      }
      for (var one : running) {
        await(one);
      }
    } finally {
      pool.shutdownNow();
    }
    return results;
  }

  private static void unlessBroken(StepResults results, Supplier<StepResult> step) {
    if (!results.broken()) {
      results.add(step.get());
    }
  }

  private static void await(Future<?> running) {
    try {
      running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted; resume the run.", e);
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
