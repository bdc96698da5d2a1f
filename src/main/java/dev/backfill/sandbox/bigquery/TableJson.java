package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import java.util.TreeMap;

/** How a table's metadata is kept in the file. */
final class TableJson {
  private TableJson() {}

  static String write(Table table) {
    var json = Store.JSON.createObjectNode();
    json.set("ref", table.ref().json());
    json.set("resource", table.resource());
    json.put("physical", table.physical());
    json.put("nextRow", table.nextRow());
    json.put("version", table.version());
    var partitions = json.putObject("partitions");
    table
        .partitions()
        .forEach(
            (id, sums) -> {
              var entry = partitions.putObject(id);
              entry.put("rows", sums.rows()).put("modified", sums.modified());
              var columns = entry.putObject("columns");
              sums.columnBytes().forEach(columns::put);
            });
    return json.toString();
  }

  static Table read(ObjectNode json) {
    var partitions = new TreeMap<String, Table.PartitionSums>();
    for (var entry : json.path("partitions").properties()) {
      var columns = new TreeMap<String, Long>();
      for (var column : entry.getValue().path("columns").properties()) {
        columns.put(column.getKey(), column.getValue().asLong());
      }
      partitions.put(
          entry.getKey(),
          new Table.PartitionSums(
              entry.getValue().path("rows").asLong(),
              columns,
              entry.getValue().path("modified").asLong()));
    }
    return new Table(
        TableRef.of(json.path("ref"), ""),
        (ObjectNode) json.path("resource"),
        json.path("physical").asText(),
        json.path("nextRow").asLong(),
        json.path("version").asLong(),
        partitions);
  }
}
