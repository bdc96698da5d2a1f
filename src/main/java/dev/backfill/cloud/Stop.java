package dev.backfill.cloud;

import java.util.HashSet;
import java.util.Set;

/**
 * An operator's wish to stop: asked once, seen by every thread, and felt at once by those that only
 * wait for the next look at something.
 */
public final class Stop {
  /** A way of waiting that an interrupt ends. */
  public interface Waiting {
    void run() throws InterruptedException;
  }

  private final Set<Thread> waiting = new HashSet<>();
  private final Set<Thread> woken = new HashSet<>();
  private boolean asked;

  /** Asks to stop, and ends all waits. What is in a call ends when it is answered. */
  public synchronized void ask() {
    asked = true;
    for (var thread : waiting) {
      woken.add(thread);
      thread.interrupt();
    }
    waiting.clear();
  }

  public synchronized boolean isAsked() {
    return asked;
  }

  /**
   * Waits, unless or until it is asked to stop: then it returns as if the time were over, and
   * leaves no trace of an interrupt.
   *
   * @throws InterruptedException when the thread is interrupted by anyone else
   */
  public void during(Waiting how) throws InterruptedException {
    var me = Thread.currentThread();
    synchronized (this) {
      if (asked) {
        return;
      }
      waiting.add(me);
    }
    var wokenByAnother = false;
    try {
      how.run();
    } catch (InterruptedException e) {
      wokenByAnother = true;
    } finally {
      synchronized (this) {
        waiting.remove(me);
        // Race: the interrupt may come when the wait is over by itself; it must not end the next.
        if (woken.remove(me)) {
          wokenByAnother = false;
          Thread.interrupted();
        }
      }
    }
    if (wokenByAnother) {
      throw new InterruptedException();
    }
  }
}
