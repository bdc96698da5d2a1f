package dev.backfill.sandbox.bigquery;

import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.storage.Blobs;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** Writes a table, or one of its partitions, to Avro objects. */
final class ExtractJob implements JobWork {
  // Small enough that a reader finds work for several workers, as BigQuery's own files are.
  private static final long FILE_BYTES = 64L << 20;
  private final Store store;
  private final Blobs blobs;

  ExtractJob(Store store, Blobs blobs) {
    this.store = store;
    this.blobs = blobs;
  }

  @Override
  public void run(Connection connection, Store.Changes changes, Run run)
      throws SQLException, IOException {
    var extract = run.config();
    var format = extract.path("destinationFormat").asText("CSV");
    if (!format.equals("AVRO")) {
      throw ApiException.unsupported("Extracting to " + format);
    }
    var ref = TableRef.of(extract.path("sourceTable"), run.project());
    var table = store.tables.get(ref.undecorated());
    if (table == null) {
      throw new Locations(store).absent(ref);
    }
    var uris = extract.path("destinationUris");
    if (uris.size() > 1) {
      throw ApiException.unsupported("An extract to several URIs");
    }
    var uri = uris.size() == 1 ? uris.get(0).asText() : extract.path("destinationUri").asText();
    var at = Uris.parse(uri);
    Locations.requireReach(new Locations(store).of(ref), blobs.location(at.bucket()));
    long files = write(connection, table, ref.decorator(), at, run);
    run.statistics()
        .putObject("extract")
        .put("inputBytes", Long.toString(table.bytes()))
        .putArray("destinationUriFileCounts")
        .add(Long.toString(files));
  }

  private long write(Connection connection, Table table, String decorator, Uris uri, Run run)
      throws SQLException, IOException {
    var names =
        table.fields().stream().map(f -> Sql.name(f.name())).collect(Collectors.joining(", "));
    var sql =
        "SELECT "
            + names
            + " FROM "
            + table.sqlName()
            + " WHERE "
            + table.partitionFilter(decorator);
    int files = 0;
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      boolean more = rows.next();
      do {
        more = file(table, rows, more, uri, files, run);
        files++;
      } while (more);
    }
    return files;
  }

  /** Writes one file; returns whether rows are left. */
  private boolean file(Table table, ResultSet rows, boolean more, Uris uri, int number, Run run)
      throws SQLException, IOException {
    boolean several = uri.name().contains("*");
    var name = uri.name().replace("*", String.format("%012d", number));
    var extract = run.config();
    var counter = new Counter(blobs.create(uri.bucket(), name, "application/octet-stream"));
    try (var writer =
        new AvroWriter(
            table.fields(),
            extract.path("useAvroLogicalTypes").asBoolean(false),
            extract.path("compression").asText("NONE"),
            counter)) {
      while (more && !(several && counter.written >= FILE_BYTES)) {
        run.check();
        writer.append(rows);
        more = rows.next();
      }
    }
    return more;
  }

  private static final class Counter extends FilterOutputStream {
    private long written;

    Counter(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      written++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      written += length;
    }
  }
}
