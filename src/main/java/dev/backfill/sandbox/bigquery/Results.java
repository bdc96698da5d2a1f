package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rows of tables and of queries, a page at a time. */
final class Results {
  // BigQuery pages at 10 MB of JSON; base64 makes 7 MB of payload about that.
  private static final long PAGE_BYTES = 10L << 20;
  private static final long PAGE_ROWS = 10_000;
  private final Store store;
  private final Jobs jobs;

  Results(Store store, Jobs jobs) {
    this.store = store;
    this.jobs = jobs;
  }

  ObjectNode list(TableRef ref, Map<String, String> query) throws SQLException {
    var table = new StoredTables(store).required(ref.undecorated());
    var answer = Store.JSON.createObjectNode().put("kind", "bigquery#tableDataList");
    answer.put("etag", Long.toHexString(table.version()));
    var sums = ref.decorator() == null ? null : table.partitions().get(ref.decorator());
    long total = ref.decorator() == null ? table.rows() : sums == null ? 0 : sums.rows();
    answer.put("totalRows", Long.toString(total));
    var token = rows(table, ref.decorator(), query, answer);
    if (token != null) {
      answer.put("pageToken", token);
    }
    return answer;
  }

  /** Adds the rows; returns the next page's token, which is the last row's number, or null. */
  private String rows(Table table, String decorator, Map<String, String> query, ObjectNode answer)
      throws SQLException {
    long limit = Math.min(PAGE_ROWS, Page.number(query, "maxResults", PAGE_ROWS));
    long offset = Page.number(query, "startIndex", 0);
    var token = query.get("pageToken");
    var fields = selected(table.fields(), query.get("selectedFields"));
    boolean micros =
        Boolean.parseBoolean(query.getOrDefault("formatOptions.useInt64Timestamp", "false"));
    var cells = new Cells(fields, micros);
    var list = Store.JSON.createArrayNode();
    var next =
        limit == 0 ? null : read(table, decorator, token, offset, limit, fields, cells, list);
    if (!list.isEmpty()) {
      answer.set("rows", list);
    }
    return next;
  }

  private String read(
      Table table,
      String decorator,
      String token,
      long offset,
      long limit,
      List<Field> fields,
      Cells cells,
      ArrayNode list)
      throws SQLException {
    var names = new ArrayList<String>();
    fields.forEach(field -> names.add(Sql.name(field.name())));
    names.add(Sql.name(Table.ROW));
    var after = token == null ? -1 : Page.number(query(token), "pageToken", 0);
    var sql =
        "SELECT "
            + String.join(", ", names)
            + " FROM "
            + table.sqlName()
            + " WHERE "
            + Sql.name(Table.ROW)
            + " > "
            + after
            + " AND "
            + table.partitionFilter(decorator)
            + " ORDER BY "
            + Sql.name(Table.ROW)
            + " LIMIT "
            + (limit + 1)
            + (token == null ? " OFFSET " + offset : "");
    try (var connection = store.open();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      long last = after;
      long bytes = 0;
      while (rows.next()) {
        if (list.size() == limit || bytes > PAGE_BYTES) {
          return Long.toString(last);
        }
        var row = cells.row(rows);
        last = rows.getLong(fields.size() + 1);
        bytes += size(row);
        list.add(row);
      }
      return null;
    }
  }

  private static Map<String, String> query(String token) {
    return Map.of("pageToken", token);
  }

