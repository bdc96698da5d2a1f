package dev.backfill.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.plan.TableName;
import dev.backfill.sandbox.bigquery.BigQueryService;
import dev.backfill.sandbox.dataflow.JobTables;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The sandbox's own tables, as its Dataflow asks for them. */
record StoredJobTables(BigQueryService bigQuery) implements JobTables {
  private static final int NOT_FOUND = 404;
  private static final String LONG_ENOUGH_MILLIS = "600000";

  @Override
  public long rows(String table) throws IOException {
    var name = TableName.parse(table);
    try {
      return bigQuery
          .handle(
              "GET",
              List.of(
                  "projects", name.project(), "datasets", name.dataset(), "tables", name.table()),
              Map.of(),
              null)
          .path("numRows")
          .asLong();
    } catch (ApiException e) {
      if (e.status() == NOT_FOUND) {
        return 0;
      }
      throw new IOException("Table " + table + " cannot be read: " + e.getMessage(), e);
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
