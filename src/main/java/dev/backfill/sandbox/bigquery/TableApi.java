package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Labels;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Tables: get, insert, list, update, delete. */
final class TableApi {
  private final Store store;
  private final Datasets datasets;

  TableApi(Store store, Datasets datasets) {
    this.store = store;
    this.datasets = datasets;
  }

  ObjectNode list(String project, String dataset, Map<String, String> query) {
    datasets.get(project, dataset);
    var answer = Store.JSON.createObjectNode().put("kind", "bigquery#tableList");
    var list = Store.JSON.createArrayNode();
    var tables = store.tables(project, dataset);
    var page = new Page(query);
    for (var table : tables.values()) {
      if (page.takes()) {
        var entry = list.addObject().put("kind", "bigquery#table");
        entry.put("id", table.ref().toString()).put("type", table.type());
        entry.set("tableReference", table.ref().json());
        for (var key :
            List.of(
                "timePartitioning",
                "clustering",
                "labels",
                "creationTime",
                "expirationTime",
                "friendlyName")) {
          if (table.resource().has(key)) {
            entry.set(key, table.resource().get(key));
          }
        }
      }
    }
    if (!list.isEmpty()) {
      answer.set("tables", list);
    }
    page.token(answer);
    return answer.put("totalItems", tables.size());
  }

  ObjectNode insert(String project, String dataset, JsonNode body)
      throws SQLException, IOException {
    var id = body.path("tableReference").path("tableId").asText();
    var ref = new TableRef(project, dataset, id);
    if (!id.matches("[\\p{L}\\p{N}_ -]{1,1024}")) {
      throw ApiException.invalid("Invalid table ID \"" + id + "\".");
    }
    var resource = resource(body);
    new Expirations(store).requireFuture(resource);
    encrypt(ref, resource);
    var lock = store.lock(ref);
    lock.lock();
    try {
      if (store.tables.containsKey(ref)) {
        throw new ApiException(409, "duplicate", "Already Exists: Table " + ref);
      }
      store.write(
          (connection, changes) -> {
            changes.put(new TableWriter(store).create(connection, ref, resource));
            return null;
          });
    } finally {
      lock.unlock();
    }
    return get(ref, null);
  }

  /** A table that names no key of its own gets its dataset's default one, for good. */
  private void encrypt(TableRef ref, ObjectNode resource) {
    if (ref.dataset().startsWith("_")) {
      return;
    }
    var key = datasets.get(ref.project(), ref.dataset()).path("defaultEncryptionConfiguration");
    if (key.isObject() && !resource.has("encryptionConfiguration")) {
      resource.set("encryptionConfiguration", key.deepCopy());
    }
  }

  private static void requireDays(JsonNode partitioning) {
    if (partitioning.isObject() && !partitioning.path("type").asText("DAY").equals("DAY")) {
      throw ApiException.unsupported("Partitioning by " + partitioning.path("type").asText());
    }
    if (partitioning.isObject() && !partitioning.has("field")) {
      throw ApiException.unsupported("Partitioning by ingestion time");
    }
  }

  private static ObjectNode resource(JsonNode body) {
    var resource = Kept.TABLE.of(body);
    Labels.check(resource);
    requireDays(resource.path("timePartitioning"));
    resource.set("schema", Schemas.normal(resource.path("schema")));
    if (resource.path("timePartitioning") instanceof ObjectNode partitioning
        && !partitioning.has("type")) {
      partitioning.put("type", "DAY");
    }
    return resource;
  }

  private Table required(TableRef ref) {
    dataset(ref);
    var table = store.tables.get(ref.undecorated());
    if (table == null) {
      throw ApiException.notFound("Not found: Table " + ref);
    }
    return table;
  }

  private void dataset(TableRef ref) {
    if (!ref.dataset().startsWith("_")) {
      datasets.get(ref.project(), ref.dataset());
    }
  }

