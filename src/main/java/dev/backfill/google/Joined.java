package dev.backfill.google;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Joins calls that ask the same at the same time. Who asks while a call is under way is not given
 * its answer, which may be older than what must be seen: all who came meanwhile share the next one.
 * So an answer is never older than its question, and any number of threads that look at one table
 * make one call after the other.
 */
final class Joined<K, V> {
  private final Map<K, Line> lines = new HashMap<>();
  private final Runnable gathering;

  Joined() {
    this(() -> {});
  }

  /**
   * Makes one whose calls that were waited for leave more time to join them.
   *
   * @param gathering waits, before such a call is made
   */
  Joined(Runnable gathering) {
    this.gathering = gathering;
  }

  /** A call under way, and the one that follows it. */
  private final class Line {
    private CompletableFuture<V> now;
    private CompletableFuture<V> next;
  }

  /**
   * Asks.
   *
   * @param ask makes the call; it is told whether it is for others, too
   */
  V get(K key, Function<Boolean, V> ask) {
    CompletableFuture<V> mine;
    CompletableFuture<V> before;
    boolean leads;
    synchronized (lines) {
      var line = lines.computeIfAbsent(key, any -> new Line());
      leads = line.next == null;
      before = line.now;
      if (before == null && leads) {
        mine = new CompletableFuture<>();
        line.now = mine;
      } else if (leads) {
        mine = new CompletableFuture<>();
        line.next = mine;
      } else {
        mine = line.next;
      }
    }
    return leads ? lead(key, mine, before, ask) : follow(mine, ask);
  }

  private V lead(
      K key, CompletableFuture<V> mine, CompletableFuture<V> before, Function<Boolean, V> ask) {
    if (before != null) {
      before.handle((answer, failure) -> null).join();
      gathering.run();
      synchronized (lines) {
        var line = lines.get(key);
        line.now = mine;
        line.next = null;
      }
    }
    try {
      var answer = ask.apply(before != null);
      end(key, mine, () -> mine.complete(answer));
      return answer;
    } catch (RuntimeException | Error e) {
      // Whoever leads the next call waits for this one, however it ended.
      end(key, mine, () -> mine.completeExceptionally(e));
      throw e;
    }
  }

  // Race: told of the answer before the line is left, the leader of the next call could make it,
  // end it and take the line away first. It was seen once in 233 backups.
  private void end(K key, CompletableFuture<V> mine, Runnable tell) {
    synchronized (lines) {
      var line = lines.get(key);
      line.now = null;
      if (line.next == null) {
        lines.remove(key);
      }
      tell.run();
    }
  }

  // Why another's call failed, with another's patience, is nothing to go by.
  private static <V> V follow(CompletableFuture<V> mine, Function<Boolean, V> ask) {
    try {
      return mine.join();
    } catch (CompletionException e) {
      return ask.apply(false);
    }
  }
}
