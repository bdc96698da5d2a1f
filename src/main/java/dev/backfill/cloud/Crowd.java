package dev.backfill.cloud;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many of a run's steps may talk to the cloud at once. All stages share it: where the service
 * said that it is asked too often, half as many go on, and one more for each so many that ended
 * without such an answer.
 */
public final class Crowd {
  // As many as there may be, each with one job: the service is asked no faster after a minute or
  // two of jobs of ten seconds, and a lower limit is held for some time.
  private static final int QUIET = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private int most = Integer.MAX_VALUE;
  private int inside;
  private int quiet;

  /**
   * Waits for room.
   *
   * @param wanted how many there may be at most, by what they do
   */
  public void enter(int wanted) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (inside >= Math.min(most, wanted)) {
        room.await();
      }
      inside++;
    } finally {
      lock.unlock();
    }
  }

  /** Makes room for another one. */
  public void leave() {
    lock.lock();
    try {
      inside--;
      if (most < Integer.MAX_VALUE && ++quiet >= QUIET) {
        quiet = 0;
        most++;
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Notes that the service said it is asked too often. */
  public void tooOften() {
    lock.lock();
    try {
      // Several are told at once: they are halved once for all that were inside then.
      if (inside <= most) {
        most = Math.max(1, inside / 2);
      }
      quiet = 0;
    } finally {
      lock.unlock();
    }
  }

  /** How many there may be now; as many as anyone wants where the service never minded. */
  public int most() {
    lock.lock();
    try {
      return most;
    } finally {
      lock.unlock();
    }
  }
}
