package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.bigquery.sql.Natives;
import dev.backfill.sandbox.bigquery.sql.Translation;
import dev.backfill.sandbox.bigquery.sql.Type;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs GoogleSQL: translated to DuckDB, its result written to a table. */
final class QueryJob implements JobWork {
  private static final Logger log = LoggerFactory.getLogger(QueryJob.class);

  /** Holds the results of queries without a destination; hidden, as BigQuery's is. */
  static final String ANONYMOUS = "_anonymous";

  private final Store store;

  QueryJob(Store store) {
    this.store = store;
  }

  Translation translate(JsonNode query, String project) {
    if (query.path("useLegacySql").asBoolean(false)) {
      throw ApiException.unsupported("Legacy SQL");
    }
    var parameters = Parameters.read(query.path("queryParameters"));
    var dataset = query.path("defaultDataset").path("datasetId").asText(null);
    var defaultProject = query.path("defaultDataset").path("projectId").asText(project);
    var translation =
        Translation.of(
            query.path("query").asText(),
            new StoredTables(store),
            parameters,
            defaultProject,
            dataset);
    translation.unfiltered().forEach(this::requireNoFilter);
    return translation;
  }

  private void requireNoFilter(TableRef ref) {
    var table = store.tables.get(ref);
    if (table != null && table.requiresFilter()) {
      throw ApiException.invalidQuery(
          "Cannot query over table '"
              + ref.project()
              + "."
              + ref.dataset()
              + "."
              + ref.table()
              + "' without a filter over column(s) '"
              + table.partitionColumn()
              + "' that can be used for partition elimination");
    }
  }

  /** What went wrong in GoogleSQL's words; DuckDB's own go to the log. */
  static ApiException failed(SQLException e) {
    var thrown = String.valueOf(e.getMessage());
    var own = Natives.message(thrown);
    if (own != null) {
      return own.equals(Type.NULL_ELEMENT)
          ? ApiException.unsupported("A NULL in an array of a result (" + own + ")")
          : ApiException.invalidQuery(own);
    }
    if (thrown.contains("Overflow ") || thrown.contains("out of range for the destination")) {
      return ApiException.invalidQuery("int64 overflow");
    }
    if (thrown.contains("More than one row returned by a subquery")) {
      return ApiException.invalidQuery("Scalar subquery produced more than one element");
    }
    log.error("A query failed", e);
    return new ApiException(
        500, "internalError", "The sandbox could not run this query; its log says why.");
  }

  @Override
  public void run(Connection connection, Store.Changes changes, Run run)
      throws SQLException, IOException {
    var config = run.config();
    var query = translate(config, run.project());
    statistics(query, run.statistics());
    limitBytes(config, query);
    var stats = (ObjectNode) run.statistics().get("query");
    switch (query.kind()) {
      case "DELETE":
      case "TRUNCATE_TABLE":
        stats.put("numDmlAffectedRows", Long.toString(delete(connection, changes, query)));
        return;
      case "INSERT":
        stats.put("numDmlAffectedRows", Long.toString(insert(connection, changes, query)));
        return;
      default:
        select(connection, changes, run, query);
    }
  }

  static void limitBytes(JsonNode config, Translation query) {
    long limit = config.path("maximumBytesBilled").asLong(Long.MAX_VALUE);
    if (query.bytes() > limit) {
      throw new ApiException(
          400,
          "bytesBilledLimitExceeded",
          "Query exceeded limit for bytes billed: "
              + limit
              + ". "
              + query.bytes()
              + " or higher required.");
    }
  }

  static void statistics(Translation query, ObjectNode statistics) {
    var stats = statistics.putObject("query");
    var bytes = Long.toString(query.bytes());
    stats
        .put("statementType", query.kind())
        .put("totalBytesProcessed", bytes)
        .put("totalBytesBilled", bytes)
        .put("totalBytesProcessedAccuracy", "PRECISE")
        .put("totalSlotMs", "1")
        .put("cacheHit", false);
    statistics.put("totalBytesProcessed", bytes).put("totalSlotMs", "1");
    var referenced = stats.putArray("referencedTables");
    query.referenced().forEach(ref -> referenced.add(ref.json()));
  }

