package dev.backfill.sandbox.bigquery;

import com.google.cloud.bigquery.storage.v1.DataFormat;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The Storage Read API's sessions: a table, its columns and a condition, cut into streams of
 * consecutive rows. They are gone with the process, as Google's are after a day.
 */
final class ReadSessions {
  private static final Pattern TABLE =
      Pattern.compile("projects/([^/]+)/datasets/([^/]+)/tables/([^/]+)");

  // A stream is a worker's unit of work; fewer rows than these are not worth a second one.
  private static final long STREAM_ROWS = 20_000;
  private static final int MOST_STREAMS = 16;

  /**
   * Rows to read.
   *
   * @param condition over the table's columns, in DuckDB's SQL
   * @param from the first row number
   * @param to the row number after the last one
   */
  record Stream(Table table, List<Field> fields, String condition, long from, long to) {}

  private final Store store;
  private final Map<String, Stream> streams = new ConcurrentHashMap<>();

  ReadSessions(Store store) {
    this.store = store;
  }

  /**
   * Begins a session.
   *
   * @param parent {@code projects/P}, which pays
   * @param wanted table, columns and condition
   * @param most streams, 0 for as many as the sandbox likes
   * @throws ApiException when the table, a column or the condition is not to be read
   */
  ReadSession create(String parent, ReadSession wanted, int most) {
    if (wanted.getDataFormat() != DataFormat.AVRO) {
      throw wanted.getDataFormat() == DataFormat.ARROW
          ? ApiException.unsupported("Reading as Arrow")
          : ApiException.invalid("Data format must be specified.");
    }
    if (wanted.getTableModifiers().hasSnapshotTime()) {
      throw ApiException.unsupported("Reading a table as of a former time");
    }
    var table = table(wanted.getTable());
    var options = wanted.getReadOptions();
    var fields = SelectedFields.of(table.fields(), options.getSelectedFieldsList());
    requireFilter(table, options.getRowRestriction());
    var read = condition(table, options.getRowRestriction());
    var name = parent + "/locations/us/sessions/" + UUID.randomUUID().toString().replace("-", "");
    var session =
        wanted.toBuilder()
            .setName(name)
            .setExpireTime(
                com.google.protobuf.Timestamp.newBuilder()
                    .setSeconds(Instant.now().plusSeconds(24 * 3600).getEpochSecond()))
            .setEstimatedRowCount(table.rows())
            .setEstimatedTotalBytesScanned(table.bytes())
            .setAvroSchema(
                com.google.cloud.bigquery.storage.v1.AvroSchema.newBuilder()
                    .setSchema(AvroSchemas.read(fields).toString()));
    var number = streams(table.rows(), most);
    for (var i = 0; i < number; i++) {
      var stream = name + "/streams/" + i;
      var from = table.nextRow() * i / number;
      var to = table.nextRow() * (i + 1) / number;
      streams.put(stream, new Stream(table, fields, read, from, to));
      session.addStreams(
          com.google.cloud.bigquery.storage.v1.ReadStream.newBuilder().setName(stream));
    }
    return session.build();
  }

  /** The rows of a stream's name; empty when no session of this process has it. */
  Optional<Stream> stream(String name) {
    return Optional.ofNullable(streams.get(name));
  }

  // A table without rows has no stream at all, as at Google.
  private static long streams(long rows, int most) {
    if (rows == 0) {
      return 0;
    }
    var wanted = Math.min(MOST_STREAMS, 1 + rows / STREAM_ROWS);
    return most <= 0 ? wanted : Math.min(most, wanted);
  }

  private Table table(String name) {
    var parts = TABLE.matcher(name);
    if (!parts.matches()) {
      throw ApiException.invalid("Invalid table name '" + name + "'.");
    }
    return new StoredTables(store)
        .required(new TableRef(parts.group(1), parts.group(2), parts.group(3)));
  }

  // Inferred: what satisfies the service is a condition from which partitions can be left out.
  private static void requireFilter(Table table, String restriction) {
    var column = table.partitionColumn();
    if (table.requiresFilter()
        && column != null
        && !Pattern.compile("(?i)\\b" + Pattern.quote(column) + "\\b")
            .matcher(restriction)
            .find()) {
      throw ApiException.invalid(
          "request failed: Cannot query over table '"
              + table.ref().project()
              + "."
              + table.ref().dataset()
              + "."
              + table.ref().table()
              + "' without a filter over column(s) '"
              + column
              + "' that can be used for partition elimination");
    }
  }

  // A restriction is what may stand in a WHERE: a deletion's condition over the same table.
  private String condition(Table table, String restriction) {
    if (restriction.isBlank()) {
      return "TRUE";
    }
    var ref = table.ref();
    var sql =
        "DELETE FROM `"
            + ref.project()
            + "."
            + ref.dataset()
            + "."
            + ref.table()
            + "` WHERE ("
            + restriction
            + ")";
    var query = Store.JSON.createObjectNode().put("query", sql).put("useLegacySql", false);
    return new QueryJob(store).translate(query, ref.project()).sql();
  }
}
