package dev.backfill.sandbox.bigquery;

import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.bigquery.sql.Scan;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The store as the SQL translator sees it. */
final class StoredTables implements Scan.Tables {
  private final Store store;

  StoredTables(Store store) {
    this.store = store;
  }

  Table required(TableRef ref) {
    var table = store.tables.get(ref);
    if (table == null) {
      throw new Locations(store).absent(ref);
    }
    return table;
  }

  @Override
  public Scan table(TableRef ref) {
    var table = required(ref.undecorated()).require(false);
    var scan = scan(table);
    if (ref.decorator() == null) {
      return scan;
    }
    throw ApiException.unsupported("A partition decorator in SQL");
  }

  private static Scan scan(Table table) {
    Map<String, Map<String, Long>> bytes = new LinkedHashMap<>();
    table.partitions().forEach((id, sums) -> bytes.put(id, sums.columnBytes()));
    return new Scan(table.ref(), table.sqlName(), table.fields(), table.partitionColumn(), bytes);
  }

  @Override
  public List<Scan> tablesStartingWith(TableRef prefix) {
    var scans = new ArrayList<Scan>();
    for (var table : store.tables(prefix.project(), prefix.dataset()).values()) {
      if (table.ref().table().startsWith(prefix.table())) {
        scans.add(scan(table));
      }
    }
    return scans;
  }

  @Override
  public String partitions(String project, String dataset) {
    if (!store.datasets.containsKey(project + ":" + dataset)) {
      throw new Locations(store).absent(new TableRef(project, dataset, ""));
    }
    var rows = new ArrayList<String>();
    for (var table : store.tables(project, dataset).values()) {
      table.partitions().forEach((id, sums) -> rows.add(row(table, id, sums)));
    }
    var names =
        "(table_catalog, table_schema, table_name, partition_id, total_rows, total_logical_bytes,"
            + " total_billable_bytes, last_modified_time, storage_tier)";
    if (rows.isEmpty()) {
      return "SELECT * FROM (VALUES ('', '', '', '', 0::BIGINT, 0::BIGINT, 0::BIGINT,"
          + " TIMESTAMP '1970-01-01', '')) AS v"
          + names
          + " WHERE FALSE";
    }
    return "SELECT * FROM (VALUES " + String.join(", ", rows) + ") AS v" + names;
  }

  private static String row(Table table, String id, Table.PartitionSums sums) {
    var ref = table.ref();
    return "("
        + String.join(
            ", ",
            Sql.text(ref.project()),
            Sql.text(ref.dataset()),
            Sql.text(ref.table()),
            id.isEmpty() ? "CAST(NULL AS VARCHAR)" : Sql.text(id),
            sums.rows() + "::BIGINT",
            sums.bytes() + "::BIGINT",
            sums.bytes() + "::BIGINT",
            "make_timestamp(" + sums.modified() * 1000 + ")",
            "'ACTIVE'")
        + ")";
  }
}
