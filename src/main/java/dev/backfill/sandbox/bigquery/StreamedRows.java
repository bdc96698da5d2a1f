package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one insertAll, sorted into those that fit and those that do not. Unless the caller
 * says to skip these, one bad row stops all: the answer is 200 all the same, and names each.
 */
final class StreamedRows {
  private final List<Field> fields;
  private final JsonValues values;
  private final List<JsonNode> good = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final ArrayNode errors = Store.JSON.createArrayNode();
  private int count;

  StreamedRows(List<Field> fields, boolean ignoreUnknown) {
    this.fields = fields;
    this.values = new JsonValues(ignoreUnknown);
  }

  void add(JsonNode row) {
    var json = row.path("json");
    try {
      RowAppender.values(json, fields, values);
      good.add(json);
      places.add(count);
    } catch (JsonValues.Misfit misfit) {
      error(count, "invalid", misfit.getMessage());
    }
    count++;
  }

  private void error(int index, String reason, String message) {
    var error = errors.addObject().put("index", index).putArray("errors").addObject();
    error.put("reason", reason).put("location", "").put("debugInfo", "").put("message", message);
  }

  /** The rows to insert. */
  List<JsonNode> accepted(boolean skipInvalid) {
    if (errors.isEmpty() || skipInvalid) {
      return good;
    }
    places.forEach(index -> error(index, "stopped", ""));
    return List.of();
  }

  ObjectNode answer() {
    var answer = Store.JSON.createObjectNode().put("kind", "bigquery#tableDataInsertAllResponse");
    if (!errors.isEmpty()) {
      answer.set("insertErrors", errors);
    }
    return answer;
  }
}
