package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.DiskFull;
import dev.backfill.sandbox.storage.Blobs;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** BigQuery v2 on a folder of DuckDB files; protocol only, whatever the HTTP server. */
public final class BigQueryService implements AutoCloseable {
  // Google's service answers at once. Beam's pauses between two looks at a job grow to seconds,
  // which a load of milliseconds would be waited for.
  private static final long GET_MILLIS = 500;

  private static final Logger log = LoggerFactory.getLogger(BigQueryService.class);
  private final Path folder;
  private final Store store;
  private final Jobs jobs;
  private final Datasets datasets;
  private final TableApi tables;
  private final Expirations expirations;
  private final Results results;

  public BigQueryService(Path folder, Blobs blobs) throws IOException {
    this.folder = folder;
    this.store = new Store(folder);
    try {
      this.jobs = new Jobs(store, blobs);
    } catch (SQLException e) {
      throw new IOException("Cannot open the jobs in " + folder, e);
    }
    this.datasets = new Datasets(store);
    this.tables = new TableApi(store, datasets);
    this.expirations = new Expirations(store);
    this.results = new Results(store, jobs);
  }

  /**
   * Answers one request, or throws a {@link ApiException}.
   *
   * @param method after X-HTTP-Method-Override
   * @param path the decoded segments after {@code bigquery/v2}, which start with {@code projects}
   * @param body null when there is none
   * @return the answer's JSON, or null for 204
   */
  public ObjectNode handle(
      String method, List<String> path, Map<String, String> query, JsonNode body) {
    try {
      expirations.sweep();
      return route(method, path, query, body == null ? Store.JSON.createObjectNode() : body);
    } catch (SQLException | IOException e) {
      throw refusal(e);
    }
  }

  static ApiException refusal(Exception failure) {
    return DiskFull.of(failure)
        .orElseGet(
            () -> {
              log.error("A request or job failed", failure);
              return new ApiException(
                  500, "internalError", "The sandbox failed; its log says why.");
            });
  }

  /** The time by which tables end, in milliseconds since 1970. */
  void clock(LongSupplier now) {
    store.clock(now);
  }

  /** Makes jobs fail: asked with a job's kind, load for example, before it runs. */
  public void trouble(Consumer<String> by) {
    jobs.trouble(by);
  }

  /** The header of a precondition, handed over among the parameters. */
  static final String IF_MATCH = "If-Match";

  private static final List<String> PARAMETERS =
      List.of(
          IF_MATCH,
          "pageToken",
          "maxResults",
          "startIndex",
          "selectedFields",
          "timeoutMs",
          "stateFilter",
          "projection",
          "minCreationTime",
          "maxCreationTime",
          "location",
          "view",
          "deleteContents",
          "formatOptions.useInt64Timestamp");

  /**
   * The same for a router: the path after {@code /bigquery/v2/}, and query parameters by name (null
   * where absent).
   */
  public ObjectNode handle(
      String method, String path, UnaryOperator<String> parameter, JsonNode body) {
    var query = new TreeMap<String, String>();
    for (var name : PARAMETERS) {
      var value = parameter.apply(name);
      // Go's clients send empty parameters for those that nobody set.
      if (value != null && !value.isEmpty()) {
        query.put(name, value);
      }
    }
    return handle(method, List.of(path.split("/")), query, body);
  }

  private ObjectNode route(
      String method, List<String> path, Map<String, String> query, JsonNode body)
      throws SQLException, IOException {
    if (path.size() == 1 && path.get(0).equals("projects")) {
      return datasets.projects(query);
    }
    if (path.size() < 3 || !path.get(0).equals("projects")) {
      throw unknown(method, path);
    }
    var project = path.get(1);
    store.project(project);
    switch (path.get(2)) {
      case "datasets":
        return path.size() > 4
            ? table(method, path, query, body)
            : dataset(method, path, query, body);
      case "jobs":
        return job(method, path, query, body);
      case "queries":
        return path.size() == 3
            ? results.query(project, body)
            : results.get(project, path.get(3), query);
      default:
        throw unknown(method, path);
    }
  }

