package dev.backfill.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.plan.TableName;
import dev.backfill.sandbox.bigquery.BigQueryService;
import dev.backfill.sandbox.dataflow.JobTables;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sandbox's own tables, as its Dataflow asks for them. */
record StoredJobTables(BigQueryService bigQuery) implements JobTables {
  private static final int NOT_FOUND = 404;
  private static final int MOST_ROWS = 100_000;
  private static final String LONG_ENOUGH_MILLIS = "600000";

  @Override
  public long rows(String table) throws IOException {
    return table(table).map(found -> found.path("numRows").asLong()).orElse(0L);
  }

  @Override
  public Optional<JsonNode> table(String table) throws IOException {
    var name = TableName.parse(table);
    try {
      return Optional.of(
          bigQuery.handle(
              "GET",
              List.of(
                  "projects", name.project(), "datasets", name.dataset(), "tables", name.table()),
              Map.of(),
              null));
    } catch (ApiException e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw new IOException("Table " + table + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public List<Map<String, String>> query(String project, String sql) throws IOException {
    var query = JsonNodeFactory.instance.objectNode().put("useLegacySql", false);
    query.put("query", sql).put("timeoutMs", LONG_ENOUGH_MILLIS).put("maxResults", MOST_ROWS);
    try {
      var answer =
          bigQuery.handle("POST", List.of("projects", project, "queries"), Map.of(), query);
      var fields = answer.at("/schema/fields");
      var rows = new ArrayList<Map<String, String>>();
      for (var row : answer.path("rows")) {
        var texts = new HashMap<String, String>();
        for (var i = 0; i < fields.size(); i++) {
          texts.put(fields.get(i).path("name").asText(), row.path("f").get(i).path("v").asText(""));
        }
        rows.add(texts);
      }
      return rows;
    } catch (ApiException e) {
      throw new IOException("A query failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void empty(String table) throws IOException {
    if (rows(table) == 0) {
      return;
    }
    var name = TableName.parse(table);
    var query = JsonNodeFactory.instance.objectNode().put("useLegacySql", false);
    query.put("query", "TRUNCATE TABLE " + name.sql()).put("timeoutMs", LONG_ENOUGH_MILLIS);
    try {
      bigQuery.handle("POST", List.of("projects", name.project(), "queries"), Map.of(), query);
    } catch (ApiException e) {
      throw new IOException("Table " + table + " cannot be emptied: " + e.getMessage(), e);
    }
    if (rows(table) != 0) {
      throw new IOException("Table " + table + " could not be emptied.");
    }
  }
}
