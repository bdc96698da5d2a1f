package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Copies tables or day partitions, as BigQuery's copy jobs do. */
final class CopyJob implements JobWork {
  private static final String ENCRYPTION = "encryptionConfiguration";

  private final Store store;

  CopyJob(Store store) {
    this.store = store;
  }

  private record Source(Table table, String decorator) {}

  @Override
  public void run(Connection connection, Store.Changes changes, Run run)
      throws SQLException, IOException {
    var copy = run.config();
    var sources = sources(copy, run.project());
    var target = TableRef.of(copy.path("destinationTable"), run.project());
    var resource = resource(sources.get(0).table());
    snapshot(copy.path("operationType").asText("COPY"), sources, resource);
    encrypt(copy.path("destinationEncryptionConfiguration"), target, resource);
    for (var source : sources) {
      var locations = new Locations(store);
      Locations.requireSame(locations.of(source.table().ref()), locations.of(target));
    }
    var existing = store.tables.get(target.undecorated());
    var write = copy.path("writeDisposition").asText("WRITE_EMPTY");
    boolean replaced = write.equals("WRITE_TRUNCATE") && target.decorator() == null;
    for (var source : sources) {
      if (existing != null && !replaced) {
        Schemas.requireSame(source.table().fields(), existing);
      }
      Schemas.requireSame(source.table().fields(), sources.get(0).table());
    }
    long rows =
        new TableWriter(store)
            .write(
                connection,
                changes,
                new TableWriter.Target(
                    target,
                    copy.path("createDisposition").asText("CREATE_IF_NEEDED"),
                    write,
                    resource),
                (c, table, first) -> insert(c, table, first, sources, target));
    long bytes = 0;
    for (var source : sources) {
      bytes += bytes(source);
    }
    run.statistics()
        .putObject("copy")
        .put("copiedRows", Long.toString(rows))
        .put("copiedLogicalBytes", Long.toString(bytes));
  }

  private List<Source> sources(JsonNode copy, String project) {
    var references = new ArrayList<JsonNode>();
    copy.path("sourceTables").forEach(references::add);
    if (copy.has("sourceTable")) {
      references.add(copy.get("sourceTable"));
    }
    var sources = new ArrayList<Source>();
    for (var reference : references) {
      var ref = TableRef.of(reference, project);
      var table = store.tables.get(ref.undecorated());
      if (table == null
          || (ref.decorator() != null && !table.partitions().containsKey(ref.decorator()))) {
        throw new Locations(store).absent(ref);
      }
      sources.add(new Source(table.require(false), ref.decorator()));
    }
    if (sources.isEmpty()) {
      throw ApiException.invalid("Required parameter is missing: sourceTables");
    }
    return sources;
  }

  private static ObjectNode resource(Table source) {
    var resource = Store.JSON.createObjectNode();
    for (var key : List.of("schema", "timePartitioning", "clustering", "requirePartitionFilter")) {
      if (source.resource().has(key)) {
        resource.set(key, source.resource().get(key));
      }
    }
    return resource;
  }

  /** A table has one key: a copy onto a part of it, or beside its rows, cannot bring another. */
  private void encrypt(JsonNode key, TableRef target, ObjectNode resource) {
    if (!key.isObject()) {
      return;
    }
    var existing = store.tables.get(target.undecorated());
    var whole = target.decorator() == null;
    if (existing != null && !whole && !key.equals(existing.resource().path(ENCRYPTION))) {
      throw ApiException.invalid(
          "The encryption configuration of the copy differs from that of table " + target);
    }
    if (whole) {
      resource.set(ENCRYPTION, key);
    }
  }

  /** Marks what is made as a snapshot, when that is wanted. */
  private static void snapshot(String operation, List<Source> sources, ObjectNode resource) {
    if (operation.equals("COPY") || operation.equals("OPERATION_TYPE_UNSPECIFIED")) {
      return;
    }
    var whole = sources.size() == 1 && sources.get(0).decorator() == null;
    if (!operation.equals("SNAPSHOT") || !whole) {
      throw ApiException.unsupported("A copy job of type " + operation + " from such sources");
    }
    var definition = resource.putObject("snapshotDefinition");
    definition.set("baseTableReference", sources.get(0).table().ref().json());
    definition.put("snapshotTime", Instant.now().toString());
  }

  private static long bytes(Source source) {
    return source.decorator() == null
        ? source.table().bytes()
        : source.table().partitions().get(source.decorator()).bytes();
  }

  private static long insert(
      Connection connection, Table table, long first, List<Source> sources, TableRef target)
      throws SQLException {
    long next = first;
    var names =
        table.fields().stream().map(f -> Sql.name(f.name())).collect(Collectors.joining(", "));
    for (var source : sources) {
      var filter = source.table().partitionFilter(source.decorator());
      if (target.decorator() != null) {
        requireDay(connection, table, source, filter, target);
      }
      next +=
          Store.execute(
              connection,
              "INSERT INTO "
                  + table.sqlName()
                  + " ("
                  + Sql.name(Table.ROW)
                  + (names.isEmpty() ? "" : ", " + names)
                  + ") SELECT "
                  + next
                  + " + row_number() OVER () - 1"
                  + (names.isEmpty() ? "" : ", " + names)
                  + " FROM "
                  + source.table().sqlName()
                  + " WHERE "
                  + filter);
    }
    return next - first;
  }

  private static void requireDay(
      Connection connection, Table table, Source source, String filter, TableRef target)
      throws SQLException {
    var sql =
        "SELECT COUNT(*) FROM "
            + source.table().sqlName()
            + " WHERE "
            + filter
            + " AND NOT COALESCE("
            + table.partitionFilter(target.decorator())
            + ", FALSE)";
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      if (rows.getLong(1) > 0) {
        throw ApiException.invalid(
            rows.getLong(1) + " source rows do not belong to the partition " + target + ".");
      }
    }
  }
}
