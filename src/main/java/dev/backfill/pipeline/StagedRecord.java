package dev.backfill.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * A staged row.
 *
 * @param type the document type whose staged table it lies in
 * @param attributes those that are not null
 */
record StagedRecord(String type, byte[] payload, Map<String, String> attributes) {

  /** What stands for the type where a table holds documents of several: each is of its own. */
  static final String ITS_OWN = "";

  static StagedRecord of(String type, GenericRecord row) {
    var attributes = new HashMap<String, String>();
    for (var name : new String[] {"client_id", "document_id"}) {
      put(attributes, name, field(row, name));
    }
    if (field(row, "submission_timestamp") instanceof Long micros) {
      var at = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L));
      var nanos = Math.floorMod(micros, 1_000_000L) * 1000;
      attributes.put("submission_timestamp", at.plusNanos(nanos).toString());
    }
    // Decoded payloads say their type in metadata, error rows in columns of their own.
    var says = field(row, "metadata") instanceof GenericRecord metadata ? metadata : row;
    for (var name : new String[] {"document_namespace", "document_type", "document_version"}) {
      put(attributes, name, field(says, name));
    }
    var of = type.equals(ITS_OWN) ? own(attributes) : type;
    return new StagedRecord(of, bytes(field(row, "payload")), attributes);
  }

  private static String own(Map<String, String> attributes) {
    return String.join(
        "/",
        attributes.getOrDefault("document_namespace", ""),
        attributes.getOrDefault("document_type", ""),
        attributes.getOrDefault("document_version", ""));
  }

  /** The day (UTC) it was submitted on, {@code yyyy-MM-dd}; empty when that is not known. */
  String day() {
    var time = attribute("submission_timestamp");
    return time.substring(0, Math.max(0, time.indexOf('T')));
  }

  String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  private static Object field(GenericRecord row, String name) {
    return row.getSchema().getField(name) == null ? null : row.get(name);
  }

  private static void put(Map<String, String> attributes, String name, Object value) {
    if (value != null) {
      attributes.put(name, value.toString());
    }
  }

  private static byte[] bytes(Object value) {
    if (!(value instanceof ByteBuffer buffer)) {
      return new byte[0];
    }
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** Type, payload, then attributes. */
  static final class RecordCoder extends CustomCoder<StagedRecord> {
    private static final long serialVersionUID = 1;
    private static final MapCoder<String, String> ATTRIBUTES =
        MapCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of());

    @Override
    public void encode(StagedRecord value, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(value.type(), out);
      ByteArrayCoder.of().encode(value.payload(), out);
      ATTRIBUTES.encode(value.attributes(), out);
    }

    @Override
    public StagedRecord decode(InputStream in) throws IOException {
      return new StagedRecord(
          StringUtf8Coder.of().decode(in), ByteArrayCoder.of().decode(in), ATTRIBUTES.decode(in));
    }
  }
}
