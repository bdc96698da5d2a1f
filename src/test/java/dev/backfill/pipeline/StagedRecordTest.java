package dev.backfill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a staged row says about itself, as BigQueryIO's reader hands it over. */
class StagedRecordTest {
  private static final String MAIN = "telemetry/main/4";
  private static final Schema METADATA =
      SchemaBuilder.record("Metadata")
          .fields()
          .optionalString("document_namespace")
          .optionalString("document_type")
          .optionalString("document_version")
          .endRecord();
  private static final Schema DECODED =
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
  private static final Schema REJECTED =
      SchemaBuilder.record("Error")
          .fields()
          .optionalString("document_namespace")
          .optionalString("document_type")
          .optionalString("document_version")
          .optionalBytes("payload")
          .endRecord();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2020-04-14T00:00:00Z",
        "2020-04-14T23:59:59.999999Z",
        "1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00.000001Z"
      })
  void tellsItsTimeAndDay(String time) throws IOException {
    var row = decoded();
    var at = Instant.parse(time);
    row.put("submission_timestamp", at.getEpochSecond() * 1_000_000 + at.getNano() / 1000);
    var record = copied(StagedRecord.of(MAIN, row));
    assertThat(record.day()).isEqualTo(LocalDate.parse(time.substring(0, 10)).toEpochDay());
    assertThat(record.attributes())
        .containsOnly(
            entry("client_id", "client-3"),
            entry("document_id", "id-7"),
            entry("document_namespace", "telemetry"),
            entry("document_type", "main"),
            entry("document_version", "4"),
            entry("submission_timestamp", time));
    assertThat(record.payload()).containsExactly(1, 2);
  }

  @Test
  void saysNothingOfWhatIsNull() throws IOException {
    var record = copied(StagedRecord.of(MAIN, new GenericData.Record(DECODED)));
    assertThat(record.attributes()).isEmpty();
    assertThat(record.payload()).isEmpty();
    assertThat(record.day()).isEqualTo(Math.floorDiv(StagedRecord.NEVER, 86_400_000_000L));
    assertThat(record.type()).isEqualTo(MAIN);
  }

  @Test
  void isOfTheTypeThatItSaysWhereItsTableHoldsSeveral() {
    var row = new GenericData.Record(REJECTED);
    row.put("document_namespace", new Utf8("firefox-desktop"));
    row.put("document_type", new Utf8("baseline"));
    assertThat(StagedRecord.of(StagedRecord.ITS_OWN, row).type())
        .isEqualTo("firefox-desktop/baseline/");
    assertThat(StagedRecord.of(StagedRecord.ITS_OWN, decoded()).type()).isEqualTo(MAIN);
  }

  /** The reader uses its row again, with the payload's buffer. */
  @Test
  void keepsNothingOfTheReadersRow() {
    var row = decoded();
    var record = StagedRecord.of(MAIN, row);
    ((ByteBuffer) row.get("payload")).put(0, (byte) 9);
    row.put("document_id", new Utf8("another"));
    assertThat(record.payload()).containsExactly(1, 2);
    assertThat(record.documentId()).isEqualTo("id-7");
  }

  private static GenericRecord decoded() {
    var metadata = new GenericData.Record(METADATA);
    metadata.put("document_namespace", new Utf8("telemetry"));
    metadata.put("document_type", new Utf8("main"));
    metadata.put("document_version", new Utf8("4"));
    var row = new GenericData.Record(DECODED);
    row.put("client_id", new Utf8("client-3"));
    row.put("document_id", new Utf8("id-7"));
    row.put("metadata", metadata);
    row.put("payload", ByteBuffer.wrap(new byte[] {1, 2}));
    return row;
  }

  /** As it comes out where a runner keeps it. */
  private static StagedRecord copied(StagedRecord record) throws IOException {
    var coder = new StagedRecord.RecordCoder();
    return CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, record));
  }
}
