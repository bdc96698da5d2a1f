package dev.backfill.pipeline;

import dev.backfill.cloud.DecodeJob;
import dev.backfill.decode.Coercions;
import dev.backfill.decode.DecodeResult;
import dev.backfill.decode.RowDecoder;
import dev.backfill.decode.SharedColumns;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Turns each staged record of the job's types and days into a row or an error row, a line of a load
 * file that is keyed by the table it goes to; others are counted and left out.
 */
final class DecodeFn extends DoFn<StagedRecord, KV<String, byte[]>> {
  private static final long serialVersionUID = 1;
  private static final SharedColumns SHARED = new SharedColumns();

  private static final Counter READ = Metrics.counter(DecodeJob.NAMESPACE, DecodeJob.READ);

  // By name, of which there are some for each type and day: to make one costs more than to count.
  private static final Map<String, Counter> COUNTERS = new ConcurrentHashMap<>();

  private final String project;
  private final String schemas;
  private final Set<String> strict;
  private final List<String> inputs;
  private final Set<String> outputs;
  private transient RowDecoder decoder;
  private transient Map<String, Target> targets;

  /**
   * Makes the function.
   *
   * @param schemas where the archive with the structures of the tables lies
   * @param inputs as {@link InputTable#option} writes them
   * @param outputs tables that rows may go to
   */
  DecodeFn(
      String project,
      String schemas,
      List<String> strict,
      List<String> inputs,
      Set<String> outputs) {
    this.project = project;
    this.schemas = schemas;
    this.strict = Set.copyOf(strict);
    this.inputs = List.copyOf(inputs);
    this.outputs = Set.copyOf(outputs);
  }

  @Setup
  public void setup() {
    decoder = new RowDecoder();
    targets = new HashMap<>();
    for (var option : inputs) {
      var input = InputTable.parse(option);
      targets.put(input.type().toString(), new Target(project, input));
    }
  }

  @ProcessElement
  public void process(@Element StagedRecord in, OutputReceiver<KV<String, byte[]>> out) {
    READ.inc();
    var target = targets.get(in.type());
    if (target == null) {
      count(DecodeJob.LOST + in.type(), 1);
      return;
    }
    if (!target.takes(in.day())) {
      count(DecodeJob.OTHER_DAYS + in.type(), 1);
      return;
    }
    if (!target.isOf(in)) {
      fail(in, target, "Destination", target.stranger(in), out);
      return;
    }
    if (!outputs.contains(target.table())) {
      var why = "There is no table " + target.table() + " to write to.";
      fail(in, target, "Destination", why, out);
      return;
    }
    var result = decoder.decode(target.plan(schemas, strict, SHARED), in.payload());
    if (result instanceof DecodeResult.Row row) {
      target.countRow();
      row.coercions()
          .each((kind, n) -> count(kind.name().toLowerCase(Locale.ROOT) + "/" + in.type(), n));
      countOutside(in, target, row.coercions());
      out.output(KV.of(target.table(), row.line()));
    } else if (result instanceof DecodeResult.Failure failure) {
      fail(in, target, failure.type(), failure.message(), out);
    }
  }

  /** By cell where there is something to tell; that all was looked at is told by type. */
  private static void countOutside(StagedRecord in, Target target, Coercions row) {
    if (row.outside() > 0) {
      count(DecodeJob.OUTSIDE + in.type() + "@" + LocalDate.ofEpochDay(in.day()), row.outside());
    } else {
      target.countKept();
    }
    if (row.metadataOutside() > 0) {
      count(DecodeJob.METADATA + in.type(), row.metadataOutside());
    }
  }

  private void fail(
      StagedRecord in,
      Target target,
      String error,
      String why,
      OutputReceiver<KV<String, byte[]>> out) {
    if (!outputs.contains(target.errors())) {
      count(DecodeJob.LOST + in.type(), 1);
      return;
    }
    count(DecodeJob.ERRORS + in.type(), 1);
    out.output(KV.of(target.errors(), target.errorRows(schemas).line(in, error, why)));
  }

  private static void count(String name, long n) {
    COUNTERS.computeIfAbsent(name, added -> Metrics.counter(DecodeJob.NAMESPACE, added)).inc(n);
  }
}
