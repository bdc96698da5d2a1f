package dev.backfill.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Documents of 5 KB of many types in turn, in one worker. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class TypesBenchmark {
  private record Input(RowPlan plan, byte[] gzip) {}

  @Param({"1", "20", "200"})
  int types;

  private final List<Input> inputs = new ArrayList<>();
  private final RowDecoder decoder = new RowDecoder();
  private int next;

  @Setup
  public void setUp() {
    var schema = Inputs.archive(Inputs.NEW).schema("firefox-desktop", "metrics", "1").orElseThrow();
    var gzip = Inputs.gzipped(MadePing.of(schema, 5_000));
    // One schema many times: the types differ in nothing but their plans, in as many places.
    for (var i = 0; i < types; i++) {
      inputs.add(new Input(RowPlan.compile(schema, false), gzip));
    }
  }

  @Benchmark
  public DecodeResult decode() {
    next = next + 1 < types ? next + 1 : 0;
    var input = inputs.get(next);
    return decoder.decode(input.plan, input.gzip);
  }
}