  private ObjectNode dataset(
      String method, List<String> path, Map<String, String> query, JsonNode body)
      throws SQLException, IOException {
    var project = path.get(1);
    if (path.size() == 3) {
      return method.equals("GET") ? datasets.list(project, query) : datasets.insert(project, body);
    }
    switch (method) {
      case "GET":
        return datasets.get(project, path.get(3));
      case "DELETE":
        datasets.delete(project, path.get(3), Boolean.parseBoolean(query.get("deleteContents")));
        return null;
      case "PATCH":
      case "PUT":
        return datasets.update(project, path.get(3), body, query.get(IF_MATCH));
      default:
        throw unknown(method, path);
    }
  }

  private ObjectNode table(
      String method, List<String> path, Map<String, String> query, JsonNode body)
      throws SQLException, IOException {
    var project = path.get(1);
    var lists = path.size() == 5 && method.equals("GET");
    if (lists && List.of("models", "routines").contains(path.get(4))) {
      return datasets.none(project, path.get(3), path.get(4));
    }
    if (!path.get(4).equals("tables")) {
      throw unknown(method, path);
    }
    if (path.size() == 5) {
      return method.equals("GET")
          ? tables.list(project, path.get(3), query)
          : tables.insert(project, path.get(3), body);
    }
    var name = path.get(5);
    var ref = new TableRef(project, path.get(3), name);
    if (path.size() == 7) {
      return tablePart(method, path, query, ref, body);
    }
    switch (method) {
      case "GET":
        return tables.get(ref, query.get("view"));
      case "DELETE":
        tables.delete(ref);
        return null;
      case "PATCH":
      case "PUT":
        return tables.update(ref, body, query.get(IF_MATCH));
      default:
        throw unknown(method, path);
    }
  }

  private ObjectNode tablePart(
      String method, List<String> path, Map<String, String> query, TableRef ref, JsonNode body)
      throws SQLException, IOException {
    switch (path.get(6)) {
      case "data":
        return results.list(ref, query);
      case "insertAll":
        return insertAll(ref, body);
      case "rowAccessPolicies":
        return method.equals("POST") ? tables.addRowPolicy(ref, body) : tables.rowPolicies(ref);
      default:
        throw unknown(method, path);
    }
  }

  private ObjectNode insertAll(TableRef ref, JsonNode body) throws SQLException, IOException {
    var table = new StoredTables(store).required(ref);
    if (body.path("rows").isEmpty()) {
      throw ApiException.invalid("No rows present in the request.");
    }
    if (body.hasNonNull("templateSuffix")) {
      throw ApiException.unsupported("A template suffix");
    }
    boolean ignoreUnknown = body.path("ignoreUnknownValues").asBoolean(false);
    var insert = new StreamedRows(table.fields(), ignoreUnknown);
    body.path("rows").forEach(insert::add);
    var good = insert.accepted(body.path("skipInvalidRows").asBoolean(false));
    if (!good.isEmpty()) {
      append(ref, good.iterator(), ignoreUnknown);
    }
    return insert.answer();
  }

  LoadUploads uploads() {
    return new LoadUploads(this, folder.resolve("uploads"));
  }

  /** Takes a load job whose rows are in a file, which the job removes. */
  ObjectNode load(String project, JsonNode body, Path rows) {
    try {
      return jobs.insert(project, body, rows);
    } catch (SQLException | IOException e) {
      throw refusal(e);
    }
  }

