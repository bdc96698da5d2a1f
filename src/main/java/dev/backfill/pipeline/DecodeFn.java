package dev.backfill.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backfill.decode.DecodeResult;
import dev.backfill.decode.RowDecoder;
import dev.backfill.decode.RowPlan;
import dev.backfill.decode.SchemaArchive;
import dev.backfill.decode.SchemaException;
import dev.backfill.decode.SharedColumns;
import dev.backfill.decode.SnakeCase;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Turns each staged record into a row or an error row, keyed by the table it goes to. */
final class DecodeFn extends DoFn<StagedRecord, KV<String, byte[]>> {
  private static final long serialVersionUID = 1;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, SchemaArchive> ARCHIVES = new ConcurrentHashMap<>();
  private static final SharedColumns SHARED = new SharedColumns();

  private final String project;
  private final String schemas;
  private final Set<String> strict;
  private final Set<String> outputs;
  private transient RowDecoder decoder;
  private transient Map<String, Optional<RowPlan>> plans;

  DecodeFn(String project, String schemas, List<String> strict, Set<String> outputs) {
    this.project = project;
    this.schemas = schemas;
    this.strict = Set.copyOf(strict);
    this.outputs = Set.copyOf(outputs);
  }

  @Setup
  public void setup() {
    decoder = new RowDecoder();
    plans = new HashMap<>();
  }

  @ProcessElement
  public void process(@Element StagedRecord in, OutputReceiver<KV<String, byte[]>> out)
      throws IOException {
    count("read");
    var type = type(in);
    var table = table(in);
    if (!outputs.contains(table)) {
      fail(in, type, "Destination", "There is no table " + table + " to write to.", out);
      return;
    }
    Optional<RowPlan> plan;
    try {
      plan = plans.computeIfAbsent(type, t -> plan(in));
    } catch (SchemaException e) {
      fail(in, type, "Schema", e.getMessage(), out);
      return;
    }
    if (plan.isEmpty()) {
      fail(in, type, "Schema", "The archive has no schema for " + type + ".", out);
      return;
    }
    var result = decoder.decode(plan.get(), in.payload());
    if (result instanceof DecodeResult.Row row) {
      count("rows/" + type);
      row.coercions()
          .each((kind, n) -> count(kind.name().toLowerCase(Locale.ROOT) + "/" + type, n));
      out.output(KV.of(table, row.json()));
    } else if (result instanceof DecodeResult.Failure failure) {
      fail(in, type, failure.type(), failure.message(), out);
    }
  }

  private void fail(
      StagedRecord in,
      String type,
      String error,
      String why,
      OutputReceiver<KV<String, byte[]>> out)
      throws IOException {
    var telemetry = in.attribute("document_namespace").equals("telemetry");
    var table = project + ":payload_bytes_error." + (telemetry ? "telemetry" : "structured");
    if (!outputs.contains(table)) {
      count("lost/" + type);
      return;
    }
    var row = new LinkedHashMap<String, Object>(in.attributes());
    var id = row.remove("document_id");
    row.put("error_type", error);
    row.put("error_message", "document_id " + id + ": " + why);
    row.put("exception_class", "dev.backfill.decode." + error);
    row.put("payload", in.payload());
    count("errors/" + type);
    out.output(KV.of(table, JSON.writeValueAsBytes(row)));
  }

  private String table(StagedRecord in) {
    return project
        + ":"
        + SnakeCase.of(in.attribute("document_namespace"))
        + "_stable."
        + SnakeCase.of(in.attribute("document_type"))
        + "_v"
        + in.attribute("document_version").replace('-', '_');
  }

  private Optional<RowPlan> plan(StagedRecord in) {
    var namespace = in.attribute("document_namespace");
    var name = in.attribute("document_type");
    var exact = strict.contains(namespace + "/" + name);
    return ARCHIVES
        .computeIfAbsent(schemas, DecodeFn::open)
        .schema(namespace, name, in.attribute("document_version"))
        .map(schema -> RowPlan.compile(schema, exact, SHARED));
  }

  private static SchemaArchive open(String location) {
    try (var in =
        Channels.newInputStream(
            FileSystems.open(FileSystems.matchSingleFileSpec(location).resourceId()))) {
      return SchemaArchive.read(location, in);
    } catch (IOException e) {
      // Without schemas every record would be an error row: the job must fail instead.
      throw new IllegalStateException("The schema archive " + location + " cannot be read.", e);
    }
  }

  private static String type(StagedRecord in) {
    return in.attribute("document_namespace")
        + "/"
        + in.attribute("document_type")
        + "/"
        + in.attribute("document_version");
  }

  private static void count(String name) {
    count(name, 1);
  }

  private static void count(String name, long n) {
    Metrics.counter("backfill", name).inc(n);
  }
}
