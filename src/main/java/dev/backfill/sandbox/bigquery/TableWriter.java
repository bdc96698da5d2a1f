package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Creates tables and puts rows into them under BigQuery's create and write dispositions. */
final class TableWriter {
  /** Adds rows to {@code table}, numbered from {@code firstRow}; returns how many. */
  interface Rows {
    long addTo(Connection connection, Table table, long firstRow) throws SQLException, IOException;
  }

  /** Where rows go, and under which dispositions. */
  record Target(TableRef ref, String create, String write, ObjectNode resource) {}

  private final Store store;

  TableWriter(Store store) {
    this.store = store;
  }

  /** An empty table, not yet saved. */
  Table create(Connection connection, TableRef ref, ObjectNode resource) throws SQLException {
    requireDataset(ref);
    if (!resource.has("creationTime")) {
      resource.put("creationTime", Long.toString(store.now()));
      new Expirations(store)
          .defaults(resource, store.datasets.get(ref.project() + ":" + ref.dataset()));
    }
    long version = store.nextVersion();
    var table = new Table(ref, resource, ref.table() + "~" + version, 0, version, new TreeMap<>());
    var columns = new ArrayList<String>();
    columns.add(Sql.name(Table.ROW) + " BIGINT");
    var seen = new HashSet<String>();
    for (var field : table.fields()) {
      if (!seen.add(field.name().toLowerCase(Locale.ROOT))) {
        throw ApiException.invalid("Duplicate field name " + field.name() + " in table " + ref);
      }
      columns.add(Sql.name(field.name()) + " " + field.storedAs());
    }
    Store.execute(
        connection, "CREATE TABLE " + table.sqlName() + " (" + String.join(", ", columns) + ")");
    return table;
  }

  void requireDataset(TableRef ref) {
    if (!store.datasets.containsKey(ref.project() + ":" + ref.dataset())) {
      throw ApiException.notFound("Not found: Dataset " + ref.project() + ":" + ref.dataset());
    }
  }

  /** Writes within the caller's transaction; the caller holds the table's lock. */
  long write(Connection connection, Store.Changes changes, Target target, Rows rows)
      throws SQLException, IOException {
    var ref = target.ref().undecorated();
    var decorator = target.ref().decorator();
    var old = store.tables.get(ref);
    if (old == null && target.create().equals("CREATE_NEVER")) {
      throw ApiException.notFound("Not found: Table " + ref);
    }
    if (old != null) {
      old.require(true);
    }
    boolean truncate = target.write().equals("WRITE_TRUNCATE");
    if (old == null || (truncate && decorator == null)) {
      return fill(connection, changes, create(connection, ref, resource(target, old)), rows, old);
    }
    if (target.write().equals("WRITE_EMPTY") && hasRows(old, decorator)) {
      throw new ApiException(409, "duplicate", "Already Exists: Table " + target.ref());
    }
    if (truncate) {
      Store.execute(
          connection, "DELETE FROM " + old.sqlName() + " WHERE " + old.partitionFilter(decorator));
      return fill(connection, changes, without(old, decorator), within(decorator, rows), null);
    }
    old.partitionFilter(decorator);
    return fill(connection, changes, old, within(decorator, rows), null);
  }

  /** Rows of which none belongs to another partition than the one that is written to. */
  private Rows within(String decorator, Rows rows) {
    return decorator == null
        ? rows
        : (connection, table, first) -> {
          long added = rows.addTo(connection, table, first);
          var stored = sums(connection, table, Sql.name(Table.ROW) + " >= " + first);
          if (stored.keySet().stream().anyMatch(id -> !id.equals(decorator))) {
            throw ApiException.invalid(
                "Some rows belong to different partitions rather than destination partition "
                    + decorator);
          }
          return added;
        };
  }

  private static ObjectNode resource(Target target, Table old) {
    var resource = target.resource().deepCopy();
    if (old != null) {
      for (var key :
          List.of(
              "timePartitioning",
              "clustering",
              "friendlyName",
              "description",
              "labels",
              "creationTime",
              "expirationTime",
              "requirePartitionFilter",
              "encryptionConfiguration")) {
        if (!resource.has(key) && old.resource().has(key)) {
          resource.set(key, old.resource().get(key));
        }
      }
    }
    return resource;
  }

