package dev.backfill.sandbox.seed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.decode.DecodeResult;
import dev.backfill.decode.RowDecoder;
import dev.backfill.decode.RowPlan;
import dev.backfill.decode.Schema;
import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.bigquery.BigQueryService;
import dev.backfill.sandbox.bigquery.RowReader;
import dev.backfill.sandbox.bigquery.TableFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Fills a sandbox's production project: all payloads, duplicates and broken ones included; live
 * tables with a share missing; stable tables as what happened leaves them, with the day before
 * whole.
 */
public final class Seed {
  // One live row in twenty is missing; four stable rows of ten arrived before the job failed.
  private static final int LIVE_MISSING_EACH = 20;
  private static final int STABLE_OF_TEN = 4;

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
      try (var feeds = new Feeds(type, schema)) {
        day(type, plan, Part.BEFORE, feeds, sink -> documents.dayBefore(type, sink));
        var last = documents.days().get(documents.days().size() - 1);
        for (var day : documents.days()) {
          var part = day.equals(last) && documents.days().size() > 1 ? Part.LAST : Part.ANY;
          day(type, plan, part, feeds, sink -> documents.each(type, day, sink));
        }
        feeds.end();
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
      DocumentType type, RowPlan plan, Part part, Feeds feeds, Consumer<Consumer<Document>> all)
      throws IOException {
    var seen = new HashSet<String>();
    try {
      all.accept(
          document -> {
            feeds.decoded.add(DecodedRow.of(document));
            var number = seen.size();
            if (seen.add(document.attribute("document_id"))) {
              feeds.rows.of(plan, document).ifPresent(row -> row(part, number, row, feeds));
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void row(Part part, int number, Object[] row, Feeds feeds) {
    var before = part == Part.BEFORE;
    var leaked = state == Seeding.LEAKED;
    if (leaked && part == Part.ANY && Leak.is(number)) {
      row[feeds.leaking] = Leak.path(number);
    }
    if (before || number % LIVE_MISSING_EACH != LIVE_MISSING_EACH - 1) {
      feeds.live.add(row);
    }
    if (before || leaked || number % 10 < STABLE_OF_TEN) {
      feeds.stable.add(row);
    }
  }

  /** What goes into the three tables of a type, all its days in one transaction each. */
  private final class Feeds implements AutoCloseable {
    private final Feed decoded;
    private final Feed live;
    private final Feed stable;
    private final RowMaker rows;
    private final int leaking;

    Feeds(DocumentType type, Schema schema) {
      decoded = feed("payload_bytes_decoded", type.decodedTable());
      live = feed(type.liveDataset(), type.table());
      stable = feed(type.stableDataset(), type.table());
      rows = rows(type);
      leaking = DecodedRow.names(schema).indexOf(Leak.COLUMN);
    }

    void end() throws IOException {
      decoded.end();
      live.end();
      stable.end();
    }

    @Override
    public void close() throws IOException {
      try (decoded;
          live;
          stable) {
        // Whatever is not at its end is given up.
      }
    }
  }

  Feed feed(String dataset, String table) {
    return new Feed(service.feed(project, dataset, table));
  }

  RowMaker rows(DocumentType type) {
    return new RowMaker(service.reader(project, type.stableDataset(), type.table()));
  }

  /** Decodes documents into the values of their table's columns. */
  static final class RowMaker {
    private final RowDecoder decoder = new RowDecoder();
    private final RowReader reader;

    RowMaker(RowReader reader) {
      this.reader = reader;
    }

    /** The row of a document, unless it cannot be decoded. */
    Optional<Object[]> of(RowPlan plan, Document document) {
      if (!(decoder.decode(plan, document.payload()) instanceof DecodeResult.Row row)) {
        return Optional.empty();
      }
      try {
        return Optional.of(reader.read(row.buffer(), 0, row.length()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A table's feed within functions that throw nothing checked. */
  static final class Feed implements AutoCloseable {
    private final TableFeed feed;

    Feed(TableFeed feed) {
      this.feed = feed;
    }

    void add(Object[] row) {
      try {
        feed.add(row);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void end() throws IOException {
      feed.end();
    }

    @Override
    public void close() throws IOException {
      feed.close();
    }
  }
}
