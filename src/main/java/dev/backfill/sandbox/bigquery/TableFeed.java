package dev.backfill.sandbox.bigquery;

import dev.backfill.sandbox.bigquery.schema.TableRef;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Appends rows to a table in one transaction and a thread of its own, while they are still made:
 * DuckDB writes full row groups meanwhile, so that they never wait in memory. Closed before its
 * end, it leaves nothing behind.
 */
public final class TableFeed implements AutoCloseable {
  /** Appends all rows of a queue in one transaction. */
  interface Appending {
    long append(TableRef ref, RowQueue rows) throws IOException;
  }

  private final RowQueue queue = new RowQueue();
  private final CompletableFuture<Long> appended = new CompletableFuture<>();
  private boolean ended;

  TableFeed(TableRef ref, Appending appending) {
    var thread =
        new Thread(
            () -> {
              try {
                appended.complete(appending.append(ref, queue));
              } catch (IOException | RuntimeException | Error e) {
                appended.completeExceptionally(e);
              } finally {
                queue.close();
              }
            },
            "sandbox-feed");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Adds a row; waits while many are under way.
   *
   * @param row values in the order of the schema, as {@link RowReader} gives them
   * @throws IOException by what the rows could not be appended
   */
  public void add(Object[] row) throws IOException {
    try {
      queue.put(row);
    } catch (IOException e) {
      throw appended.isDone() ? failure() : e;
    }
  }

  /** Waits until all rows are in the table; returns how many. */
  public long end() throws IOException {
    ended = true;
    try {
      queue.end();
      return appended.join();
    } catch (IOException | CompletionException e) {
      throw failure();
    }
  }

  private IOException failure() {
    try {
      appended.join();
    } catch (CompletionException e) {
      return new IOException(e.getCause().getMessage(), e.getCause());
    }
    return new IOException("The rows were not taken.");
  }

  @Override
  public void close() throws IOException {
    if (ended) {
      return;
    }
    try {
      queue.fail(new IOException("The rows' maker gave up."));
      appended.join();
    } catch (IOException | CompletionException e) {
      // Rolled back, as it was meant to be.
      ended = true;
    }
  }
}
