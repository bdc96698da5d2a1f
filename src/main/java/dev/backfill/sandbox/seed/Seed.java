package dev.backfill.sandbox.seed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fills a sandbox's production project as a failed day leaves it: all payloads, duplicates and
 * broken ones included; live tables with a share missing; stable tables partly filled, with the day
 * before whole.
 */
public final class Seed {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  // Rows wait in memory until so many make a transaction: 500 of 20 KB are 10 MB.
  private static final int BATCH = 500;

  // One live row in twenty is missing; four stable rows of ten arrived before the job failed.
  private static final int LIVE_MISSING_EACH = 20;
  private static final int STABLE_OF_TEN = 4;
  private static final int DOCUMENTS_THE_DAY_BEFORE = 50;

  private final BigQueryService service;
  private final String project;
  private final Generator generator;
  private final Set<String> made = new HashSet<>();

  /**
   * Makes a seeder.
   *
   * @param project the production project
   */
  public Seed(BigQueryService service, String project, Generator generator) {
    this.service = service;
    this.project = project;
    this.generator = generator;
  }

  /** Makes the tables of a type and fills the days, with so many documents each. */
  public void fill(DocumentType type, List<LocalDate> days, int documents) throws IOException {
    var schema = Generator.TYPES.get(type);
    if (schema == null) {
      throw new IllegalArgumentException(
          "No documents are generated for "
              + type
              + ". Take one of "
              + Generator.TYPES.keySet().stream().sorted().toList()
              + ".");
    }
    tables(type, schema);
    var plan = RowPlan.compile(schema, false);
    day(type, plan, Collections.min(days).minusDays(1), DOCUMENTS_THE_DAY_BEFORE, true);
    for (var day : days) {
      day(type, plan, day, documents, false);
    }
  }

  private void tables(DocumentType type, Schema schema) {
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
    fields(body.putObject("schema").putArray("fields"), schema.fields());
    body.putObject("timePartitioning").put("type", "DAY").put("field", "submission_timestamp");
    clustering.forEach(body.putObject("clustering").putArray("fields")::add);
    post(List.of("projects", project, "datasets", dataset, "tables"), body);
  }

  private static void fields(ArrayNode array, List<Schema.Field> fields) {
    for (var field : fields) {
      var node =
          array
              .addObject()
              .put("name", field.name())
              .put("type", field.type())
              .put("mode", field.mode());
      if (!field.fields().isEmpty()) {
        fields(node.putArray("fields"), field.fields());
      }
    }
  }

  private void post(List<String> path, JsonNode body) {
    service.handle("POST", path, Map.of(), body);
  }

  private void day(DocumentType type, RowPlan plan, LocalDate day, int documents, boolean whole)
      throws IOException {
    var decoded = new Batch("payload_bytes_decoded", type.decodedTable());
    var live = new Batch(type.liveDataset(), type.table());
    var stable = new Batch(type.stableDataset(), type.table());
    var decoder = new RowDecoder();
    var seen = new HashSet<String>();
    try {
      generator.documents(
          type,
          day,
          documents,
          document -> {
            decoded.add(row(document));
            var number = seen.size();
            if (seen.add(document.documentId())
                && decoder.decode(plan, document.payload()) instanceof DecodeResult.Row row) {
              if (whole || number % LIVE_MISSING_EACH != 0) {
                live.add(tree(row));
              }
              if (whole || number % 10 < STABLE_OF_TEN) {
                stable.add(tree(row));
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
    row.put("client_id", document.clientId())
        .put("document_id", document.documentId())
        .put("normalized_app_name", "Firefox")
        .put("normalized_channel", document.channel())
        .put("normalized_country_code", "US")
        .put("normalized_os", "Windows")
        .put("normalized_os_version", "10.0")
        .put("payload", document.payload())
        .put("sample_id", document.sampleId())
        .put("submission_timestamp", document.submitted().toString());
    row.putObject("metadata")
        .put("document_namespace", document.type().namespace())
        .put("document_type", document.type().type())
        .put("document_version", document.type().version());
    return row;
  }

  private static JsonNode tree(DecodeResult.Row row) {
    try {
      return JSON.readTree(row.json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of one table that wait to be appended together. */
  private final class Batch {
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
