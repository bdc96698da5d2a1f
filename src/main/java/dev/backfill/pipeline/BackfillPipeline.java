package dev.backfill.pipeline;

import dev.backfill.cloud.DecodeJob;
import dev.backfill.plan.DocumentType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO;
import org.apache.beam.sdk.io.gcp.bigquery.LineLoads;
import org.apache.beam.sdk.io.gcp.bigquery.SchemaAndRecord;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollectionList;

/** Staged tables in, rows and error rows out. */
public final class BackfillPipeline {
  private BackfillPipeline() {}

  /** The pipeline of a job's options. */
  public static Pipeline build(BackfillOptions options) {
    var pipeline = Pipeline.create(options);
    var reads = PCollectionList.<StagedRecord>empty(pipeline);
    for (var input : InputTable.joined(options.getInputs())) {
      var direct = options.getDirectRead();
      for (var table : direct ? List.of(input.table()) : input.exports()) {
        reads = reads.and(pipeline.apply(DecodeJob.READ_STEP + table, read(table, input, options)));
      }
    }
    Map<String, OutputTable> outputs =
        options.getOutputs().stream()
            .map(OutputTable::parse)
            .collect(Collectors.toMap(OutputTable::table, t -> t));
    var strict = options.getStrict() == null ? List.<String>of() : options.getStrict();
    var decode =
        new DecodeFn(
            options.getTargetProject(),
            options.getSchemasLocation(),
            strict,
            options.getInputs(),
            outputs.keySet());
    reads
        .apply(DecodeJob.JOIN_STEP, Flatten.pCollections())
        .apply(DecodeJob.DECODE_STEP, ParDo.of(decode))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
        // Metadata comes from the payload as it is, and may hold more than the table's columns.
        .apply(DecodeJob.WRITE_STEP, new LineLoads(new RowDestinations(outputs)));
    return pipeline;
  }

  private static BigQueryIO.TypedRead<StagedRecord> read(
      String table, InputTable.Joined input, BackfillOptions options) {
    var type = input.type().map(DocumentType::toString).orElse(StagedRecord.ITS_OWN);
    SerializableFunction<SchemaAndRecord, StagedRecord> parse =
        row -> StagedRecord.of(type, row.getRecord());
    var read = BigQueryIO.read(parse).from(table).withCoder(new StagedRecord.RecordCoder());
    if (!options.getDirectRead()) {
      // An export takes no condition; what it has too much, decode leaves out.
      return read.withMethod(BigQueryIO.TypedRead.Method.EXPORT);
    }
    var direct =
        read.withMethod(BigQueryIO.TypedRead.Method.DIRECT_READ)
            .withSelectedFields(input.columns())
            .withRowRestriction(input.restriction());
    var local = options.getReadAddress();
    return local == null ? direct : direct.withTestServices(new LocalReads(local));
  }
}