  private void select(Connection connection, Store.Changes changes, Run run, Translation query)
      throws SQLException, IOException {
    var config = run.config();
    var fields = query.fields();
    var target = TableRef.of(config.path("destinationTable"), run.project());
    var write = config.path("writeDisposition").asText("WRITE_EMPTY");
    var create = config.path("createDisposition").asText("CREATE_IF_NEEDED");
    if (query.kind().equals("CREATE_TABLE_AS_SELECT")) {
      target = query.target();
      write = query.replace() ? "WRITE_TRUNCATE" : "WRITE_EMPTY";
      if (!query.replace() && store.tables.containsKey(target)) {
        throw new ApiException(409, "duplicate", "Already Exists: Table " + target);
      }
    }
    var resource = Store.JSON.createObjectNode();
    resource.set("schema", Field.schema(fields));
    for (var key : List.of("timePartitioning", "clustering")) {
      if (config.has(key)) {
        resource.set(key, config.get(key));
      }
    }
    var existing = store.tables.get(target.undecorated());
    if (existing != null && !(write.equals("WRITE_TRUNCATE") && target.decorator() == null)) {
      Schemas.requireWithin(fields, existing.fields(), existing.ref(), "");
    }
    var names = fields.stream().map(Field::name).toList();
    new TableWriter(store)
        .write(
            connection,
            changes,
            new TableWriter.Target(target, create, write, resource),
            (c, table, first) -> fill(c, table, first, query, names));
    ((ObjectNode) run.statistics().get("query")).set("schema", Field.schema(fields));
  }

  private long insert(Connection connection, Store.Changes changes, Translation query)
      throws SQLException, IOException {
    var ref = query.target();
    var table = new StoredTables(store).required(ref);
    var names =
        query.insertColumns() != null
            ? query.insertColumns()
            : table.fields().stream().map(Field::name).toList();
    if (names.size() != query.fields().size()) {
      throw ApiException.invalidQuery(
          "Inserted row has wrong column count; Has "
              + query.fields().size()
              + ", expected "
              + names.size());
    }
    var target = new TableWriter.Target(ref, "CREATE_NEVER", "WRITE_APPEND", table.resource());
    return new TableWriter(store)
        .write(connection, changes, target, (c, t, first) -> fill(c, t, first, query, names));
  }

  private static long fill(
      Connection connection, Table table, long first, Translation query, List<String> names)
      throws SQLException {
    var inner = new ArrayList<String>();
    var casts = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      var field =
          table.fields().stream()
              .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(
                  () ->
                      ApiException.invalidQuery(
                          "Column " + name + " is not present in table " + table.ref()));
      inner.add("c" + i);
      casts.add(stored("c" + i, query.types().get(i), field));
    }
    var columns = names.stream().map(Sql::name).collect(Collectors.joining(", "));
    var text =
        "INSERT INTO "
            + table.sqlName()
            + " ("
            + Sql.name(Table.ROW)
            + ", "
            + columns
            + ") SELECT "
            + first
            + " + row_number() OVER () - 1, "
            + String.join(", ", casts)
            + " FROM ("
            + query.sql()
            + ") AS q("
            + String.join(", ", inner)
            + ")";
    try {
      return Store.execute(connection, text);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** A list becomes the JSON text of a repeated column. */
  private static String stored(String column, Type type, Field field) {
    if (field.repeated() && !type.stored()) {
      return type.json(column);
    }
    return "CAST(" + column + " AS " + field.storedAs() + ")";
  }

  private long delete(Connection connection, Store.Changes changes, Translation query)
      throws SQLException {
    var table = new StoredTables(store).required(query.target());
    try {
      long rows =
          Store.execute(connection, "DELETE FROM " + table.sqlName() + " WHERE " + query.sql());
      changes.put(new TableWriter(store).recounted(connection, table));
      return rows;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Where the job's result stands; fills in an anonymous table when none is named. */
  static void nameDestination(ObjectNode query, String project, String job) {
    if (!query.has("destinationTable")) {
      query.set(
          "destinationTable",
          new TableRef(project, ANONYMOUS, "anon" + job.replaceAll("[^A-Za-z0-9_]", "_")).json());
      query.put("writeDisposition", "WRITE_TRUNCATE");
    }
  }
}
