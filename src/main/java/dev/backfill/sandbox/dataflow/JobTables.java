package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables that a decode job reads and writes, as far as the service must know them. */
public interface JobTables {
  /** How many rows a table {@code project:dataset.table} has; 0 when it is absent. */
  long rows(String table) throws IOException;

  /** A table's resource, as the API answers it; empty when it is absent. */
  Optional<JsonNode> table(String table) throws IOException;

  /** The rows of a query, each an object of texts by column. */
  List<Map<String, String>> query(String project, String sql) throws IOException;

  /** Takes every row out of a table {@code project:dataset.table}; an absent one is no error. */
  void empty(String table) throws IOException;
}
