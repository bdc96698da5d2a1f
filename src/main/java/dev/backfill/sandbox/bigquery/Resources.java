package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Labels;
import dev.backfill.sandbox.iam.ProjectNumber;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Datasets and tables: get, insert, list, update, delete. */
final class Resources {
  private final Store store;

  Resources(Store store) {
    this.store = store;
  }

  ObjectNode projects(Map<String, String> query) {
    var answer = Store.JSON.createObjectNode().put("kind", "bigquery#projectList");
    var list = answer.putArray("projects");
    var page = new Page(query);
    var ids = new TreeSet<String>();
    store.datasets.keySet().forEach(key -> ids.add(key.substring(0, key.lastIndexOf(':'))));
    for (var id : ids) {
      if (page.takes()) {
        var entry = list.addObject().put("kind", "bigquery#project").put("id", id);
        entry.put("numericId", ProjectNumber.of(id)).put("friendlyName", id);
        entry.putObject("projectReference").put("projectId", id);
      }
    }
    page.token(answer);
    return answer.put("totalItems", ids.size());
  }

  ObjectNode listDatasets(String project, Map<String, String> query) {
    var answer = Store.JSON.createObjectNode().put("kind", "bigquery#datasetList");
    var page = new Page(query);
    var list = Store.JSON.createArrayNode();
    store.datasets.forEach(
        (key, dataset) -> {
          var id = key.substring(key.lastIndexOf(':') + 1);
          if (key.equals(project + ":" + id) && !id.startsWith("_") && page.takes()) {
            var entry = list.addObject().put("kind", "bigquery#dataset").put("id", key);
            entry.set("datasetReference", dataset.get("datasetReference"));
            entry.put("location", "US");
            if (dataset.has("labels")) {
              entry.set("labels", dataset.get("labels"));
            }
          }
        });
    answer.set("datasets", list);
    page.token(answer);
    return answer;
  }

  ObjectNode dataset(String project, String id) {
    var dataset = store.datasets.get(project + ":" + id);
    if (dataset == null || id.startsWith("_")) {
      throw ApiException.notFound("Not found: Dataset " + project + ":" + id);
    }
    return dataset;
  }

  synchronized ObjectNode insertDataset(String project, JsonNode body)
      throws SQLException, IOException {
    var id = body.path("datasetReference").path("datasetId").asText();
    if (!id.matches("[A-Za-z0-9_]{1,1024}") || id.equals("main")) {
      throw ApiException.invalid("Invalid dataset ID \"" + id + "\".");
    }
    if (store.datasets.containsKey(project + ":" + id)) {
      throw new ApiException(409, "duplicate", "Already Exists: Dataset " + project + ":" + id);
    }
    Labels.check(body);
    var dataset = (ObjectNode) body.deepCopy();
    dataset.put("kind", "bigquery#dataset").put("id", project + ":" + id);
    dataset.putObject("datasetReference").put("projectId", project).put("datasetId", id);
    dataset.put("location", body.path("location").asText("US"));
    dataset.put("creationTime", Long.toString(System.currentTimeMillis()));
    return saveDataset(project, id, dataset);
  }

  private ObjectNode saveDataset(String project, String id, ObjectNode dataset)
      throws SQLException, IOException {
    dataset.put("etag", Long.toHexString(store.nextVersion()));
    dataset.put("lastModifiedTime", Long.toString(System.currentTimeMillis()));
    store.saveDataset(project, id, dataset);
    return dataset;
  }

  // Synchronized: of two that expect one etag, the second finds another.
  synchronized ObjectNode updateDataset(String project, String id, JsonNode body, String expected)
      throws SQLException, IOException {
    var dataset = dataset(project, id).deepCopy();
    require(expected, dataset.path("etag").asText());
    merge(dataset, body);
    return saveDataset(project, id, dataset);
  }

  private static void require(String expected, String etag) {
    if (expected != null && !expected.equals("*") && !expected.replace("\"", "").equals(etag)) {
      throw new ApiException(412, "conditionNotMet", "Precondition Failed");
    }
  }

  private static void merge(ObjectNode resource, JsonNode body) {
    for (var entry : body.properties()) {
      if (entry.getKey().equals("labels")) {
        Labels.merge(resource, body);
      } else if (entry.getValue().isNull()) {
        resource.remove(entry.getKey());
      } else {
        resource.set(entry.getKey(), entry.getValue());
      }
    }
  }

  synchronized void deleteDataset(String project, String id, boolean contents)
      throws SQLException, IOException {
    dataset(project, id);
    if (!contents && !store.tables(project, id).isEmpty()) {
      throw new ApiException(
          400, "resourceInUse", "Dataset " + project + ":" + id + " is still in use");
    }
    store.deleteDataset(project, id);
  }

