package dev.backfill.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * A staged row. What it says about itself is null where its column is.
 *
 * @param type the document type whose staged table it lies in
 * @param submitted microseconds since 1970 (UTC), or {@link #NEVER}
 */
record StagedRecord(
    String type,
    byte[] payload,
    String clientId,
    String documentId,
    String namespace,
    String name,
    String version,
    long submitted) {

  /** What stands for the type where a table holds documents of several: each is of its own. */
  static final String ITS_OWN = "";

  /** In place of a time that is not known. */
  static final long NEVER = Long.MIN_VALUE;

  private static final long MICROS_A_SECOND = 1_000_000;
  private static final long MICROS_A_DAY = 86_400 * MICROS_A_SECOND;

  static StagedRecord of(String type, GenericRecord row) {
    // Decoded payloads say their type in metadata, error rows in columns of their own.
    var says = field(row, "metadata") instanceof GenericRecord metadata ? metadata : row;
    var namespace = text(says, "document_namespace");
    var name = text(says, "document_type");
    var version = text(says, "document_version");
    return new StagedRecord(
        type.equals(ITS_OWN) ? own(namespace, name, version) : type,
        bytes(field(row, "payload")),
        text(row, "client_id"),
        text(row, "document_id"),
        namespace,
        name,
        version,
        field(row, "submission_timestamp") instanceof Long micros ? micros : NEVER);
  }

  private static String own(String namespace, String name, String version) {
    return said(namespace) + "/" + said(name) + "/" + said(version);
  }

  /** A text, empty in place of null. */
  static String said(String text) {
    return text == null ? "" : text;
  }

  /** The day (UTC) it was submitted on, in days since 1970; that of {@link #NEVER} is none. */
  long day() {
    return Math.floorDiv(submitted, MICROS_A_DAY);
  }

  /** All that it says about itself, by the names of the columns of decoded tables. */
  Map<String, String> attributes() {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("client_id", clientId);
    attributes.put("document_id", documentId);
    attributes.put("submission_timestamp", submitted == NEVER ? null : time().toString());
    attributes.put("document_namespace", namespace);
    attributes.put("document_type", name);
    attributes.put("document_version", version);
    attributes.values().removeIf(value -> value == null);
    return attributes;
  }

  private Instant time() {
    var nanos = Math.floorMod(submitted, MICROS_A_SECOND) * 1000;
    return Instant.ofEpochSecond(Math.floorDiv(submitted, MICROS_A_SECOND), nanos);
  }

  private static Object field(GenericRecord row, String name) {
    var field = row.getSchema().getField(name);
    return field == null ? null : row.get(field.pos());
  }

  private static String text(GenericRecord row, String name) {
    var value = field(row, name);
    return value == null ? null : value.toString();
  }

  private static byte[] bytes(Object value) {
    if (!(value instanceof ByteBuffer buffer)) {
      return new byte[0];
    }
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** All of it, in order. */
  static final class RecordCoder extends CustomCoder<StagedRecord> {
    private static final long serialVersionUID = 1;
    private static final Coder<String> TEXT = NullableCoder.of(StringUtf8Coder.of());

    @Override
    public void encode(StagedRecord value, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(value.type(), out);
      ByteArrayCoder.of().encode(value.payload(), out);
      TEXT.encode(value.clientId(), out);
      TEXT.encode(value.documentId(), out);
      TEXT.encode(value.namespace(), out);
      TEXT.encode(value.name(), out);
      TEXT.encode(value.version(), out);
      BigEndianLongCoder.of().encode(value.submitted(), out);
    }

    @Override
    public StagedRecord decode(InputStream in) throws IOException {
      return new StagedRecord(
          StringUtf8Coder.of().decode(in),
          ByteArrayCoder.of().decode(in),
          TEXT.decode(in),
          TEXT.decode(in),
          TEXT.decode(in),
          TEXT.decode(in),
          TEXT.decode(in),
          BigEndianLongCoder.of().decode(in));
    }
  }
}
