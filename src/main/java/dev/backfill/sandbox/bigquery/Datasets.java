package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Labels;
import dev.backfill.sandbox.iam.ProjectNumber;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Projects and datasets: get, insert, list, update, delete. */
final class Datasets {
  private final Store store;

  Datasets(Store store) {
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

  ObjectNode list(String project, Map<String, String> query) {
    var answer = Store.JSON.createObjectNode().put("kind", "bigquery#datasetList");
    var page = new Page(query);
    var list = Store.JSON.createArrayNode();
    store.datasets.forEach(
        (key, dataset) -> {
          var id = key.substring(key.lastIndexOf(':') + 1);
          if (key.equals(project + ":" + id) && !id.startsWith("_") && page.takes()) {
            var entry = list.addObject().put("kind", "bigquery#dataset").put("id", key);
            entry.set("datasetReference", dataset.get("datasetReference"));
            for (var shown : List.of("location", "labels", "friendlyName")) {
              if (dataset.has(shown)) {
                entry.set(shown, dataset.get(shown));
              }
            }
          }
        });
    answer.set("datasets", list);
    page.token(answer);
    return answer;
  }

  ObjectNode get(String project, String id) {
    var dataset = store.datasets.get(project + ":" + id);
    if (dataset == null || id.startsWith("_")) {
      throw ApiException.notFound("Not found: Dataset " + project + ":" + id);
    }
    return dataset;
  }

  synchronized ObjectNode insert(String project, JsonNode body) throws SQLException, IOException {
    var id = body.path("datasetReference").path("datasetId").asText();
    if (!id.matches("[A-Za-z0-9_]{1,1024}") || id.equals("main")) {
      throw ApiException.invalid("Invalid dataset ID \"" + id + "\".");
    }
    if (store.datasets.containsKey(project + ":" + id)) {
      throw new ApiException(409, "duplicate", "Already Exists: Dataset " + project + ":" + id);
    }
    return save(project, id, resource(project, id, body));
  }

  /** Makes datasets of these ids, those that are not there, in one transaction. */
  synchronized void insertAll(String project, List<String> ids) throws SQLException, IOException {
    var made = new TreeMap<String, ObjectNode>();
    for (var id : ids) {
      if (!store.datasets.containsKey(project + ":" + id)) {
        made.put(id, stamped(resource(project, id, Store.JSON.createObjectNode())));
      }
    }
    store.saveDatasets(project, made);
  }

  private ObjectNode resource(String project, String id, JsonNode body) {
    var dataset = Kept.DATASET.of(body);
    Labels.check(dataset);
    Expirations.requireAnHour(dataset);
    dataset.put("kind", "bigquery#dataset").put("id", project + ":" + id).put("type", "DEFAULT");
    dataset.put("selfLink", "/bigquery/v2/projects/" + project + "/datasets/" + id);
    dataset.putObject("datasetReference").put("projectId", project).put("datasetId", id);
    dataset.put("location", Locations.normal(body.path("location").asText(Locations.DEFAULT)));
    if (!dataset.has("access")) {
      dataset.set("access", owners());
    }
    return dataset.put("creationTime", Long.toString(System.currentTimeMillis()));
  }

  /** Whom the service gives a new dataset that says nothing of access. */
  private static ArrayNode owners() {
    var access = Store.JSON.createArrayNode();
    access.addObject().put("role", "WRITER").put("specialGroup", "projectWriters");
    access.addObject().put("role", "OWNER").put("specialGroup", "projectOwners");
    access.addObject().put("role", "READER").put("specialGroup", "projectReaders");
    return access;
  }

  private ObjectNode save(String project, String id, ObjectNode dataset)
      throws SQLException, IOException {
    store.saveDataset(project, id, stamped(dataset));
    return dataset;
  }

  private ObjectNode stamped(ObjectNode dataset) {
    dataset.put("etag", Long.toHexString(store.nextVersion()));
    return dataset.put("lastModifiedTime", Long.toString(System.currentTimeMillis()));
  }

  // Synchronized: of two that expect one etag, the second finds another.
  synchronized ObjectNode update(String project, String id, JsonNode body, String expected)
      throws SQLException, IOException {
    var dataset = get(project, id).deepCopy();
    require(expected, dataset.path("etag").asText());
    if (body.hasNonNull("location")
        && !Locations.normal(body.path("location").asText())
            .equals(dataset.path("location").asText())) {
      throw ApiException.invalid("A dataset's location cannot be changed.");
    }
    merge(dataset, Kept.DATASET.patch(body).without("location"));
    Expirations.requireAnHour(dataset);
    return save(project, id, dataset);
  }

  static void require(String expected, String etag) {
    if (expected != null && !expected.equals("*") && !expected.replace("\"", "").equals(etag)) {
      throw new ApiException(412, "conditionNotMet", "Precondition Failed");
    }
  }

  static void merge(ObjectNode resource, JsonNode body) {
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

  synchronized void delete(String project, String id, boolean contents)
      throws SQLException, IOException {
    get(project, id);
    if (!contents && !store.tables(project, id).isEmpty()) {
      throw new ApiException(
          400, "resourceInUse", "Dataset " + project + ":" + id + " is still in use");
    }
    store.deleteDataset(project, id);
  }

  /** What else a dataset can hold; nothing here makes any. */
  ObjectNode none(String project, String dataset, String what) {
    get(project, dataset);
    var answer = Store.JSON.createObjectNode();
    answer.putArray(what);
    return answer;
  }
}