  /**
   * A table as the API answers it.
   *
   * @param view {@code BASIC} leaves out what is counted
   */
  ObjectNode get(TableRef ref, String view) {
    var table = required(ref);
    var json = table.resource().deepCopy();
    json.remove(Table.ROW_POLICIES);
    json.put("kind", "bigquery#table").put("id", table.ref().toString()).put("type", table.type());
    json.set("tableReference", ref.json());
    json.put("etag", Long.toHexString(table.version()));
    json.put("location", new Locations(store).of(ref));
    json.put(
        "selfLink",
        "/bigquery/v2/projects/"
            + ref.project()
            + "/datasets/"
            + ref.dataset()
            + "/tables/"
            + ref.table());
    json.put("lastModifiedTime", Long.toString(table.version() / 1000));
    return "BASIC".equals(view) ? json : counted(table, ref.decorator(), json);
  }

  private static ObjectNode counted(Table table, String decorator, ObjectNode json) {
    long rows = table.rows();
    long bytes = table.bytes();
    if (decorator != null) {
      table.partitionFilter(decorator);
      var sums = table.partitions().get(decorator);
      rows = sums == null ? 0 : sums.rows();
      bytes = sums == null ? 0 : sums.bytes();
    }
    json.put("numRows", Long.toString(rows)).put("numBytes", Long.toString(bytes));
    json.put("numTotalLogicalBytes", Long.toString(bytes));
    json.put("numActiveLogicalBytes", Long.toString(bytes));
    return json.put("numLongTermBytes", "0");
  }

  ObjectNode update(TableRef ref, JsonNode body, String expected) throws SQLException, IOException {
    var lock = store.lock(ref);
    lock.lock();
    try {
      var table = required(ref);
      Datasets.require(expected, Long.toHexString(table.version()));
      var resource = table.resource().deepCopy();
      Datasets.merge(resource, changes(body, table));
      new Expirations(store).requireFuture(resource);
      var added = added(table, Field.list(resource.path("schema")));
      store.write(
          (connection, changes) -> {
            for (var field : added) {
              Store.execute(
                  connection,
                  "ALTER TABLE "
                      + table.sqlName()
                      + " ADD COLUMN "
                      + Sql.name(field.name())
                      + " "
                      + field.storedAs());
            }
            changes.put(table.with(resource, store.nextVersion()));
            return null;
          });
    } finally {
      lock.unlock();
    }
    return get(ref, null);
  }

  /** Adds a row access policy, which keeps nothing from anyone here. */
  ObjectNode addRowPolicy(TableRef ref, JsonNode policy) throws SQLException, IOException {
    ObjectNode kept = policy.deepCopy();
    var id = policy.at("/rowAccessPolicyReference/policyId").asText();
    kept.set("rowAccessPolicyReference", ref.json().put("policyId", id));
    var lock = store.lock(ref);
    lock.lock();
    try {
      var table = required(ref);
      var resource = table.resource().deepCopy();
      resource.withArray("/" + Table.ROW_POLICIES).add(kept);
      store.write(
          (connection, changes) -> {
            changes.put(table.with(resource, store.nextVersion()));
            return null;
          });
    } finally {
      lock.unlock();
    }
    return kept;
  }

  ObjectNode rowPolicies(TableRef ref) {
    var answer = Store.JSON.createObjectNode();
    var policies = required(ref).resource().path(Table.ROW_POLICIES);
    return policies.isEmpty() ? answer : answer.set(Table.ROW_POLICIES, policies);
  }

  private static ObjectNode changes(JsonNode body, Table table) {
    var changes = Kept.TABLE.patch(body);
    changes.set(
        "schema",
        body.has("schema") ? Schemas.normal(body.path("schema")) : table.resource().get("schema"));
    return changes;
  }

  private static List<Field> added(Table table, List<Field> now) {
    Schemas.requireWithin(table.fields(), now, table.ref(), "");
    return now.stream()
        .filter(
            f -> table.fields().stream().noneMatch(old -> old.name().equalsIgnoreCase(f.name())))
        .toList();
  }

  void delete(TableRef ref) throws SQLException, IOException {
    var lock = store.lock(ref.undecorated());
    lock.lock();
    try {
      var table = required(ref);
      var decorator = ref.decorator();
      store.write(
          (connection, changes) -> {
            if (decorator == null) {
              changes.remove(table);
            } else {
              Store.execute(
                  connection,
                  "DELETE FROM " + table.sqlName() + " WHERE " + table.partitionFilter(decorator));
              changes.put(new TableWriter(store).recounted(connection, table));
            }
            return null;
          });
    } finally {
      lock.unlock();
    }
  }
}
