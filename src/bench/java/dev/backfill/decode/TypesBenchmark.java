package dev.backfill.decode;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Documents of 200 types in one worker, in runs of one type or each after the other. There are many
 * of each type: one document again and again teaches the processor its branches, and is too fast.
 */
public class TypesBenchmark extends RecordBenchmark {
  private static final int TYPES = 200;
  private static final int BYTES = 3_000;

  private static final int DOCUMENTS = 50;

  private record Input(RowPlan plan, List<byte[]> gzips) {}

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
    var shared = new SharedColumns();
    for (var i = 0; i < TYPES; i++) {
      // /namespace/type/type.version.bq
      var path = paths.get(i * paths.size() / TYPES).split("/");
      var version = path[3].substring(path[3].indexOf('.') + 1, path[3].lastIndexOf('.'));
      var schema = archive.schema(path[1], path[2], version).orElseThrow();
      var pings = MadePing.of(schema, BYTES, DOCUMENTS);
      var gzips = pings.stream().map(Inputs::gzipped).toList();
      inputs.add(new Input(RowPlan.compile(schema, false, shared), gzips));
    }
  }

  @Benchmark
  public DecodeResult decode() {
    var turn = next++;
    var input = inputs.get(turn / run % TYPES);
    // Ever the next document: of a run, or of the type when its turn comes again.
    return decoder.decode(
        input.plan, input.gzips.get((run == 1 ? turn / TYPES : turn) % DOCUMENTS));
  }
}
