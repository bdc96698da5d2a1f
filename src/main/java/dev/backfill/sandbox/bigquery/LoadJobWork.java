package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.storage.Blobs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads newline JSON or Avro objects into a table. */
final class LoadJobWork implements JobWork {
  private static final Logger LOG = LoggerFactory.getLogger(LoadJobWork.class);

  /** An object of a bucket, or the file that came with the job. */
  record Source(String bucket, String name, Path upload) {
    String uri() {
      return upload == null ? "gs://" + bucket + "/" + name : "the uploaded file";
    }
  }

  /** Rows that do not fit, of which a job may pass over a few. */
  private static final class BadRows {
    private final long allowed;
    private long count;

    BadRows(JsonNode load) {
      allowed = load.path("maxBadRecords").asLong(0);
    }

    void met(ApiException bad) {
      if (++count > allowed) {
        throw bad;
      }
    }
  }

  private final Store store;
  private final Blobs blobs;

  LoadJobWork(Store store, Blobs blobs) {
    this.store = store;
    this.blobs = blobs;
  }

  @Override
  public void run(Connection connection, Store.Changes changes, Run run)
      throws SQLException, IOException {
    var load = run.config();
    var sources = sources(load, run.upload());
    var bad = new BadRows(load);
    var target = TableRef.of(load.path("destinationTable"), run.project());
    for (var source : sources) {
      if (source.upload() == null) {
        Locations.requireReach(new Locations(store).of(target), blobs.location(source.bucket()));
      }
    }
    var existing = store.tables.get(target.undecorated());
    var write = load.path("writeDisposition").asText("WRITE_APPEND");
    var resource = resource(load, existing, sources);
    if (existing != null && !(write.equals("WRITE_TRUNCATE") && target.decorator() == null)) {
      Schemas.requireWithin(Field.list(resource.path("schema")), existing.fields(), target, "");
    }
    long rows =
        new TableWriter(store)
            .write(
                connection,
                changes,
                new TableWriter.Target(
                    target,
                    load.path("createDisposition").asText("CREATE_IF_NEEDED"),
                    write,
                    resource),
                (c, table, first) -> read(c, table, first, sources, bad, run));
    run.statistics()
        .putObject("load")
        .put("inputFiles", Integer.toString(sources.size()))
        .put("outputRows", Long.toString(rows))
        .put("badRecords", Long.toString(bad.count));
  }

  private List<Source> sources(JsonNode load, Path upload) throws IOException {
    var sources = new ArrayList<Source>();
    if (upload != null) {
      sources.add(new Source(null, null, upload));
      return sources;
    }
    if (load.path("sourceUris").isEmpty()) {
      throw ApiException.invalid("Load configuration must specify at least one source URI");
    }
    for (var uri : load.path("sourceUris")) {
      var location = Uris.parse(uri.asText());
      var names = blobs.match(location.bucket(), location.name());
      if (names.isEmpty()) {
        throw ApiException.notFound("Not found: URI " + uri.asText());
      }
      names.forEach(name -> sources.add(new Source(location.bucket(), name, null)));
    }
    return sources;
  }

  private ObjectNode resource(JsonNode load, Table existing, List<Source> sources)
      throws IOException {
    var resource = Store.JSON.createObjectNode();
    for (var key : List.of("timePartitioning", "clustering")) {
      if (load.has(key)) {
        resource.set(key, load.get(key));
      }
    }
    if (load.path("schema").path("fields").size() > 0) {
      resource.set("schema", load.get("schema"));
    } else if (existing != null) {
      resource.set("schema", existing.resource().path("schema"));
    } else if (avro(load) && !sources.isEmpty()) {
      try (var in = open(sources.get(0));
          var reader = new DataFileStream<>(in, new GenericDatumReader<GenericRecord>())) {
        resource.set("schema", Field.schema(AvroSchemas.fields(reader.getSchema(), true)));
      }
    } else {
      throw ApiException.invalid("No schema specified on job or table.");
    }
    return resource;
  }

  private static boolean avro(JsonNode load) {
    return load.path("sourceFormat").asText("CSV").equals("AVRO");
  }

