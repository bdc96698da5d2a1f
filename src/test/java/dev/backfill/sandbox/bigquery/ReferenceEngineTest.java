package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.check.CountQuery;
import dev.backfill.check.CountsSql;
import dev.backfill.check.RejectedCounts;
import dev.backfill.check.TypeDays;
import dev.backfill.landing.OtherPlaces;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.PlaybookId;
import dev.backfill.stage.StagingSql;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sandbox's answers beside those of Google's reference implementation of GoogleSQL. Its natives
 * are for some systems only, and Maven puts them into {@code target/reference} there; elsewhere
 * this is skipped.
 */
@Tag("process")
class ReferenceEngineTest {
  private static final Pattern TABLE = Pattern.compile("`([^`]+)`");
  private static final String PBD =
      "`moz-fx-data-shared-prod.payload_bytes_decoded.telemetry_telemetry__main_v4`";
  private static final String LIVE = "`moz-fx-data-shared-prod.telemetry_live.main_v4`";

  @TempDir Path folder;

  /** The listing of partitions reads a view of BigQuery's own, which the reference has not. */
  @Test
  void everyStatementOfTheProductHasTheReferencesRows() throws Exception {
    var statements = product();
    var problems = compare(statements, false);
    assertThat(problems).isEmpty();
    assertThat(statements).hasSizeGreaterThan(10);
  }