  private static long size(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().length();
    }
    if (node.isBinary()) {
      return node.asText().length();
    }
    long sum = 8;
    for (var child : node) {
      sum += size(child);
    }
    return sum;
  }

  private static List<Field> selected(List<Field> fields, String names) {
    if (names == null || names.isEmpty()) {
      return fields;
    }
    var wanted =
        List.of(names.split(",")).stream()
            .map(n -> n.replaceAll("\\..*", ""))
            .collect(Collectors.toSet());
    return fields.stream().filter(field -> wanted.contains(field.name())).toList();
  }

  ObjectNode query(String project, JsonNode body) throws SQLException, IOException {
    var job = Store.JSON.createObjectNode();
    if (body.hasNonNull("location")) {
      job.putObject("jobReference").set("location", body.get("location"));
    }
    var configuration = job.putObject("configuration");
    var query = configuration.putObject("query");
    for (var key :
        List.of(
            "query",
            "defaultDataset",
            "queryParameters",
            "parameterMode",
            "useQueryCache",
            "maximumBytesBilled")) {
      if (body.has(key)) {
        query.set(key, body.get(key));
      }
    }
    query.put("useLegacySql", body.path("useLegacySql").asBoolean(true));
    configuration.put("dryRun", body.path("dryRun").asBoolean(false));
    if (body.has("labels")) {
      configuration.set("labels", body.get("labels"));
    }
    var inserted = inserted(project, job, body.path("requestId").asText());
    if (body.path("dryRun").asBoolean(false)) {
      return dryRun(inserted);
    }
    var parameters = new TreeMap<String, String>();
    parameters.put("timeoutMs", body.path("timeoutMs").asText("10000"));
    if (body.has("maxResults")) {
      parameters.put("maxResults", body.path("maxResults").asText());
    }
    parameters.put(
        "formatOptions.useInt64Timestamp",
        body.path("formatOptions").path("useInt64Timestamp").asText("false"));
    var reference = inserted.path("jobReference");
    parameters.put("location", reference.path("location").asText());
    var answer = get(project, reference.path("jobId").asText(), parameters);
    answer.remove("etag");
    var statistics =
        jobs.get(project, reference.path("jobId").asText(), reference.path("location").asText())
            .path("statistics");
    for (var time : List.of("creationTime", "startTime", "endTime")) {
      if (statistics.has(time)) {
        answer.set(time, statistics.get(time));
      }
    }
    if (statistics.has("totalSlotMs")) {
      answer.set("totalSlotMs", statistics.get("totalSlotMs"));
    }
    answer.set("location", reference.get("location"));
    return answer.put("kind", "bigquery#queryResponse");
  }

  /** A request of the same id is the same query, as the service has it for 15 minutes. */
  private ObjectNode inserted(String project, ObjectNode job, String request)
      throws SQLException, IOException {
    if (request.isEmpty()) {
      return jobs.insert(project, job);
    }
    var id = "job_" + request.replaceAll("[^A-Za-z0-9_-]", "_");
    job.withObject("jobReference").put("jobId", id);
    try {
      return jobs.insert(project, job);
    } catch (ApiException e) {
      if (e.status() != 409) {
        throw e;
      }
      return jobs.get(project, id, job.path("jobReference").path("location").asText(null));
    }
  }

  private static ObjectNode dryRun(ObjectNode job) {
    var statistics = job.path("statistics").path("query");
    var answer = Store.JSON.createObjectNode().put("kind", "bigquery#queryResponse");
    answer.set("schema", statistics.path("schema"));
    answer.set("jobReference", job.get("jobReference"));
    answer.put("totalBytesProcessed", statistics.path("totalBytesProcessed").asText());
    return answer.put("jobComplete", true).put("cacheHit", false);
  }

  ObjectNode get(String project, String id, Map<String, String> query) throws SQLException {
    long timeout = Page.number(query, "timeoutMs", 10_000);
    var job = jobs.await(project, id, query.get("location"), Math.min(timeout, 60_000));
    var answer = Store.JSON.createObjectNode().put("kind", "bigquery#getQueryResultsResponse");
    answer.put("etag", job.path("etag").asText());
    answer.set("jobReference", job.get("jobReference"));
    boolean done = job.path("status").path("state").asText().equals("DONE");
    answer.put("jobComplete", done);
    if (!done) {
      return answer;
    }
    var error = job.path("status").path("errorResult");
    if (error.isObject()) {
      throw new ApiException(
          status(error.path("reason").asText()),
          error.path("reason").asText(),
          error.path("message").asText(),
          error.path("location").asText(null));
    }
    var statistics = job.path("statistics").path("query");
    answer.put("cacheHit", false);
    answer.put("totalBytesProcessed", statistics.path("totalBytesProcessed").asText("0"));
    if (statistics.has("numDmlAffectedRows")) {
      answer.set("numDmlAffectedRows", statistics.get("numDmlAffectedRows"));
      answer.set("schema", Field.schema(List.of()));
      return answer.put("totalRows", "0");
    }
    return withRows(job, project, query, answer);
  }

  private ObjectNode withRows(
      ObjectNode job, String project, Map<String, String> query, ObjectNode answer)
      throws SQLException {
    var ref =
        TableRef.of(job.path("configuration").path("query").path("destinationTable"), project);
    var table = new StoredTables(store).required(ref.undecorated());
    answer.set("schema", Field.schema(table.fields()));
    answer.put("totalRows", Long.toString(table.rows()));
    var token = rows(table, ref.decorator(), query, answer);
    if (token != null) {
      answer.put("pageToken", token);
    }
    return answer;
  }

  private static int status(String reason) {
    switch (reason) {
      case "notFound":
        return 404;
      case "duplicate":
        return 409;
      case "notImplemented":
        return 501;
      case "backendError":
        return 503;
      case "internalError":
        return 500;
      default:
        return 400;
    }
  }

  ObjectNode jobs(String project, Map<String, String> query) {
    var answer = Store.JSON.createObjectNode().put("kind", "bigquery#jobList");
    var page = new Page(query);
    var list = answer.putArray("jobs");
    var states = query.getOrDefault("stateFilter", "").toUpperCase(Locale.ROOT);
    long from = Page.number(query, "minCreationTime", 0);
    long to = Page.number(query, "maxCreationTime", Long.MAX_VALUE);
    for (var job : jobs.list(project, job -> isIn(job, states, from, to))) {
      if (page.takes()) {
        list.add(listed(job, "full".equalsIgnoreCase(query.get("projection"))));
      }
    }
    page.token(answer);
    return answer;
  }

  private static boolean isIn(ObjectNode job, String states, long from, long to) {
    if (!states.isEmpty() && !states.contains(job.path("status").path("state").asText())) {
      return false;
    }
    long created = job.path("statistics").path("creationTime").asLong();
    return created >= from && created <= to;
  }

  /** A job as a list has it: with its configuration only where that was asked for. */
  private static ObjectNode listed(ObjectNode job, boolean full) {
    var entry = Store.JSON.createObjectNode();
    for (var name : List.of("kind", "id", "jobReference", "statistics", "status", "user_email")) {
      entry.set(name, job.get(name));
    }
    entry.set("state", job.at("/status/state"));
    if (job.path("status").has("errorResult")) {
      entry.set("errorResult", job.path("status").get("errorResult"));
    }
    if (full) {
      entry.set("configuration", job.get("configuration"));
    }
    return entry;
  }
}