  ObjectNode listTables(String project, String dataset, Map<String, String> query) {
    dataset(project, dataset);
    var answer = Store.JSON.createObjectNode().put("kind", "bigquery#tableList");
    var list = Store.JSON.createArrayNode();
    var tables = store.tables(project, dataset);
    var page = new Page(query);
    for (var table : tables.values()) {
      if (page.takes()) {
        var entry = list.addObject().put("kind", "bigquery#table");
        entry.put("id", table.ref().toString()).put("type", table.type());
        entry.set("tableReference", table.ref().json());
        for (var key : List.of("timePartitioning", "clustering", "labels", "creationTime")) {
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

  /** What else a dataset can hold; nothing here makes any. */
  ObjectNode none(String project, String dataset, String what) {
    dataset(project, dataset);
    var answer = Store.JSON.createObjectNode();
    answer.putArray(what);
    return answer;
  }

  ObjectNode insertTable(String project, String dataset, JsonNode body)
      throws SQLException, IOException {
    var id = body.path("tableReference").path("tableId").asText();
    var ref = new TableRef(project, dataset, id);
    if (!id.matches("[\\p{L}\\p{N}_ -]{1,1024}")) {
      throw ApiException.invalid("Invalid table ID \"" + id + "\".");
    }
    requireDays(body.path("timePartitioning"));
    Labels.check(body);
    var lock = store.lock(ref);
    lock.lock();
    try {
      if (store.tables.containsKey(ref)) {
        throw new ApiException(409, "duplicate", "Already Exists: Table " + ref);
      }
      var resource = kept(body);
      resource.put("creationTime", Long.toString(System.currentTimeMillis()));
      store.write(
          (connection, changes) -> {
            changes.put(new TableWriter(store).create(connection, ref, resource));
            return null;
          });
    } finally {
      lock.unlock();
    }
    return table(ref);
  }

  private static void requireDays(JsonNode partitioning) {
    if (partitioning.isObject() && !partitioning.path("type").asText("DAY").equals("DAY")) {
      throw ApiException.unsupported("Partitioning by " + partitioning.path("type").asText());
    }
    if (partitioning.isObject() && !partitioning.has("field")) {
      throw ApiException.unsupported("Partitioning by ingestion time");
    }
  }

  private static ObjectNode kept(JsonNode body) {
    var resource = (ObjectNode) body.deepCopy();
    resource.remove(
        List.of(
            "kind",
            "id",
            "etag",
            "selfLink",
            "numRows",
            "numBytes",
            "tableReference",
            "type",
            "lastModifiedTime"));
    if (!resource.has("schema")) {
      resource.set("schema", Field.schema(List.of()));
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
      dataset(ref.project(), ref.dataset());
    }
  }

  ObjectNode table(TableRef ref) {
    var table = required(ref);
    var json = table.resource().deepCopy();
    json.remove(Table.ROW_POLICIES);
    json.put("kind", "bigquery#table").put("id", table.ref().toString()).put("type", table.type());
    json.set("tableReference", ref.json());
    json.put("etag", Long.toHexString(table.version())).put("location", "US");
    json.put(
        "selfLink",
        "/bigquery/v2/projects/"
            + ref.project()
            + "/datasets/"
            + ref.dataset()
            + "/tables/"
            + ref.table());
    json.put("lastModifiedTime", Long.toString(table.version() / 1000));
    long rows = table.rows();
    long bytes = table.bytes();
    if (ref.decorator() != null) {
      table.partitionFilter(ref.decorator());
      var sums = table.partitions().get(ref.decorator());
      rows = sums == null ? 0 : sums.rows();
      bytes = sums == null ? 0 : sums.bytes();
    }
    json.put("numRows", Long.toString(rows)).put("numBytes", Long.toString(bytes));
    json.put("numLongTermBytes", "0");
    return json;
  }

  ObjectNode updateTable(TableRef ref, JsonNode body, String expected)
      throws SQLException, IOException {
    var lock = store.lock(ref);
    lock.lock();
    try {
      var table = required(ref);
      require(expected, Long.toHexString(table.version()));
      var resource = table.resource().deepCopy();
      merge(resource, kept(body, table));
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
    return table(ref);
  }

  /** Adds a row access policy, which keeps nothing from anyone here. */
  ObjectNode addRowPolicy(TableRef ref, JsonNode policy) throws SQLException, IOException {
    var lock = store.lock(ref);
    lock.lock();
    try {
      var table = required(ref);
      var resource = table.resource().deepCopy();
      resource.withArray("/" + Table.ROW_POLICIES).add(policy);
      store.write(
          (connection, changes) -> {
            changes.put(table.with(resource, store.nextVersion()));
            return null;
          });
    } finally {
      lock.unlock();
    }
    return policy.deepCopy();
  }

  ObjectNode rowPolicies(TableRef ref) {
    var answer = Store.JSON.createObjectNode();
    var policies = required(ref).resource().path(Table.ROW_POLICIES);
    return policies.isEmpty() ? answer : answer.set(Table.ROW_POLICIES, policies);
  }

  private static ObjectNode kept(JsonNode body, Table table) {
    var kept = kept(body);
    if (!body.has("schema")) {
      kept.set("schema", table.resource().get("schema"));
    }
    return kept;
  }

  private static List<Field> added(Table table, List<Field> now) {
    Schemas.requireWithin(table.fields(), now, table.ref(), "");
    return now.stream()
        .filter(
            f -> table.fields().stream().noneMatch(old -> old.name().equalsIgnoreCase(f.name())))
        .toList();
  }

  void deleteTable(TableRef ref) throws SQLException, IOException {
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