  @Test
  void statementsOfManyKindsHaveItsRowsItsErrorsOrNone() throws Exception {
    var statements = new LinkedHashSet<String>();
    try (var lines = getClass().getResourceAsStream("/googlesql.txt")) {
      new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> statements.add(line.replace("{P}", PBD).replace("{L}", LIVE)));
    }
    assertThat(compare(statements, true)).isEmpty();
  }

  private static final String REWRITE =
      "playbook: rewrite\nrewrite: { query_sql: \"SELECT '${day}' FROM ${source}\", mode: drop,"
          + " affected_sql: \"sample_id = 1 AND normalized_channel != '${day}'\" }\n";

  private static final String REPROCESS =
      "playbook: reprocess\nerrors: { messages: [ '%value%' ] }\n"
          + "finalize: { mode: append, by: hand-over }\n";

  private static Set<String> product() throws Exception {
    var sql = new LinkedHashSet<String>();
    for (var more :
        List.of(
            "schemas: gs://schemas/a.tar.gz\n",
            REWRITE,
            REWRITE.replace("!= '${day}'", "!= 'beta'"),
            REPROCESS,
            REPROCESS + "deduplicate: { later_days: 1 }\n")) {
      ofPlan(plan(more), sql);
    }
    sql.add(Founding.DEDUPLICATE);
    sql.add(Founding.VALIDATE);
    return sql;
  }

  /** Of all its days together, of some with gaps between them, and of one. */
  private static void ofPlan(Plan plan, Set<String> sql) {
    var type = plan.documents().get(0);
    var days = plan.days().list();
    for (var some : List.of(days, List.of(days.get(0), days.get(2)), List.of(days.get(1)))) {
      var asked = TypeDays.of(type, some);
      CountQuery.of(plan).forEach(query -> sql.addAll(query.of(plan, type).statements(asked)));
      sql.addAll(CountQuery.errorMessages(plan).statements(asked));
      if (plan.reprocess().isPresent()) {
        sql.addAll(RejectedCounts.reprocessed(plan).statements(asked));
      }
      if (plan.rewrite().isPresent()) {
        OtherPlaces.queries(plan, type).forEach(query -> sql.addAll(query.statements(asked)));
      }
    }
    if (plan.playbook() == PlaybookId.REPLAY) {
      plan.cells().forEach(cell -> ofCell(plan, cell, sql));
    }
  }

  private static void ofCell(Plan plan, Cell cell, Set<String> sql) {
    var type = cell.type();
    sql.add(StagingSql.deduplicate(plan, cell));
    for (var table : List.of(plan.decoded(type), plan.live(type), plan.stable(type))) {
      sql.add(CountsSql.hours(table.name(), cell));
      sql.add(CountsSql.channels(table.name(), cell));
    }
  }

  private static Plan plan(String more) throws Exception {
    return PlanFile.read(
        """
        name: test
        reason: a test
        days: { first: 2020-04-13, last: 2020-04-15 }
        documents: [ telemetry/main/4 ]
        source: { project: moz-fx-data-shared-prod }
        target: { project: moz-fx-data-backfill-14 }
        """
            + more);
  }

  private List<String> compare(Set<String> statements, boolean mayRefuse) throws Exception {
    var tables = tables(statements);
    var wanted = reference(tables, statements);
    var problems = new ArrayList<String>();
    try (var sandbox = new GoogleSqlTables(folder, tables)) {
      int i = 0;
      for (var sql : statements) {
        var got = sandbox.query(sql);
        var problem = problem(wanted.get(i++), got, sql, mayRefuse);
        if (problem != null) {
          problems.add(sql + "\n  " + problem);
        }
      }
    }
    return problems;
  }

  private static String problem(
      JsonNode wanted, GoogleSqlTables.Answer got, String sql, boolean mayRefuse) {
    if (got.refused() != null) {
      int status = got.refused().status();
      boolean right = mayRefuse && (status == 501 || (status == 400 && wanted.has("error")));
      return right ? null : wanted + "\n  " + got.refused().getMessage();
    }
    boolean ordered = ordered(sql);
    var rows = GoogleSqlTables.comparable(wanted.path("rows"), ordered);
    var own = GoogleSqlTables.comparable(got.rows(), ordered);
    return !wanted.has("error") && rows.equals(own) ? null : wanted + "\n  " + own;
  }

  /** Whether the whole statement gives an order, not a window or a subquery in it. */
  private static boolean ordered(String sql) {
    int at = sql.lastIndexOf("ORDER BY");
    var before = sql.substring(0, Math.max(0, at));
    return at >= 0
        && before.chars().filter(c -> c == '(').count()
            == before.chars().filter(c -> c == ')').count();
  }

  /** A table for each name that the statements hold, of the same few rows. */
  private static JsonNode tables(Set<String> statements) throws Exception {
    var tables = Store.JSON.createObjectNode();
    for (var sql : statements) {
      var names = TABLE.matcher(sql);
      while (names.find()) {
        if (names.group(1).split("\\.").length == 3) {
          boolean errors = names.group(1).contains("payload_bytes_error");
          tables.set(names.group(1), Store.JSON.readTree(errors ? ERRORS : PINGS));
        }
      }
    }
    var live = (ObjectNode) tables.path("moz-fx-data-shared-prod.telemetry_live.main_v4");
    live.putArray("rows").add(Store.JSON.readTree(ONE_LIVE));
    return tables;
  }

  private List<JsonNode> reference(JsonNode tables, Set<String> statements) throws Exception {
    var jars = Path.of(System.getProperty("reference.dir", "target/reference"));
    Assumptions.assumeTrue(
        Files.isDirectory(jars), () -> "no reference engine in " + jars.toAbsolutePath());
    var file = folder.resolve("tables.json");
    Files.writeString(file, tables.toString());
    var libraries =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jars.resolve("*") + File.pathSeparator + libraries,
                Path.of("src/test/reference/Reference.java").toString(),
                file.toString())
            .redirectError(folder.resolve("reference.err").toFile())
            .start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      for (var sql : statements) {
        in.write(Store.JSON.createObjectNode().put("sql", sql) + "\n");
      }
      in.flush();
      in.close();
      var answers = new ArrayList<JsonNode>();
      var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("{\"rows\"") || line.startsWith("{\"error\"")) {
          answers.add(Store.JSON.readTree(line));
        }
      }
      assertThat(answers)
          .as(() -> "answers; see " + folder.resolve("reference.err"))
          .hasSameSizeAs(statements);
      return answers;
    } finally {
      process.destroyForcibly();
    }
  }

  private static final String PINGS =
      """
      {"fields": [{"name": "document_id", "type": "STRING"},
        {"name": "submission_timestamp", "type": "TIMESTAMP"},
        {"name": "payload", "type": "BYTES"},
        {"name": "normalized_channel", "type": "STRING"},
        {"name": "sample_id", "type": "INTEGER"}, {"name": "additional_properties", "type": "STRING"},
        {"name": "f", "type": "FLOAT"}, {"name": "bo", "type": "BOOLEAN"}],
       "rows": [
        {"document_id": "a", "submission_timestamp": "2020-04-14T00:00:00Z", "payload": "eA==",
         "normalized_channel": "release", "sample_id": 1, "f": 1.5, "bo": true},
        {"document_id": "a", "submission_timestamp": "2020-04-14T00:00:00Z", "payload": "dw==",
         "normalized_channel": "release", "sample_id": 2},
        {"document_id": "a", "submission_timestamp": "2020-04-14T00:00:00.000001Z"},
        {"document_id": null, "submission_timestamp": "2020-04-14T12:00:00Z", "sample_id": -5},
        {"document_id": "", "submission_timestamp": "2020-04-14T23:59:59.999999Z", "f": -0.0},
        {"document_id": "\\u00e9", "submission_timestamp": "2020-04-14T07:00:00Z",
         "normalized_channel": "beta", "bo": false, "additional_properties": "{\\"x\\":1}"},
        {"document_id": "e\\u0301", "submission_timestamp": "2020-04-14T07:00:00Z", "payload": ""},
        {"document_id": "\\ud83d\\ude00z", "submission_timestamp": "2020-04-14T07:30:00Z"},
        {"document_id": "\\uffff", "submission_timestamp": "2020-04-14T07:30:00Z"},
        {"document_id": "next", "submission_timestamp": "2020-04-15T00:00:00Z", "sample_id": 7},
        {"document_id": "prev", "submission_timestamp": "2020-04-13T23:59:59.999999Z"},
        {"document_id": "nots", "submission_timestamp": null}]}
      """;

  private static final String ONE_LIVE =
      """
      {"document_id": "a", "submission_timestamp": "2020-04-14T00:00:00Z", "payload": "eA==",
       "normalized_channel": "release", "sample_id": 1}
      """;

  private static final String ERRORS =
      """
      {"fields": [{"name": "document_namespace", "type": "STRING"},
        {"name": "document_type", "type": "STRING"}, {"name": "document_version", "type": "STRING"},
        {"name": "error_message", "type": "STRING"}, {"name": "exception_class", "type": "STRING"},
        {"name": "error_type", "type": "STRING"}, {"name": "payload", "type": "BYTES"},
        {"name": "submission_timestamp", "type": "TIMESTAMP"}],
       "rows": [
        {"document_namespace": "telemetry", "document_type": "main", "document_version": "4",
         "error_message": "document_id \\u00e9: bad: value", "error_type": "ParsePayload",
         "payload": "eA==",
         "submission_timestamp": "2020-04-14T01:00:00Z"},
        {"document_namespace": "telemetry", "document_type": "main", "document_version": "4",
         "error_message": "document_id x no colon", "submission_timestamp": "2020-04-14T01:00:00Z"},
        {"document_namespace": "telemetry", "document_type": "main", "document_version": "4",
         "error_message": null, "submission_timestamp": "2020-04-15T01:00:00Z"}]}
      """;
}
