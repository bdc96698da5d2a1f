package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Calls of a BigQuery service in a project of tests, without HTTP. */
record Calls(BigQueryService service) {
  static final String PROJECT = "moz-fx-data-backfill-14";

  ObjectNode get(String path) {
    return service.handle("GET", "projects/" + PROJECT + "/" + path, name -> null, null);
  }

  /** Posts a body in which apostrophes stand for quotation marks. */
  ObjectNode post(String path, String body) throws Exception {
    var json = Store.JSON.readTree(body.replace('\'', '"'));
    return service.handle("POST", "projects/" + PROJECT + "/" + path, name -> null, json);
  }

  /** Waits for a job, and gives its status. */
  JsonNode end(String id) throws Exception {
    var status = get("jobs/" + id).path("status");
    while (!status.path("state").asText().equals("DONE")) {
      Thread.sleep(5);
      status = get("jobs/" + id).path("status");
    }
    return status;
  }

  /** A destination in dataset {@code d}, with apostrophes. */
  static String to(String table) {
    return "'destinationTable':{'projectId':'"
        + PROJECT
        + "','datasetId':'d','tableId':'"
        + table
        + "'}";
  }
}
