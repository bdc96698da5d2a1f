package dev.backfill.ui;

import dev.backfill.text.ErrorCode;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Computes what pages show and would hold the window up, one after the other; no file is read here,
 * so that no slow disk delays a page.
 */
final class Background implements AutoCloseable {
  private final Teller teller;
  private final OwnThread lane = new OwnThread("pages");

  Background(Teller teller) {
    this.teller = teller;
  }

  /** Computes, and hands over on the window's thread, in the order that was asked in. */
  <T> void compute(Supplier<T> work, Consumer<T> then) {
    try {
      lane.execute(
          () ->
              teller.guard(
                  "compute",
                  () -> {
                    var result = work.get();
                    teller.window().execute(() -> then.accept(result));
                  }));
    } catch (RejectedExecutionException e) {
      // Race: a page that hears of its run after the window was closed.
      ErrorCode.log("compute", e);
    }
  }

  @Override
  public void close() {
    lane.close();
  }
}
