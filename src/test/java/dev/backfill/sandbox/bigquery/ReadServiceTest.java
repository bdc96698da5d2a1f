package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.bigquery.storage.v1.BigQueryReadGrpc;
import com.google.cloud.bigquery.storage.v1.CreateReadSessionRequest;
import com.google.cloud.bigquery.storage.v1.DataFormat;
import com.google.cloud.bigquery.storage.v1.ReadRowsRequest;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.cloud.bigquery.storage.v1.SplitReadStreamRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads tables by the Storage Read API, as Google's clients do. */
@Tag("server")
class ReadServiceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TABLE = "projects/p1/datasets/d/tables/pings";
  private static final int ROWS = 3000;

  @TempDir Path folder;
  private BigQueryService service;
  private ReadServer server;
  private ManagedChannel channel;
  private BigQueryReadGrpc.BigQueryReadBlockingStub client;

  @BeforeEach
  void start() throws Exception {
    service = new BigQueryService(folder.resolve("bigquery"), new FolderBlobs(folder));
    send("POST", "projects/p1/datasets", "{\"datasetReference\":{\"datasetId\":\"d\"}}");
    table("pings", false);
    server = service.reads(0).start();
    channel = ManagedChannelBuilder.forTarget(server.address()).usePlaintext().build();
    client = BigQueryReadGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.close();
    service.close();
  }

  private void table(String name, boolean filter) throws Exception {
    send(
        "POST",
        "projects/p1/datasets/d/tables",
        """
        {"tableReference": {"tableId": "%s"}, "requirePartitionFilter": %s,
         "timePartitioning": {"type": "DAY", "field": "submission_timestamp"},
         "schema": {"fields": [
           {"name": "submission_timestamp", "type": "TIMESTAMP"},
           {"name": "document_id", "type": "STRING"},
           {"name": "n", "type": "INTEGER"},
           {"name": "payload", "type": "BYTES"},
           {"name": "metadata", "type": "RECORD", "fields": [
             {"name": "country", "type": "STRING"}, {"name": "day", "type": "DATE"},
             {"name": "tags", "type": "STRING", "mode": "REPEATED"}]}]}}"""
            .formatted(name, filter));
    var rows = IntStream.range(0, ROWS).mapToObj(ReadServiceTest::row).iterator();
    service.appendRows("p1", "d", name, rows);
  }

  private static JsonNode row(int i) {
    var row = JSON.createObjectNode().put("document_id", "d" + i).put("n", i);
    row.put("submission_timestamp", "2020-04-" + (14 + i % 2) + "T01:02:03.000004Z");
    row.put("payload", "AAEC");
    row.putObject("metadata")
        .put("country", "DE")
        .put("day", "2020-04-14")
        .putArray("tags")
        .add("x");
    return row;
  }

  private void send(String method, String path, String body) throws Exception {
    service.handle(method, path, name -> null, JSON.readTree(body));
  }

  private ReadSession session(int streams, String restriction, String... fields) {
    return session(TABLE, streams, restriction, fields);
  }

  private ReadSession session(String table, int streams, String restriction, String... fields) {
    var options = ReadSession.TableReadOptions.newBuilder().setRowRestriction(restriction);
    options.addAllSelectedFields(List.of(fields));
    return client.createReadSession(
        CreateReadSessionRequest.newBuilder()
            .setParent("projects/p2")
            .setMaxStreamCount(streams)
            .setReadSession(
                ReadSession.newBuilder()
                    .setTable(table)
                    .setDataFormat(DataFormat.AVRO)
                    .setReadOptions(options))
            .build());
  }

  private List<GenericRecord> rows(ReadSession session, int stream, long offset) throws Exception {
    var schema = new Schema.Parser().parse(session.getAvroSchema().getSchema());
    var reader = new GenericDatumReader<GenericRecord>(schema);
    var request =
        ReadRowsRequest.newBuilder()
            .setReadStream(session.getStreams(stream).getName())
            .setOffset(offset)
            .build();
    var rows = new ArrayList<GenericRecord>();
    var answers = client.readRows(request);
    while (answers.hasNext()) {
      var answer = answers.next();
      var bytes = answer.getAvroRows().getSerializedBinaryRows().newInput();
      var decoder = DecoderFactory.get().binaryDecoder(bytes, null);
      var before = rows.size();
      while (!decoder.isEnd()) {
        rows.add(reader.read(null, decoder));
      }
      assertThat(answer.getRowCount()).isEqualTo(rows.size() - before);
    }
    return rows;
  }

  @Test
  void readsEveryRowOnceInTheTablesOrder() throws Exception {
    var read = rows(session(1, ""), 0, 0);
    assertThat(read).hasSize(ROWS);
    assertThat(read.stream().map(row -> (long) row.get("n")))
        .containsExactlyElementsOf(IntStream.range(0, ROWS).mapToObj(i -> (long) i).toList());
    assertThat(read.get(0).toString())
        .contains("\"submission_timestamp\": 1586826123000004")
        .contains("\"country\": \"DE\", \"day\": 18366, \"tags\": [\"x\"]");
  }

  @Test
  void restrictsRowsAndColumns() throws Exception {
    var session =
        session(
            1,
            "n < 10 AND DATE(submission_timestamp) IN ('2020-04-15')",
            "metadata.country",
            "document_id");
    var read = rows(session, 0, 0);
    assertThat(read.stream().map(row -> row.get("document_id").toString()))
        .containsExactly("d1", "d3", "d5", "d7", "d9");
    assertThat(read.get(0).toString())
        .isEqualTo("{\"document_id\": \"d1\", \"metadata\": {\"country\": \"DE\"}}");
  }

  @Test
  void goesOnFromAnOffset() throws Exception {
    var session = session(1, "MOD(n, 3) = 0");
    var all = rows(session, 0, 0);
    for (var offset : List.of(0, 1, 170, 171, 172, 999, 1000)) {
      assertThat(rows(session, 0, offset)).isEqualTo(all.subList(offset, all.size()));
    }
  }

  @Test
  void leavesStreamsWhole() {
    var session = session(1, "");
    var request = SplitReadStreamRequest.newBuilder().setName(session.getStreams(0).getName());
    var split = client.splitReadStream(request.setFraction(0.5).build());
    assertThat(split.hasPrimaryStream()).isFalse();
    assertThat(split.hasRemainderStream()).isFalse();
  }

  @Test
  void refusesWhatGoogleRefuses() throws Exception {
    table("filtered", true);
    var filtered = TABLE.replace("pings", "filtered");
    assertThatThrownBy(() -> session(filtered, 1, ""))
        .hasMessageStartingWith("INVALID_ARGUMENT")
        .hasMessageContaining("without a filter over column(s) 'submission_timestamp'");
    assertThat(rows(session(filtered, 1, "DATE(submission_timestamp) = '2020-04-14'"), 0, 0))
        .hasSize(ROWS / 2);
    assertThatThrownBy(() -> session(TABLE + "x", 1, "")).hasMessageStartingWith("NOT_FOUND");
    assertThatThrownBy(() -> session(1, "", "nothing"))
        .hasMessageStartingWith("INVALID_ARGUMENT")
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> session(1, "nothing = 1")).hasMessageStartingWith("INVALID_ARGUMENT");
  }

  @Test
  void endsWhenTheTableIsWrittenTo() throws Exception {
    var session = session(1, "");
    service.appendRows("p1", "d", "pings", List.of(row(7)).iterator());
    assertThatThrownBy(() -> rows(session, 0, 0)).hasMessageStartingWith("FAILED_PRECONDITION");
  }
}
