package dev.backfill.decode;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * What decoding costs against inflating and against a plain tree: all in one JVM, in turn, round by
 * round, in the thread's own CPU time, so that a busy machine says the same as an idle one.
 */
public final class Ratios {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final List<String> ALL =
      Stream.concat(Inputs.names().stream(), Stream.of("types", "scaling")).toList();

  private Ratios() {}

  /**
   * Prints tables: the parts of decoding for each input that is named, or for all; {@code types}
   * for the whole way of every document type, {@code scaling} for sizes and many types.
   */
  public static void main(String[] args) throws Exception {
    var wanted = args.length > 0 ? List.of(args) : ALL;
    if (wanted.contains("scaling")) {
      firstPlan();
    }
    var inputs = Inputs.names().stream().filter(wanted::contains).toList();
    if (!inputs.isEmpty()) {
      parts(inputs);
    }
    if (wanted.contains("types")) {
      WholeWay.print(RealPings.types());
    }
    if (wanted.contains("scaling")) {
      scaling();
    }
  }

  private static void firstPlan() {
    var archive = Inputs.archive(Inputs.OLD);
    var start = THREADS.getCurrentThreadCpuTime();
    RowPlan.compile(archive.schema("telemetry", "main", "4").orElseThrow(), false);
    var compiled = (THREADS.getCurrentThreadCpuTime() - start) / 1_000_000;
    System.out.println("first plan of main.4, from its JSON, in a cold JVM: " + compiled + " ms");
  }

  private static void parts(List<String> inputs) throws Exception {
    System.out.println("| input | what | CPU a record | MB/s | allocated | to inflate |");
    System.out.println("| --- | --- | ---: | ---: | ---: | ---: |");
    for (var input : inputs) {
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
      WholeWay.add(work, input);
      var rounds = Rounds.of(work);
      for (var name : work.keySet()) {
        System.out.printf(
            Locale.ROOT,
            "| %s, %.1f KB | %s | %.1f µs | %.0f | %.1f KB | %.2f |%n",
            input,
            benchmark.size() / 1e3,
            name,
            rounds.micros(name),
            benchmark.size() / rounds.micros(name),
            rounds.allocated(name) / 1024,
            rounds.micros(name) / rounds.micros("inflate"));
      }
    }
  }

  private static void scaling() throws Exception {
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
    return Rounds.of(Map.of("", work)).micros("");
  }
}
