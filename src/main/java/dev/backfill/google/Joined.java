package dev.backfill.google;

import dev.backfill.cloud.Patience;
import dev.backfill.cloud.StoppedException;
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
   * Makes one whose calls leave time to join them.
   *
   * @param gathering waits, before a call is made, as long as more are likely to ask
   */
  Joined(Runnable gathering) {
    this.gathering = gathering;
  }

  /** A call under way, and the one that follows it. */
  private final class Line {
    private Call now;
    private Call next;
  }

  /** What all who share a call wait for. */
  private final class Call {
    private final CompletableFuture<V> answer = new CompletableFuture<>();
    private boolean shared;
  }

  /**
   * Asks.
   *
   * @param ask makes the call; it is told whether it is for others, too
   */
  V get(K key, Function<Boolean, V> ask) {
    Call mine;
    Call before;
    boolean leads;
    synchronized (lines) {
      var line = lines.computeIfAbsent(key, any -> new Line());
      leads = line.next == null;
      before = line.now;
      if (leads) {
        line.next = new Call();
      } else {
        line.next.shared = true;
      }
      mine = line.next;
    }
    return leads ? lead(key, mine, before, ask) : follow(mine, ask);
  }

  private V lead(K key, Call mine, Call before, Function<Boolean, V> ask) {
    if (before != null) {
      before.answer.handle((answer, failure) -> null).join();
    }
    gathering.run();
    boolean shared;
    synchronized (lines) {
      var line = lines.get(key);
      line.now = mine;
      line.next = null;
      shared = mine.shared;
    }
    try {
      var answer = ask.apply(shared);
      end(key, () -> mine.answer.complete(answer));
      return answer;
    } catch (RuntimeException | Error e) {
      // Whoever leads the next call waits for this one, however it ended.
      end(key, () -> mine.answer.completeExceptionally(e));
      throw e;
    }
  }

  // Race: told of the answer before the line is left, the leader of the next call could make it,
  // end it and take the line away first. It was seen once in 233 backups.
  private void end(K key, Runnable tell) {
    synchronized (lines) {
      var line = lines.get(key);
      line.now = null;
      if (line.next == null) {
        lines.remove(key);
      }
      tell.run();
    }
  }

  // Why another's call failed, with another's patience, is nothing to go by; but who is stopped
  // together with him does not begin a call of his own.
  private V follow(Call mine, Function<Boolean, V> ask) {
    try {
      return mine.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoppedException stopped && Patience.besides().stopped()) {
        throw stopped;
      }
      return ask.apply(false);
    }
  }
}
