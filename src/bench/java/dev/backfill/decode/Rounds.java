package dev.backfill.decode;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What several kinds of work cost a call: all in turn, round by round, in the thread's own CPU
 * time, and the medians of the rounds that follow the warm-up.
 */
final class Rounds {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Until all that is common to them is compiled, and then for each. */
  private static final int FIRST_WARM_UP = Integer.getInteger("bench.warmup", 30);

  private static final int WARM_UP = 5;
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 11);
  private static final long NANOS_A_ROUND = 60_000_000;

  private final Map<String, List<Double>> micros = new HashMap<>();
  private final Map<String, List<Double>> allocated = new HashMap<>();

  private static boolean warm;

  private Rounds() {}

  static Rounds of(Map<String, Callable<?>> work) throws Exception {
    var rounds = new Rounds();
    for (var round = -(warm ? WARM_UP : FIRST_WARM_UP); round < ROUNDS; round++) {
      for (var entry : work.entrySet()) {
        rounds.round(entry.getKey(), entry.getValue(), round >= 0);
      }
    }
    warm = true;
    return rounds;
  }

  private void round(String name, Callable<?> work, boolean counts) throws Exception {
    var id = Thread.currentThread().getId();
    var before = THREADS.getThreadAllocatedBytes(id);
    var start = THREADS.getCurrentThreadCpuTime();
    var calls = 0;
    var spent = 0L;
    for (; spent < NANOS_A_ROUND; spent = THREADS.getCurrentThreadCpuTime() - start) {
      work.call();
      calls++;
    }
    if (counts) {
      var bytes = THREADS.getThreadAllocatedBytes(id) - before;
      micros.computeIfAbsent(name, n -> new ArrayList<>()).add(spent / 1e3 / calls);
      allocated.computeIfAbsent(name, n -> new ArrayList<>()).add((double) bytes / calls);
    }
  }

  /** Microseconds a call. */
  double micros(String name) {
    return median(micros.get(name));
  }

  /** Bytes a call. */
  double allocated(String name) {
    return median(allocated.get(name));
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}