  private long read(
      Connection connection, Table table, long first, List<Source> sources, BadRows bad, Run run)
      throws SQLException, IOException {
    var load = run.config();
    var format = load.path("sourceFormat").asText("CSV");
    if (!format.equals("AVRO") && !format.equals("NEWLINE_DELIMITED_JSON")) {
      throw ApiException.unsupported("Loading " + format);
    }
    boolean ignoreUnknown = avro(load) || load.path("ignoreUnknownValues").asBoolean(false);
    try (var rows = new RowAppender(connection, table, first, ignoreUnknown)) {
      for (var source : sources) {
        if (avro(load)) {
          avro(source, rows, bad, run);
        } else {
          json(source, table, ignoreUnknown, rows, bad, run);
        }
      }
      rows.flush();
      return rows.nextRow() - first;
    }
  }

  private void avro(Source source, RowAppender rows, BadRows bad, Run run)
      throws SQLException, IOException {
    try (var in = open(source);
        var reader = new DataFileStream<>(in, new GenericDatumReader<GenericRecord>())) {
      long row = 0;
      while (reader.hasNext()) {
        run.check();
        row++;
        try {
          rows.append(AvroRows.row(reader.next()));
        } catch (JsonValues.Misfit e) {
          bad.met(
              new ApiException(
                  400,
                  "invalid",
                  "Error while reading data, error message: Avro record "
                      + row
                      + ": "
                      + e.getMessage()
                      + " File: "
                      + source.uri(),
                  source.uri()));
        }
      }
    }
  }

  /** Reads rows in a thread of its own, while this one, the transaction's, appends those before. */
  private void json(
      Source source, Table table, boolean ignoreUnknown, RowAppender rows, BadRows bad, Run run)
      throws SQLException, IOException {
    var queue = new RowQueue();
    var reading =
        new Thread(
            () -> read(source, new RowReader(table.fields(), ignoreUnknown), queue, bad, run),
            "sandbox-load-reader");
    reading.setDaemon(true);
    reading.start();
    try {
      while (queue.hasNext()) {
        rows.append(queue.next());
      }
    } catch (RowQueue.RowsFailed e) {
      throw rethrown(e.getCause());
    } finally {
      queue.close();
    }
  }

  private static IOException rethrown(Throwable e) throws IOException {
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return e instanceof IOException io ? io : new IOException(e.toString(), e);
  }

  private void read(Source source, RowReader reader, RowQueue queue, BadRows bad, Run run) {
    try {
      try (var lines = new ByteLines(open(source))) {
        while (lines.next()) {
          run.check();
          if (!lines.isBlank()) {
            row(source, reader, lines, queue, bad);
          }
        }
        queue.end();
      } catch (IOException | RuntimeException | Error e) {
        queue.fail(e);
      }
    } catch (IOException e) {
      LOG.info("{} is read no further: {}", source.uri(), e.getMessage());
    }
  }

  private static void row(
      Source source, RowReader reader, ByteLines lines, RowQueue queue, BadRows bad)
      throws IOException {
    Object[] row;
    try {
      row = reader.read(lines.bytes(), lines.from(), lines.length());
    } catch (JsonProcessingException e) {
      bad.met(bad(source, lines.position(), "Parser terminated before end of string."));
      return;
    } catch (JsonValues.Misfit e) {
      bad.met(bad(source, lines.position(), e.getMessage()));
      return;
    }
    queue.put(row);
  }

  private static ApiException bad(Source source, long position, String what) {
    return new ApiException(
        400,
        "invalid",
        "Error while reading data, error message: JSON parsing error in row starting at position "
            + position
            + ": "
            + what
            + " File: "
            + source.uri(),
        source.uri());
  }

  private InputStream bytes(Source source) throws IOException {
    return source.upload() == null
        ? blobs.open(source.bucket(), source.name())
        : Files.newInputStream(source.upload());
  }

  private InputStream open(Source source) throws IOException {
    var in = new BufferedInputStream(bytes(source), 1 << 16);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? new GZIPInputStream(in, 1 << 16) : in;
  }
}
