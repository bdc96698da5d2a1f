package dev.backfill.sandbox.seed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.decode.DecodeResult;
import dev.backfill.decode.RowDecoder;
import dev.backfill.decode.RowPlan;
import dev.backfill.decode.Schema;
import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.bigquery.BigQueryService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Fills a sandbox's production project: all payloads, duplicates and broken ones included; live
 * tables with a share missing; stable tables as what happened leaves them, with the day before
 * whole.
 */
public final class Seed {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  // Rows wait in memory until so many make a transaction: 500 of 20 KB are 10 MB.
  private static final int BATCH = 500;

  // One live row in twenty is missing; four stable rows of ten arrived before the job failed.
  private static final int LIVE_MISSING_EACH = 20;
  private static final int STABLE_OF_TEN = 4;

  private static final List<String> TEXT_COLUMNS =
      List.of(
          "client_id",
          "document_id",
          "normalized_app_name",
          "normalized_channel",
          "normalized_country_code",
          "normalized_os",
          "normalized_os_version");

  private final BigQueryService service;
  private final String project;
  private final Seeding state;
  private final Set<String> made = new HashSet<>();

  /**
   * Makes a seeder.
   *
   * @param project the production project
   * @param state what happened to it
   */
  public Seed(BigQueryService service, String project, Seeding state) {
    this.service = service;
    this.project = project;
    this.state = state;
  }

  /** Makes the tables of every type that occurs, and fills the days. */
  public void fill(Documents documents, SeedArchive archive) throws IOException {
    for (var type : documents.types()) {
      var schema = archive.schema(type);
      tables(type, schema);
      var plan = RowPlan.compile(schema, false);
      day(type, plan, Part.BEFORE, sink -> documents.dayBefore(type, sink));
      var last = documents.days().get(documents.days().size() - 1);
      for (var day : documents.days()) {
        var part = day.equals(last) && documents.days().size() > 1 ? Part.LAST : Part.ANY;
        day(type, plan, part, sink -> documents.each(type, day, sink));
      }
    }
  }

  void tables(DocumentType type, Schema schema) {
    var byTime = List.of("submission_timestamp");
    var byClient = List.of("normalized_channel", "sample_id");
    table("payload_bytes_decoded", type.decodedTable(), TableSchemas.decoded(), byTime);
    table("payload_bytes_error", type.family(), TableSchemas.errors(), byTime);
    table(type.liveDataset(), type.table(), schema, byClient);
    table(type.stableDataset(), type.table(), schema, byClient);
  }

  private void table(String dataset, String table, Schema schema, List<String> clustering) {
    if (made.add(dataset)) {
      var body = JsonNodeFactory.instance.objectNode().put("location", "US");
      body.putObject("datasetReference").put("projectId", project).put("datasetId", dataset);
      post(List.of("projects", project, "datasets"), body);
    }
    if (!made.add(dataset + "." + table)) {
      return;
    }
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("tableReference")
        .put("projectId", project)
        .put("datasetId", dataset)
        .put("tableId", table);
    body.putObject("schema").set("fields", schema.json());
    body.putObject("timePartitioning").put("type", "DAY").put("field", "submission_timestamp");
    clustering.forEach(body.putObject("clustering").putArray("fields")::add);
    post(List.of("projects", project, "datasets", dataset, "tables"), body);
  }

  private void post(List<String> path, JsonNode body) {
    service.handle("POST", path, Map.of(), body);
  }

  /** Which day it is of those that are filled. */
  private enum Part {
    /** The one before the first: nothing happened to it. */
    BEFORE,
    ANY,
    /** The last of several. */
    LAST
  }

  private void day(
      DocumentType type, RowPlan plan, Part part, Consumer<Consumer<Document>> documents)
      throws IOException {
    var before = part == Part.BEFORE;
    var leaked = state == Seeding.LEAKED;
    var decoded = new Batch("payload_bytes_decoded", type.decodedTable());
    var live = new Batch(type.liveDataset(), type.table());
    var stable = new Batch(type.stableDataset(), type.table());
    var decoder = new RowDecoder();
    var seen = new HashSet<String>();
    try {
      documents.accept(
          document -> {
            decoded.add(row(document));
            var number = seen.size();
            if (seen.add(document.attribute("document_id"))
                && decoder.decode(plan, document.payload()) instanceof DecodeResult.Row row) {
              var tree = tree(row);
              if (leaked && part == Part.ANY && Leak.is(number)) {
                tree.put(Leak.COLUMN, Leak.path(number));
              }
              if (before || number % LIVE_MISSING_EACH != LIVE_MISSING_EACH - 1) {
                live.add(tree);
              }
              if (before || leaked || number % 10 < STABLE_OF_TEN) {
                stable.add(tree);
              }
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    decoded.flush();
    live.flush();
    stable.flush();
  }

  private static ObjectNode row(Document document) {
    var row = JsonNodeFactory.instance.objectNode();
    for (var column : TEXT_COLUMNS) {
      row.put(column, document.attributes().get(column));
    }
    row.put("payload", document.payload())
        .put("sample_id", document.attributes().get("sample_id"))
        .put("submission_timestamp", document.submitted().toString());
    row.putObject("metadata")
        .put("document_namespace", document.type().namespace())
        .put("document_type", document.type().type())
        .put("document_version", document.type().version());
    return row;
  }

  static ObjectNode tree(DecodeResult.Row row) {
    try {
      return (ObjectNode) JSON.readTree(row.json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of one table that wait to be appended together. */
  final class Batch {
    private final String dataset;
    private final String table;
    private final List<JsonNode> rows = new ArrayList<>();

    Batch(String dataset, String table) {
      this.dataset = dataset;
      this.table = table;
    }

    void add(JsonNode row) {
      rows.add(row);
      if (rows.size() == BATCH) {
        flush();
      }
    }

    void flush() {
      try {
        service.appendRows(project, dataset, table, rows.iterator());
        rows.clear();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
