package dev.backfill.pipeline;

import dev.backfill.plan.Days;
import dev.backfill.plan.DocumentType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.OutputBuilder;

/**
 * The way of a staged record from what BigQueryIO's reader hands over to what its writer puts into
 * the load file: all that is ours.
 */
public final class FileWay {
  private static final Schema METADATA =
      SchemaBuilder.record("Metadata")
          .fields()
          .optionalString("document_namespace")
          .optionalString("document_type")
          .optionalString("document_version")
          .endRecord();
  private static final Schema ROW =
      SchemaBuilder.record("Root")
          .fields()
          .optionalString("client_id")
          .optionalString("document_id")
          .name("metadata")
          .type()
          .optional()
          .type(METADATA)
          .optionalBytes("payload")
          .optionalLong("submission_timestamp")
          .endRecord();
  private static final int BUFFER = 1 << 16;

  private static final LocalDate DAY = LocalDate.parse("2020-04-14");
  private static final long START = DAY.toEpochDay() * 86_400_000_000L;

  private final String type;
  private final DecodeFn decode;
  private final OutputReceiver<KV<String, byte[]>> out;

  /**
   * A way.
   *
   * @param schemas a schema archive's path
   * @param type {@code namespace/type/version}
   */
  public FileWay(String schemas, String type, OutputStream file) {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    MetricsEnvironment.setCurrentContainer(new MetricsContainerImpl("Decode"));
    var documents = DocumentType.parse(type);
    var output = "p:" + documents.stableDataset() + "." + documents.table();
    var days = new Days(List.of(DAY));
    var input = new InputTable("p:d.t", documents, days, List.of(), List.of());
    decode = new DecodeFn("p", schemas, List.of(), List.of(input.option()), Set.of(output));
    decode.setup();
    this.type = type;
    out = new Writer(new BufferedOutputStream(file, BUFFER));
  }

  /** A staged row as an export's reader hands it over: texts in Avro's own form. */
  public static GenericRecord record(String type, byte[] gzip, int number) {
    var parts = type.split("/");
    var metadata = new GenericData.Record(METADATA);
    metadata.put("document_namespace", new Utf8(parts[0]));
    metadata.put("document_type", new Utf8(parts[1]));
    metadata.put("document_version", new Utf8(parts[2]));
    var row = new GenericData.Record(ROW);
    row.put("client_id", new Utf8(new UUID(number, 7).toString()));
    row.put("document_id", new Utf8(new UUID(7, number).toString()));
    row.put("metadata", metadata);
    row.put("payload", ByteBuffer.wrap(gzip));
    row.put("submission_timestamp", START + number * 1_234_567L);
    return row;
  }

  /** Takes a record all the way. */
  public void write(GenericRecord record) {
    decode.process(StagedRecord.of(type, record), out);
  }

  /** What the writer of load files does with each line. */
  private record Writer(OutputStream file) implements OutputReceiver<KV<String, byte[]>> {
    @Override
    public void output(KV<String, byte[]> line) {
      try {
        file.write(line.getValue());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public OutputBuilder<KV<String, byte[]>> builder(KV<String, byte[]> row) {
      throw new UnsupportedOperationException();
    }
  }
}
