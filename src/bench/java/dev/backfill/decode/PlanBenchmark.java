package dev.backfill.decode;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The plan of main.4 in a fresh JVM: its first compilation is the one that a worker waits for. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class PlanBenchmark {
  private SchemaArchive archive;

  @Setup
  public void setUp() {
    archive = Inputs.archive(Inputs.OLD);
  }

  /** From the schema's JSON, of 2.5 MB, to the plan. */
  @Benchmark
  public RowPlan compile() {
    return RowPlan.compile(archive.schema("telemetry", "main", "4").orElseThrow(), false);
  }
}
