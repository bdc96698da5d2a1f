package dev.backfill.run;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is asked once, for everyone who wants to know: who asks again is answered the same, or
 * thrown the same. For one thread.
 */
public final class Once<K, V> {
  private final Map<K, Supplier<V>> answers = new HashMap<>();

  /** The answer to what is asked under a key. */
  public V get(K key, Supplier<V> ask) {
    var known = answers.get(key);
    if (known == null) {
      known = answered(ask);
      answers.put(key, known);
    }
    return known.get();
  }

  private static <V> Supplier<V> answered(Supplier<V> ask) {
    try {
      var answer = ask.get();
      return () -> answer;
    } catch (RuntimeException thrown) {
      return () -> {
        throw thrown;
      };
    }
  }
}
