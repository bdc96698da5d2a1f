package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Tables and day partitions end at their time, whatever is in them. A partition's time is its day's
 * beginning and the table's {@code expirationMs}: rows of long ago are gone as soon as they are
 * written.
 */
record Expirations(Store store) {
  // The service's own least.
  private static final long HOUR_MILLIS = 3_600_000;

  /** Refuses a dataset's default that is shorter than an hour. */
  static void requireAnHour(JsonNode dataset) {
    for (var name : List.of("defaultTableExpirationMs", "defaultPartitionExpirationMs")) {
      if (dataset.hasNonNull(name) && dataset.path(name).asLong() < HOUR_MILLIS) {
        throw ApiException.invalid(name + " is at least " + HOUR_MILLIS + " (an hour).");
      }
    }
  }

  /** Refuses a table that has ended before it began. */
  void requireFuture(JsonNode resource) {
    if (resource.hasNonNull("expirationTime") && time(resource) <= store.now()) {
      throw ApiException.invalid(
          "Invalid value for expirationTime: " + time(resource) + " is in the past.");
    }
  }

  private static long time(JsonNode resource) {
    return resource.path("expirationTime").asLong(Long.MAX_VALUE);
  }

  /** Gives a new table what its dataset says of tables that say nothing themselves. */
  void defaults(ObjectNode resource, JsonNode dataset) {
    var partitions = dataset.path("defaultPartitionExpirationMs");
    if (resource.path("timePartitioning") instanceof ObjectNode partitioning
        && partitions.isTextual()) {
      if (!partitioning.has("expirationMs")) {
        partitioning.set("expirationMs", partitions);
      }
      return;
    }
    var tables = dataset.path("defaultTableExpirationMs");
    if (tables.isTextual() && !resource.has("expirationTime")) {
      resource.put("expirationTime", Long.toString(store.now() + tables.asLong()));
    }
  }

  /** Deletes what has ended. */
  void sweep() throws SQLException, IOException {
    for (var table : store.tables.values()) {
      if (!ended(table).isEmpty() || hasEnded(table)) {
        sweep(table);
      }
    }
  }

  private boolean hasEnded(Table table) {
    return time(table.resource()) <= store.now();
  }

  /** The partitions whose time is over. */
  private List<String> ended(Table table) {
    var expiration = table.resource().at("/timePartitioning/expirationMs");
    if (!expiration.isTextual()) {
      return List.of();
    }
    return table.partitions().keySet().stream()
        .filter(id -> isOver(id, expiration.asLong()))
        .toList();
  }

  private boolean isOver(String partition, long millis) {
    var day = Sql.day(partition);
    return day != null
        && day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() + millis <= store.now();
  }

  private void sweep(Table seen) throws SQLException, IOException {
    var lock = store.lock(seen.ref());
    lock.lock();
    try {
      var table = store.tables.get(seen.ref());
      if (table == null) {
        return;
      }
      store.write(
          (connection, changes) -> {
            if (hasEnded(table)) {
              changes.remove(table);
              return null;
            }
            for (var id : ended(table)) {
              Store.execute(
                  connection,
                  "DELETE FROM " + table.sqlName() + " WHERE " + table.partitionFilter(id));
            }
            changes.put(new TableWriter(store).recounted(connection, table));
            return null;
          });
    } finally {
      lock.unlock();
    }
  }
}