  private ObjectNode job(String method, List<String> path, Map<String, String> query, JsonNode body)
      throws SQLException, IOException {
    var project = path.get(1);
    if (path.size() == 3) {
      return method.equals("GET") ? results.jobs(project, query) : jobs.insert(project, body);
    }
    if (path.size() == 4) {
      return jobs.await(project, path.get(3), query.get("location"), GET_MILLIS);
    }
    switch (path.get(4)) {
      case "cancel":
        var answer = Store.JSON.createObjectNode().put("kind", "bigquery#jobCancelResponse");
        answer.set("job", jobs.cancel(project, path.get(3), query.get("location")));
        return answer;
      case "delete":
        jobs.delete(project, path.get(3), query.get("location"));
        return null;
      default:
        throw unknown(method, path);
    }
  }

  private static ApiException unknown(String method, List<String> path) {
    return ApiException.unsupported(method + " " + String.join("/", path));
  }

  /**
   * Appends rows in one transaction: objects as newline JSON has them (timestamps as text, bytes as
   * base64). Values without a column are left out, as the live loaders do. Returns how many.
   */
  public long appendRows(
      String project, String dataset, String table, Iterator<? extends JsonNode> rows)
      throws IOException {
    return appended(new TableRef(project, dataset, table), appender -> appendEach(rows, appender));
  }

  private long append(TableRef ref, Iterator<? extends JsonNode> rows, boolean ignoreUnknown)
      throws SQLException, IOException {
    return append(ref, ignoreUnknown, appender -> appendEach(rows, appender));
  }

  private static void appendEach(Iterator<? extends JsonNode> rows, RowAppender appender)
      throws SQLException {
    while (rows.hasNext()) {
      appender.append(rows.next());
    }
  }

  /** Begins to append rows to a table, in one transaction that its end commits. */
  public TableFeed feed(String project, String dataset, String table) {
    return new TableFeed(new TableRef(project, dataset, table), this::appendAll);
  }

  private long appendAll(TableRef ref, RowQueue rows) throws IOException {
    return appended(
        ref,
        appender -> {
          while (rows.hasNext()) {
            appender.append(rows.next());
          }
        });
  }

  private long appended(TableRef ref, Appending rows) throws IOException {
    try {
      return append(ref, true, rows);
    } catch (SQLException e) {
      throw new IOException(refusal(e).getMessage(), e);
    }
  }

  /** Reads rows for a table; values without a column are left out, as the live loaders do. */
  public RowReader reader(String project, String dataset, String table) {
    var ref = new TableRef(project, dataset, table);
    return new RowReader(new StoredTables(store).required(ref).fields(), true);
  }

  private interface Appending {
    void to(RowAppender appender) throws SQLException;
  }

  private long append(TableRef ref, boolean ignoreUnknown, Appending rows)
      throws SQLException, IOException {
    var table = new StoredTables(store).required(ref);
    var lock = store.lock(ref);
    lock.lock();
    try {
      return store.write(
          (connection, changes) ->
              new TableWriter(store)
                  .write(
                      connection,
                      changes,
                      new TableWriter.Target(ref, "CREATE_NEVER", "WRITE_APPEND", table.resource()),
                      (c, t, first) -> {
                        try (var appender = new RowAppender(c, t, first, ignoreUnknown)) {
                          rows.to(appender);
                          appender.flush();
                          return appender.nextRow() - first;
                        }
                      }));
    } finally {
      lock.unlock();
    }
  }

  /** Makes empty datasets of these ids, those that are not there yet. */
  public void insertDatasets(String project, List<String> ids) {
    try {
      store.project(project);
      datasets.insertAll(project, ids);
    } catch (SQLException | IOException e) {
      throw refusal(e);
    }
  }

  /**
   * The Storage Read API of the same tables.
   *
   * @param port 0 for any that is free
   */
  public ReadServer reads(int port) {
    return new ReadServer(new ReadService(store), port);
  }

  /** Waits a little for running jobs, then closes the files. */
  @Override
  public void close() throws IOException {
    jobs.close();
    try {
      store.close();
    } catch (SQLException e) {
      throw new IOException("The tables did not close", e);
    }
  }
}
