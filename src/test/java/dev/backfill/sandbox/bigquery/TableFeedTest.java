package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.sandbox.bigquery.schema.TableRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows are appended while they are made, all or none. */
@Timeout(60)
class TableFeedTest {
  private static final TableRef TABLE = new TableRef("p", "d", "t");

  @Test
  void appendsAllInOrderHoweverMany() throws Exception {
    var taken = new ArrayList<Object>();
    try (var feed = new TableFeed(TABLE, (ref, rows) -> all(rows, taken))) {
      for (var i = 0; i < 1_000; i++) {
        feed.add(new Object[] {i});
      }
      assertThat(feed.end()).isEqualTo(1_000);
    }
    assertThat(taken).hasSize(1_000).first().isEqualTo(0);
    assertThat(taken.get(999)).isEqualTo(999);
  }

  @Test
  void isClosedBeforeItsEndByAFailureThatRollsBack() throws Exception {
    var failed = new ArrayList<Throwable>();
    var feed =
        new TableFeed(
            TABLE,
            (ref, rows) -> {
              try {
                return all(rows, new ArrayList<>());
              } catch (RowQueue.RowsFailed e) {
                failed.add(e.getCause());
                throw e;
              }
            });
    feed.add(new Object[] {1});
    feed.close();
    assertThat(failed).singleElement().isInstanceOf(IOException.class);
    feed.close();
    assertThat(failed).as("once").hasSize(1);
  }

  @Test
  void tellsAtItsEndByWhatRowsWereNotTaken() throws Exception {
    try (var feed =
        new TableFeed(
            TABLE,
            (ref, rows) -> {
              rows.next();
              throw new IOException("The disk is full.");
            })) {
      feed.add(new Object[] {1});
      assertThatThrownBy(feed::end).isInstanceOf(IOException.class).hasMessage("The disk is full.");
    }
  }

  /** Nobody takes rows any more: who makes them does not wait for ever, and hears why. */
  @Test
  void tellsWhoStillMakesRows() throws Exception {
    var gone = new CountDownLatch(1);
    try (var feed =
        new TableFeed(
            TABLE,
            (ref, rows) -> {
              gone.countDown();
              throw new IllegalStateException("No such column.");
            })) {
      gone.await();
      assertThatThrownBy(
              () -> {
                while (true) {
                  feed.add(new Object[] {1});
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessage("No such column.");
    }
  }

  private static long all(RowQueue rows, List<Object> into) {
    var n = 0;
    while (rows.hasNext()) {
      into.add(rows.next()[0]);
      n++;
    }
    return n;
  }
}
