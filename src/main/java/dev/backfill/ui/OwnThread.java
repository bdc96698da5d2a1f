package dev.backfill.ui;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A thread of one owner, which does one thing after the other; a log's lines bear its name. It does
 * not keep the program from ending.
 */
final class OwnThread implements Executor, AutoCloseable {
  private final ExecutorService thread;

  /** Makes the lane; its thread begins with the first task. */
  OwnThread(String name) {
    this.thread = Executors.newSingleThreadExecutor(task -> daemon(name, task));
  }

  private static Thread daemon(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Does a task when those before it are done.
   *
   * @throws java.util.concurrent.RejectedExecutionException when the lane was closed
   */
  @Override
  public void execute(Runnable task) {
    thread.execute(task);
  }

  /** Takes nothing more; what was begun, or waits, is done while the program goes on. */
  @Override
  public void close() {
    thread.shutdown();
  }

  /** Closes, and waits for what was begun: the program may end after this. */
  void finish(Duration most) {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
