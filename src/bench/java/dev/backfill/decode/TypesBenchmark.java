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

/** Documents of 200 types in one worker, in runs of one type or each after the other. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class TypesBenchmark {
  private static final int TYPES = 200;
  private static final int BYTES = 3_000;

  private record Input(RowPlan plan, byte[] gzip) {}

  /** How many documents of a type come in a row. */
  @Param({"1", "500"})
  int run;

  private final List<Input> inputs = new ArrayList<>();
  private final RowDecoder decoder = new RowDecoder();
  private int next;

  @Setup
  public void setUp() {
    var archive = Inputs.archive(Inputs.NEW);
    var paths = new ArrayList<>(archive.paths());
    for (var i = 0; i < TYPES; i++) {
      // /namespace/type/type.version.bq
      var path = paths.get(i * paths.size() / TYPES).split("/");
      var version = path[3].substring(path[3].indexOf('.') + 1, path[3].lastIndexOf('.'));
      var schema = archive.schema(path[1], path[2], version).orElseThrow();
      var gzip = Inputs.gzipped(MadePing.of(schema, BYTES));
      inputs.add(new Input(RowPlan.compile(schema, false), gzip));
    }
  }

  @Benchmark
  public DecodeResult decode() {
    var input = inputs.get(next++ / run % TYPES);
    return decoder.decode(input.plan, input.gzip);
  }
}
