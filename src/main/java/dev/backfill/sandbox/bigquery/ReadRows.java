package dev.backfill.sandbox.bigquery;

import com.google.cloud.bigquery.storage.v1.AvroRows;
import com.google.cloud.bigquery.storage.v1.AvroSchema;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.StreamStats;
import com.google.protobuf.ByteString;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;

/** The answers to one reading of a stream, made one by one as the reader takes them. */
final class ReadRows implements AutoCloseable {
  // Row numbers looked at in one go: sorted by number, a few of them fit any memory.
  private static final long STEP = 512;
  private static final int ANSWER_BYTES = 1 << 20;

  private final Store store;
  private final ReadSessions.Stream stream;
  private final Connection connection;
  private final AvroRecords records;
  private final GenericDatumWriter<GenericRecord> writer;
  private final ByteString.Output bytes = ByteString.newOutput();
  private long position;
  private long skip;
  private boolean first = true;

  /**
   * Begins a reading.
   *
   * @param offset rows of the stream that the reader has already
   */
  ReadRows(Store store, ReadSessions.Stream stream, long offset) throws SQLException {
    this.store = store;
    this.stream = stream;
    this.connection = store.open();
    this.records = new AvroRecords(stream.fields(), AvroSchemas.read(stream.fields()), true);
    this.writer = new GenericDatumWriter<>(records.schema());
    this.position = stream.from();
    this.skip = offset;
  }

  /**
   * The next rows; empty at the end.
   *
   * @throws ApiException when the table was written to since the session began: a session is of one
   *     moment, and the sandbox keeps no former rows
   */
  Optional<ReadRowsResponse> next() throws SQLException, IOException {
    while (position < stream.to()) {
      requireUnchanged();
      var to = Math.min(stream.to(), position + STEP);
      var passed = skip == 0 ? 0 : count(to);
      if (passed > 0 && passed <= skip) {
        skip -= passed;
        position = to;
        continue;
      }
      var answer = read(to);
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }

  private void requireUnchanged() {
    var now = store.tables.get(stream.table().ref());
    if (now == null || now.version() != stream.table().version()) {
      throw new ApiException(
          412,
          "conditionNotMet",
          "Table " + stream.table().ref() + " was written to since the read session began.");
    }
  }

  private long count(long to) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM " + from(to))) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private Optional<ReadRowsResponse> read(long to) throws SQLException, IOException {
    var names =
        stream.fields().stream().map(f -> Sql.name(f.name())).collect(Collectors.joining(", "));
    var row = Sql.name(Table.ROW);
    var sql = "SELECT " + names + ", " + row + " FROM " + from(to) + " ORDER BY " + row;
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    bytes.reset();
    var count = 0L;
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (bytes.size() < ANSWER_BYTES && rows.next()) {
        position = rows.getLong(stream.fields().size() + 1) + 1;
        if (skip > 0) {
          skip--;
        } else {
          writer.write(records.of(rows), encoder);
          count++;
        }
      }
    }
    if (bytes.size() < ANSWER_BYTES) {
      position = to;
    }
    return count == 0 ? Optional.empty() : Optional.of(answer(count));
  }

  private String from(long to) {
    var row = Sql.name(Table.ROW);
    return stream.table().sqlName()
        + " WHERE ("
        + stream.condition()
        + ") AND "
        + row
        + " >= "
        + position
        + " AND "
        + row
        + " < "
        + to;
  }

  @SuppressWarnings("deprecation") // Clients of before 2021 read the count beside the rows.
  private ReadRowsResponse answer(long count) {
    var rows = AvroRows.newBuilder().setSerializedBinaryRows(bytes.toByteString());
    var answer =
        ReadRowsResponse.newBuilder()
            .setAvroRows(rows.setRowCount(count))
            .setRowCount(count)
            .setStats(
                StreamStats.newBuilder()
                    .setProgress(StreamStats.Progress.newBuilder().setAtResponseEnd(progress())));
    if (first) {
      answer.setAvroSchema(AvroSchema.newBuilder().setSchema(records.schema().toString()));
      first = false;
    }
    return answer.build();
  }

  private double progress() {
    return (double) (position - stream.from()) / (stream.to() - stream.from());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
