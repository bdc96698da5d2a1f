package dev.backfill.decode;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * What decoding costs against inflating and against a plain tree: all in one JVM, in turn, round by
 * round, in the thread's own CPU time, so that a busy machine says the same as an idle one.
 */
public final class Ratios {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 5;
  private static final int ROUNDS = 11;
  private static final long NANOS_A_ROUND = 60_000_000;

  private Ratios() {}

  /** Prints a table: medians of the rounds for each input that is named, or for all. */
  public static void main(String[] args) throws Exception {
    System.out.println("| input | what | CPU a record | MB/s | allocated | to inflate |");
    System.out.println("| --- | --- | ---: | ---: | ---: | ---: |");
    var all = new String[] {"main", "main real", "baseline", "metrics"};
    var archive = Inputs.archive(Inputs.OLD);
    var start = THREADS.getCurrentThreadCpuTime();
    RowPlan.compile(archive.schema("telemetry", "main", "4").orElseThrow(), false);
    var compiled = (THREADS.getCurrentThreadCpuTime() - start) / 1_000_000;
    for (var input : args.length > 0 ? args : all) {
      measure(input);
    }
    System.out.println("first plan of main.4, from its JSON, in a cold JVM: " + compiled + " ms");
    for (var size : new int[] {1_000, 10_000, 100_000, 1_000_000, 9_900_000}) {
      var scaling = new ScalingBenchmark();
      scaling.bytes = size;
      scaling.setUp();
      System.out.printf(
          Locale.ROOT, "%d bytes: %.2f ns a byte%n", size, 1e3 * micros(scaling::decode) / size);
    }
    for (var run : new int[] {500, 1}) {
      var types = new TypesBenchmark();
      types.run = run;
      types.setUp();
      Callable<?> round =
          () -> {
            for (var i = 0; i < 200 * run; i++) {
              types.decode();
            }
            return null;
          };
      System.out.printf(
          Locale.ROOT, "200 types, %d in a row: %.2f µs%n", run, micros(round) / 200 / run);
    }
  }

  private static double micros(Callable<?> work) throws Exception {
    var rounds = new ArrayList<Double>();
    for (var round = 0; round < WARM_UP + ROUNDS; round++) {
      var start = THREADS.getCurrentThreadCpuTime();
      var count = 0;
      var spent = 0L;
      for (; spent < NANOS_A_ROUND; spent = THREADS.getCurrentThreadCpuTime() - start) {
        work.call();
        count++;
      }
      rounds.add(spent / 1e3 / count);
    }
    var measured = rounds.subList(WARM_UP, rounds.size());
    Collections.sort(measured);
    return measured.get(ROUNDS / 2);
  }

  private static void measure(String input) throws Exception {
    var benchmark = new DecodeBenchmark();
    benchmark.input = input;
    benchmark.setUp();
    var work = new LinkedHashMap<String, Callable<?>>();
    work.put("inflate", benchmark::inflate);
    work.put("own inflate", benchmark::ownInflate);
    work.put("scan", benchmark::scan);
    work.put("decode", benchmark::decode);
    work.put("slow path", benchmark::slowPath);
    work.put("plain tree", benchmark::plainTree);
    var micros = new LinkedHashMap<String, List<Double>>();
    var bytes = new LinkedHashMap<String, Long>();
    for (var round = 0; round < WARM_UP + ROUNDS; round++) {
      for (var entry : work.entrySet()) {
        var id = Thread.currentThread().getId();
        var allocated = THREADS.getThreadAllocatedBytes(id);
        var start = THREADS.getCurrentThreadCpuTime();
        var count = 0;
        var spent = 0L;
        for (; spent < NANOS_A_ROUND; spent = THREADS.getCurrentThreadCpuTime() - start) {
          entry.getValue().call();
          count++;
        }
        bytes.put(entry.getKey(), (THREADS.getThreadAllocatedBytes(id) - allocated) / count);
        if (round >= WARM_UP) {
          micros.computeIfAbsent(entry.getKey(), k -> new ArrayList<>()).add(spent / 1e3 / count);
        }
      }
    }
    micros.values().forEach(Collections::sort);
    var inflate = micros.get("inflate").get(ROUNDS / 2);
    micros.forEach(
        (name, rounds) -> {
          var median = rounds.get(ROUNDS / 2);
          System.out.printf(
              Locale.ROOT,
              "| %s, %.1f KB | %s | %.1f µs | %.0f | %.1f KB | %.2f |%n",
              input,
              benchmark.size() / 1e3,
              name,
              median,
              benchmark.size() / median,
              bytes.get(name) / 1024.0,
              median / inflate);
        });
  }
}
