package dev.backfill.sandbox.strict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.BigQueryService;
import dev.backfill.sandbox.http.ApiException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What others have put into a project: nothing of it is the backfill's. */
public final class Clutter {
  private static final int DATASETS = 1200;
  private static final int DENIED = 777;
  private static final int CONFLICT = 409;

  private final BigQueryService service;

  public Clutter(BigQueryService service) {
    this.service = service;
  }

  /** The id of the dataset that may not be looked at. */
  public static String denied() {
    return name(DENIED);
  }

  private static String name(int number) {
    return "others_%04d".formatted(number);
  }

  /** Makes the datasets, those that are not there yet. */
  public void datasets(String project) {
    service.insertDatasets(project, IntStream.range(0, DATASETS).mapToObj(Clutter::name).toList());
  }

  private void dataset(String project, String id) {
    var body = object();
    body.putObject("datasetReference").put("projectId", project).put("datasetId", id);
    insert(body, "projects", project, "datasets");
  }

  /** Puts a view, a materialized view, an external table and a snapshot into each dataset. */
  public void tables(String project) {
    for (var dataset : get("projects", project, "datasets").path("datasets")) {
      tables(project, dataset.at("/datasetReference/datasetId").asText());
    }
  }

  /** The same in a dataset of others' in a project that holds nothing yet. */
  public void datasetWithTables(String project, String id) {
    dataset(project, id);
    tables(project, id);
  }

  private void tables(String project, String dataset) {
    var view = table("others_view");
    view.putObject("view").put("query", "SELECT 1 AS n").put("useLegacySql", false);
    var materialized = table("others_materialized");
    materialized.putObject("materializedView").put("query", "SELECT 1 AS n");
    var external = table("others_external");
    external
        .putObject("externalDataConfiguration")
        .put("sourceFormat", "CSV")
        .putArray("sourceUris")
        .add("gs://others/*.csv");
    for (var body : List.of(view, materialized, external, table("others_table"))) {
      insert(body, "projects", project, "datasets", dataset, "tables");
    }
    snapshot(project, dataset);
  }

  private void snapshot(String project, String dataset) {
    var job = object();
    job.putObject("jobReference").put("jobId", "others_snapshot_" + dataset);
    var copy = job.putObject("configuration").putObject("copy").put("operationType", "SNAPSHOT");
    reference(copy.putObject("sourceTable"), project, dataset, "others_table");
    reference(copy.putObject("destinationTable"), project, dataset, "others_snapshot");
    insert(job, "projects", project, "jobs");
  }

  private static void reference(ObjectNode to, String project, String dataset, String table) {
    to.put("projectId", project).put("datasetId", dataset).put("tableId", table);
  }

  private static ObjectNode table(String id) {
    var body = object();
    body.putObject("tableReference").put("tableId", id);
    body.putObject("schema").putArray("fields").addObject().put("name", "n").put("type", "INTEGER");
    return body;
  }

  /** Wants a condition on the day of whoever reads a partitioned table of a project. */
  public void requireFilters(String project) {
    for (var dataset : get("projects", project, "datasets").path("datasets")) {
      var id = dataset.at("/datasetReference/datasetId").asText();
      for (var table : get("projects", project, "datasets", id, "tables").path("tables")) {
        if (table.has("timePartitioning")) {
          service.handle(
              "PATCH",
              List.of(
                  "projects",
                  project,
                  "datasets",
                  id,
                  "tables",
                  table.at("/tableReference/tableId").asText()),
              Map.of(),
              object().put("requirePartitionFilter", true));
        }
      }
    }
  }

  private void insert(ObjectNode body, String... path) {
    try {
      service.handle("POST", List.of(path), Map.of(), body);
    } catch (ApiException e) {
      // A sandbox that was served so before has it already.
      if (e.status() != CONFLICT) {
        throw e;
      }
    }
  }

  private JsonNode get(String... path) {
    return service.handle("GET", List.of(path), Map.of(), null);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
