package dev.backfill.sandbox.bigquery;

import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Rows on the way from the thread that makes them to the one that appends them, in order. Whoever
 * makes them waits while so many are under way, and hears when nobody takes them any more.
 */
final class RowQueue implements Iterator<Object[]> {
  // Rows of 30 KB: 64 of them are 2 MB.
  private static final int MOST = 64;
  private static final Object END = new Object();

  private record Failed(Throwable by) {}

  private final BlockingQueue<Object> rows = new ArrayBlockingQueue<>(MOST);
  private volatile boolean closed;
  private Object next;

  /**
   * Hands on a row.
   *
   * @throws IOException when nobody takes rows any more
   */
  void put(Object[] row) throws IOException {
    offer(row);
  }

  /** Says that there are no more. */
  void end() throws IOException {
    offer(END);
  }

  /** Makes whoever takes rows fail by this once it has taken those before. */
  void fail(Throwable by) throws IOException {
    offer(new Failed(by));
  }

  /** Says that nobody takes rows any more. */
  void close() {
    closed = true;
    rows.clear();
  }

  private void offer(Object one) throws IOException {
    try {
      while (!rows.offer(one, 100, TimeUnit.MILLISECONDS)) {
        if (closed) {
          throw new IOException("The rows are not wanted any more.");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while rows were handed on.", e);
    }
  }

  /**
   * Waits for the next row.
   *
   * @throws RowsFailed by what the rows' maker failed
   */
  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = rows.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RowsFailed(e);
      }
    }
    if (next instanceof Failed failed) {
      throw new RowsFailed(failed.by());
    }
    return next != END;
  }

  @Override
  public Object[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var row = (Object[]) next;
    next = null;
    return row;
  }

  /** What the maker of the rows failed by is its cause. */
  static final class RowsFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    RowsFailed(Throwable cause) {
      super(cause);
    }
  }
}
