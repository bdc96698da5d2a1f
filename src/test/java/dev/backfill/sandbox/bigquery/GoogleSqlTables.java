package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backfill.sandbox.http.ApiException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Small tables in a sandbox, and statements' answers in the form of the conformance data. */
final class GoogleSqlTables implements AutoCloseable {
  /** Rows as REST sends them, or the refusal. */
  record Answer(List<JsonNode> rows, ApiException refused) {}

  private final BigQueryService service;

  /** {@code {"project.dataset.table": {"fields": […], "rows": […]}}}. */
  GoogleSqlTables(Path folder, JsonNode tables) throws Exception {
    service = new BigQueryService(folder.resolve("bigquery"), new FolderBlobs(folder));
    for (var table : tables.properties()) {
      create(table.getKey().split("\\."), table.getValue());
    }
  }

  private void create(String[] name, JsonNode table) throws Exception {
    var dataset = Store.JSON.createObjectNode();
    dataset.putObject("datasetReference").put("projectId", name[0]).put("datasetId", name[1]);
    try {
      service.handle("POST", List.of("projects", name[0], "datasets"), Map.of(), dataset);
    } catch (ApiException there) {
      if (there.status() != 409) {
        throw there;
      }
    }
    var resource = Store.JSON.createObjectNode();
    resource
        .putObject("tableReference")
        .put("projectId", name[0])
        .put("datasetId", name[1])
        .put("tableId", name[2]);
    resource.putObject("schema").set("fields", table.get("fields"));
    resource.putObject("timePartitioning").put("type", "DAY").put("field", "submission_timestamp");
    service.handle(
        "POST", List.of("projects", name[0], "datasets", name[1], "tables"), Map.of(), resource);
    service.appendRows(name[0], name[1], name[2], table.get("rows").elements());
  }

  Answer query(String sql) {
    var body = Store.JSON.createObjectNode().put("query", sql).put("useLegacySql", false);
    body.putObject("formatOptions").put("useInt64Timestamp", true);
    try {
      var answer =
          service.handle("POST", List.of("projects", "any-project", "queries"), Map.of(), body);
      var rows = new ArrayList<JsonNode>();
      for (var row : answer.path("rows")) {
        rows.add(cells(answer.path("schema"), row));
      }
      return new Answer(rows, null);
    } catch (ApiException refused) {
      return new Answer(List.of(), refused);
    }
  }

  private static ArrayNode cells(JsonNode schema, JsonNode row) {
    var cells = Store.JSON.createArrayNode();
    int i = 0;
    for (var field : schema.path("fields")) {
      cells.add(cell(field, row.path("f").get(i++).path("v")));
    }
    return cells;
  }

  private static JsonNode cell(JsonNode field, JsonNode value) {
    if (value.isArray()) {
      ObjectNode element = field.deepCopy();
      element.remove("mode");
      var list = Store.JSON.createArrayNode();
      value.forEach(v -> list.add(cell(element, v.path("v"))));
      return list;
    }
    if (value.isObject()) {
      return cells(field, value);
    }
    if (value.isNull()) {
      return value;
    }
    var text = value.asText();
    return field.path("type").asText().equals("FLOAT") && !text.matches(".*(NaN|Infinity)")
        ? DoubleNode.valueOf(Double.parseDouble(text))
        : TextNode.valueOf(text);
  }

  /** As a set where the statement gives no order; a NULL array is sent as an empty one. */
  static List<String> comparable(Iterable<JsonNode> rows, boolean ordered) {
    var texts = new ArrayList<String>();
    rows.forEach(row -> texts.add(row.toString()));
    if (!ordered) {
      texts.sort(Comparator.naturalOrder());
    }
    return texts;
  }

  @Override
  public void close() throws Exception {
    service.close();
  }
}
