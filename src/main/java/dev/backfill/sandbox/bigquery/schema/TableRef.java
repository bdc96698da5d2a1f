package dev.backfill.sandbox.bigquery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A table's full name, without a partition decorator. */
public record TableRef(String project, String dataset, String table) {

  public static TableRef of(JsonNode reference, String defaultProject) {
    return new TableRef(
        reference.path("projectId").asText(defaultProject),
        reference.path("datasetId").asText(),
        reference.path("tableId").asText());
  }

  /** The part after {@code $}, or null. */
  public String decorator() {
    int dollar = table.indexOf('$');
    return dollar < 0 ? null : table.substring(dollar + 1);
  }

  public TableRef undecorated() {
    int dollar = table.indexOf('$');
    return dollar < 0 ? this : new TableRef(project, dataset, table.substring(0, dollar));
  }

  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("projectId", project)
        .put("datasetId", dataset)
        .put("tableId", table);
  }

  @Override
  public String toString() {
    return project + ":" + dataset + "." + table;
  }
}
