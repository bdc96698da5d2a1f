package dev.backfill.sandbox.bigquery;

import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** Writes result rows into one Avro container file. */
final class AvroWriter implements AutoCloseable {
  private final AvroRecords records;
  private final DataFileWriter<GenericRecord> writer;

  AvroWriter(List<Field> fields, boolean logicalTypes, String compression, OutputStream out)
      throws IOException {
    var schema = AvroSchemas.of(fields, logicalTypes);
    this.records = new AvroRecords(fields, schema, logicalTypes);
    this.writer = new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema));
    writer.setCodec(codec(compression));
    writer.create(schema, out);
  }

  private static CodecFactory codec(String compression) {
    switch (compression.toUpperCase(Locale.ROOT)) {
      case "NONE":
      case "":
        return CodecFactory.nullCodec();
      case "DEFLATE":
        return CodecFactory.deflateCodec(6);
      case "SNAPPY":
        return CodecFactory.snappyCodec();
      default:
        throw ApiException.invalid(compression + " compression is not valid with the AVRO format.");
    }
  }

  void append(ResultSet rows) throws SQLException, IOException {
    writer.append(records.of(rows));
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
