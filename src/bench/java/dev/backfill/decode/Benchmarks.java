package dev.backfill.decode;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks and prints their results as a table; takes JMH's own options. */
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * Runs all benchmarks, or those that the arguments name.
   *
   * @throws RunnerException when JMH cannot run them
   */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    var options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(args))
            .jvmArgsAppend("-Xmx2g")
            .verbosity(VerboseMode.SILENT)
            .addProfiler(GCProfiler.class)
            .build();
    print(new Runner(options).run());
  }

  private static void print(Collection<RunResult> results) {
    System.out.println("\n| benchmark | input | a record | MB/s of JSON | allocated |");
    System.out.println("| --- | --- | ---: | ---: | ---: |");
    for (var result : results) {
      var params = result.getParams();
      var input = new TreeMap<String, String>();
      params.getParamsKeys().forEach(key -> input.put(key, params.getParam(key)));
      var score = result.getPrimaryResult().getScore();
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.1f %s | %s | %.1f KB |%n",
          params.getBenchmark().replaceAll(".*\\.(\\w+)Benchmark\\.", "$1."),
          String.join(" ", input.values()),
          score,
          result.getPrimaryResult().getScoreUnit().replace("/op", ""),
          speed(input, score),
          allocated(result.getSecondaryResults()));
    }
  }

  private static String speed(Map<String, String> input, double micros) {
    var bytes =
        input.containsKey("input")
            ? inflated(input.get("input"))
            : Integer.parseInt(input.getOrDefault("bytes", "0"));
    return bytes == 0 ? "" : String.format(Locale.ROOT, "%.0f", bytes / micros);
  }

  private static int inflated(String input) {
    try {
      var size = 0;
      var payloads = Inputs.payloads(input);
      for (var payload : payloads) {
        size += Gunzip.inflate(payload).length;
      }
      return size / payloads.size();
    } catch (Undecodable e) {
      throw new IllegalStateException(e);
    }
  }

  private static double allocated(Map<String, Result> more) {
    return more.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
        .mapToDouble(entry -> entry.getValue().getScore() / 1024)
        .sum();
  }
}
