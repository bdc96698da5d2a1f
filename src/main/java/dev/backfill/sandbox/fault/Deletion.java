package dev.backfill.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.sandbox.bigquery.BigQueryService;
import java.util.List;
import java.util.Map;

/** Someone else's deletion job: removes one document from each stable table of a project. */
public final class Deletion implements Runnable {
  private static final int MILLIS = 10_000;

  private final BigQueryService service;
  private final String project;

  public Deletion(BigQueryService service, String project) {
    this.service = service;
    this.project = project;
  }

  @Override
  public void run() {
    for (var dataset : get("projects", project, "datasets").path("datasets")) {
      var name = dataset.at("/datasetReference/datasetId").asText();
      if (name.endsWith("_stable")) {
        for (var table : get("projects", project, "datasets", name, "tables").path("tables")) {
          delete(
              "`"
                  + project
                  + "."
                  + name
                  + "."
                  + table.at("/tableReference/tableId").asText()
                  + "`");
        }
      }
    }
  }

  private JsonNode get(String... path) {
    return service.handle("GET", List.of(path), Map.of(), null);
  }

  private void delete(String table) {
    var newest =
        query(
            "SELECT document_id FROM "
                + table
                + " WHERE document_id IS NOT NULL ORDER BY submission_timestamp DESC LIMIT 1");
    var id = newest.at("/rows/0/f/0/v");
    if (!id.isMissingNode()) {
      query("DELETE FROM " + table + " WHERE document_id = '" + id.asText() + "'");
    }
  }

  private JsonNode query(String sql) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("query", sql).put("useLegacySql", false).put("timeoutMs", MILLIS);
    return service.handle("POST", List.of("projects", project, "queries"), Map.of(), body);
  }
}