  private static boolean hasRows(Table table, String decorator) {
    if (decorator == null) {
      return table.rows() > 0;
    }
    var sums = table.partitions().get(decorator);
    return sums != null && sums.rows() > 0;
  }

  private static Table without(Table table, String partition) {
    var partitions = new TreeMap<>(table.partitions());
    partitions.remove(partition);
    var resource = table.resource().deepCopy();
    // Google drops them from a table that is written to in any way but appending.
    resource.remove(Table.ROW_POLICIES);
    return new Table(
        table.ref(), resource, table.physical(), table.nextRow(), table.version(), partitions);
  }

  private long fill(
      Connection connection, Store.Changes changes, Table table, Rows rows, Table replaced)
      throws SQLException, IOException {
    long added = rows.addTo(connection, table, table.nextRow());
    if (replaced != null) {
      changes.remove(replaced);
    }
    var sums = new TreeMap<>(table.partitions());
    var stored = sums(connection, table, Sql.name(Table.ROW) + " >= " + table.nextRow());
    long found = stored.values().stream().mapToLong(Table.PartitionSums::rows).sum();
    if (found != added) {
      throw new SQLException(added + " rows were written, and " + found + " are stored");
    }
    stored.forEach((id, added1) -> sums.merge(id, added1, TableWriter::plus));
    changes.put(
        new Table(
            table.ref(),
            table.resource(),
            table.physical(),
            table.nextRow() + added,
            store.nextVersion(),
            sums));
    return added;
  }

  /** Counts again after rows were deleted; untouched partitions keep their time. */
  Table recounted(Connection connection, Table table) throws SQLException {
    var sums = sums(connection, table, "TRUE");
    table
        .partitions()
        .forEach(
            (id, old) ->
                sums.computeIfPresent(
                    id,
                    (any, now) ->
                        now.rows() == old.rows() && now.bytes() == old.bytes() ? old : now));
    return new Table(
        table.ref(),
        table.resource(),
        table.physical(),
        table.nextRow(),
        store.nextVersion(),
        sums);
  }

  private static Table.PartitionSums plus(Table.PartitionSums a, Table.PartitionSums b) {
    var columns = new TreeMap<>(a.columnBytes());
    b.columnBytes().forEach((name, bytes) -> columns.merge(name, bytes, Long::sum));
    return new Table.PartitionSums(a.rows() + b.rows(), columns, b.modified());
  }

  private TreeMap<String, Table.PartitionSums> sums(
      Connection connection, Table table, String condition) throws SQLException {
    var fields = table.fields();
    var sql = new StringBuilder("SELECT " + table.partitionSql() + ", COUNT(*)");
    fields.forEach(field -> sql.append(", ").append(bytesOf(field)));
    sql.append(" FROM ").append(table.sqlName()).append(" WHERE ").append(condition);
    sql.append(" GROUP BY 1");
    var result = new TreeMap<String, Table.PartitionSums>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql.toString())) {
      while (rows.next()) {
        var columns = new TreeMap<String, Long>();
        for (int i = 0; i < fields.size(); i++) {
          columns.put(fields.get(i).name(), rows.getLong(i + 3));
        }
        result.put(
            rows.getString(1),
            new Table.PartitionSums(rows.getLong(2), columns, System.currentTimeMillis()));
      }
    }
    return result;
  }

  /** BigQuery's logical sizes; a nested value counts as its JSON text. */
  private static String bytesOf(Field field) {
    var name = Sql.name(field.name());
    String size;
    switch (field.nested() ? "JSON" : field.type()) {
      case "STRING":
        size = "2 + strlen(" + name + ")";
        break;
      case "BYTES":
        size = "2 + octet_length(" + name + ")";
        break;
      case "JSON":
      case "GEOGRAPHY":
        size = "strlen(" + name + ")";
        break;
      case "BOOLEAN":
        size = "1";
        break;
      case "NUMERIC":
      case "BIGNUMERIC":
        size = "16";
        break;
      default:
        size = "8";
    }
    return "CAST(COALESCE(SUM(CASE WHEN "
        + name
        + " IS NOT NULL THEN "
        + size
        + " END), 0) AS BIGINT)";
  }
}
