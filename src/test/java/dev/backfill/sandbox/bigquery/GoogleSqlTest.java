package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.Conformance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GoogleSQL answers, statement by statement: the same, or no answer. */
@Tag("server")
class GoogleSqlTest {
  @TempDir Path folder;

  @Test
  void answersAsTheReferenceOrNotAtAll() throws Exception {
    var cases = Conformance.read(Conformance.file("googlesql/cases.ndjson"));
    var tables = Store.JSON.readTree(Files.readString(Conformance.file("googlesql/tables.json")));
    var wrong = new ArrayList<String>();
    var unsupported = new ArrayList<String>();
    try (var sandbox = new GoogleSqlTables(folder, tables)) {
      for (var one : cases) {
        var sql = one.path("sql").asText();
        var answer = sandbox.query(sql);
        if (answer.refused() != null && answer.refused().status() == 501) {
          unsupported.add(sql);
          continue;
        }
        var problem = problem(one, answer);
        if (problem != null) {
          wrong.add(sql + "\n  " + problem);
        }
      }
    }
    assertThat(wrong).isEmpty();
    // Two columns of one name are no table, so BigQuery itself refuses such a result.
    assertThat(unsupported).containsExactly("SELECT 1 AS a, 2 AS a");
  }

  private static String problem(JsonNode one, GoogleSqlTables.Answer answer) {
    boolean error = one.path("error").asBoolean();
    if (answer.refused() != null) {
      return error && answer.refused().status() == 400 ? null : answer.refused().getMessage();
    }
    if (error) {
      return "no error but " + answer.rows();
    }
    boolean ordered = one.path("ordered").asBoolean();
    var expected = new ArrayList<JsonNode>();
    one.path("rows").forEach(row -> expected.add(sent(row, one.path("columns"))));
    var wanted = GoogleSqlTables.comparable(expected, ordered);
    var got = GoogleSqlTables.comparable(answer.rows(), ordered);
    return wanted.equals(got) ? null : "wanted " + wanted + "\n  got    " + got;
  }

  /** REST sends a NULL array as an empty one. */
  private static JsonNode sent(JsonNode row, JsonNode columns) {
    ArrayNode copy = row.deepCopy();
    for (int i = 0; i < copy.size(); i++) {
      if (copy.get(i).isNull() && columns.get(i).asText().contains("ARRAY<")) {
        copy.set(i, JsonNodeFactory.instance.arrayNode());
      }
    }
    return copy;
  }
}
