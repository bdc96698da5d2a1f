package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.bigquery.sql.Macros;
import dev.backfill.sandbox.bigquery.sql.Natives;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.duckdb.DuckDBConnection;

/**
 * One DuckDB file a project, all attached to one instance. Metadata is kept in memory and written
 * in the transaction that changes the rows it describes.
 */
final class Store implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  /** What a transaction does; memory follows only after its commit. */
  interface Work<T> {
    T run(Connection connection, Changes changes) throws SQLException, IOException;
  }

  /** The metadata that a transaction wants to change. */
  final class Changes {
    private final Connection connection;
    private final Map<TableRef, Table> put = new HashMap<>();
    private final Map<TableRef, Table> dropped = new HashMap<>();

    private Changes(Connection connection) {
      this.connection = connection;
    }

    void put(Table table) throws SQLException {
      removeRow(table.ref());
      execute(
          connection,
          "INSERT INTO " + Sql.name(table.ref().project()) + ".main.bf_tables VALUES (?, ?, ?)",
          table.ref().dataset(),
          table.ref().table(),
          TableJson.write(table));
      put.put(table.ref(), table);
    }

    void remove(Table table) throws SQLException {
      removeRow(table.ref());
      execute(connection, "DROP TABLE IF EXISTS " + table.sqlName());
      dropped.put(table.ref(), table);
    }

    private void removeRow(TableRef ref) throws SQLException {
      execute(
          connection,
          "DELETE FROM " + Sql.name(ref.project()) + ".main.bf_tables WHERE ds = ? AND id = ?",
          ref.dataset(),
          ref.table());
    }

    private void publish() {
      dropped.forEach(tables::remove);
      tables.putAll(put);
    }
  }

  private final Path folder;
  private final Connection root;
  private final Map<String, Boolean> attached = new ConcurrentHashMap<>();
  private final Map<TableRef, ReentrantLock> locks = new ConcurrentHashMap<>();
  private volatile LongSupplier clock = System::currentTimeMillis;
  private final AtomicLong versions = new AtomicLong();
  final Map<String, ObjectNode> datasets = new ConcurrentSkipListMap<>();
  final Map<TableRef, Table> tables = new ConcurrentHashMap<>();
  final Map<String, ObjectNode> jobs = new ConcurrentHashMap<>();

  Store(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    var settings = new Properties();
    settings.setProperty("jdbc_stream_results", "true");
    // With a heap and the natives of 250 MB the process stays below 1 GB: HotDocumentTest.
    settings.setProperty("memory_limit", "300MB");
    settings.setProperty("threads", "2");
    settings.setProperty("temp_directory", folder.resolve("spill").toString());
    settings.setProperty("preserve_insertion_order", "false");
    settings.setProperty("autoinstall_known_extensions", "false");
    try {
      DuckDbLibrary.here().load();
      root = DriverManager.getConnection("jdbc:duckdb:", settings);
      Natives.register(root);
      for (var macro : Macros.ALL) {
        execute(root, "CREATE MACRO memory.main." + macro);
      }
      for (var file : (Iterable<Path>) Files.list(folder)::iterator) {
        var name = file.getFileName().toString();
        if (name.endsWith(".duckdb")) {
          attach(name.substring(0, name.length() - ".duckdb".length()));
        }
      }
    } catch (LinkageError e) {
      throw new IOException(
          "DuckDB, which holds the sandbox's tables, cannot be loaded from the folder for temporary"
              + " files, "
              + System.getProperty("java.io.tmpdir")
              + ": it is full, or no program may be loaded from there. Name another with"
              + " -Djava.io.tmpdir=FOLDER.",
          e);
    } catch (SQLException e) {
      throw new IOException("Cannot open the tables in " + folder + ": " + e.getMessage(), e);
    }
  }

  Connection open() throws SQLException {
    return ((DuckDBConnection) root).duplicate();
  }

  /** The time by which things end, in milliseconds since 1970; tests set it. */
  long now() {
    return clock.getAsLong();
  }

  void clock(LongSupplier other) {
    clock = other;
  }

  long nextVersion() {
    return versions.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis() * 1000));
  }

  /** Makes sure that a project has its file; any project exists in the sandbox. */
  void project(String project) {
    if (!project.matches("[a-z0-9][a-z0-9:._-]{1,80}") || project.contains("..")) {
      throw ApiException.invalid("Invalid project ID '" + project + "'.");
    }
    if (attached.containsKey(project)) {
      return;
    }
    try {
      attach(project);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("Cannot open project " + project, e);
    }
  }

  private synchronized void attach(String project) throws SQLException, IOException {
    if (attached.containsKey(project)) {
      return;
    }
    var db = Sql.name(project);
    var file = folder.resolve(project + ".duckdb").toString();
    // 2,048 rows of 30 KB are 60 MB: larger row groups would not leave memory in time. Formats from
    // 1.2 on compress long texts: the rows of a rehearsal to a tenth.
    execute(
        root,
        "ATTACH "
            + Sql.text(file)
            + " AS "
            + db
            + " (ROW_GROUP_SIZE 2048, STORAGE_VERSION 'v1.2.0')");
    execute(root, "CREATE TABLE IF NOT EXISTS " + db + ".main.bf_datasets (id TEXT, json TEXT)");
    execute(
        root, "CREATE TABLE IF NOT EXISTS " + db + ".main.bf_tables (ds TEXT, id TEXT, json TEXT)");
    execute(root, "CREATE TABLE IF NOT EXISTS " + db + ".main.bf_jobs (id TEXT, json TEXT)");
    read(db, "bf_datasets", (id, json) -> datasets.put(project + ":" + id, json));
    read(db, "bf_jobs", jobs::put);
    read(
        db,
        "bf_tables",
        (id, json) -> {
          var table = TableJson.read(json);
          tables.put(table.ref(), table);
        });
    attached.put(project, true);
  }

  private interface Entry {
    void accept(String id, ObjectNode json) throws IOException;
  }

  private void read(String db, String table, Entry entry) throws SQLException, IOException {
    try (var statement = root.createStatement();
        var rows = statement.executeQuery("SELECT id, json FROM " + db + ".main." + table)) {
      while (rows.next()) {
        entry.accept(rows.getString(1), (ObjectNode) JSON.readTree(rows.getString(2)));
      }
    }
  }

  <T> T write(Work<T> work) throws SQLException, IOException {
    try (var connection = open()) {
      begin(connection);
      var changes = new Changes(connection);
      T result;
      try {
        result = work.run(connection, changes);
        connection.commit();
      } catch (SQLException | IOException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
      changes.publish();
      return result;
    }
  }

  /**
   * The driver begins a transaction at the first statement, and an appender is none: without one
   * before it, each of its flushes commits by itself, and 5 rows of a load that failed at the sixth
   * stay.
   */
  private static void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // A commit that failed has rolled back already; what failed first is what matters.
      cause.addSuppressed(e);
    }
  }

  ReentrantLock lock(TableRef ref) {
    return locks.computeIfAbsent(ref, any -> new ReentrantLock());
  }

  void saveDataset(String project, String id, ObjectNode json) throws SQLException, IOException {
    saveDatasets(project, Map.of(id, json));
  }

  /** Saves datasets by their ids in one transaction: one for each would take a minute for 1,000. */
  void saveDatasets(String project, Map<String, ObjectNode> all) throws SQLException, IOException {
    project(project);
    write(
        (connection, changes) -> {
          for (var entry : all.entrySet()) {
            save(connection, project, entry.getKey(), entry.getValue());
          }
          return null;
        });
    all.forEach((id, json) -> datasets.put(project + ":" + id, json));
  }

  private static void save(Connection connection, String project, String id, ObjectNode json)
      throws SQLException {
    var table = Sql.name(project) + ".main.bf_datasets";
    execute(connection, "DELETE FROM " + table + " WHERE id = ?", id);
    execute(connection, "INSERT INTO " + table + " VALUES (?, ?)", id, json.toString());
    execute(connection, "CREATE SCHEMA IF NOT EXISTS " + Sql.name(project) + "." + Sql.name(id));
  }

  void deleteDataset(String project, String id) throws SQLException, IOException {
    write(
        (connection, changes) -> {
          for (var table : tables(project, id).values()) {
            changes.remove(table);
          }
          execute(
              connection,
              "DELETE FROM " + Sql.name(project) + ".main.bf_datasets WHERE id = ?",
              id);
          execute(
              connection,
              "DROP SCHEMA IF EXISTS " + Sql.name(project) + "." + Sql.name(id) + " CASCADE");
          return null;
        });
    datasets.remove(project + ":" + id);
  }

  TreeMap<String, Table> tables(String project, String dataset) {
    var found = new TreeMap<String, Table>();
    tables.forEach(
        (ref, table) -> {
          if (ref.project().equals(project) && ref.dataset().equals(dataset)) {
            found.put(ref.table(), table);
          }
        });
    return found;
  }

  /** Writes a job's record into the file of the project that its rows go to. */
  void saveJob(Connection connection, String home, String id, ObjectNode job) throws SQLException {
    var table = Sql.name(home) + ".main.bf_jobs";
    execute(connection, "DELETE FROM " + table + " WHERE id = ?", id);
    execute(connection, "INSERT INTO " + table + " VALUES (?, ?)", id, job.toString());
  }

  static long execute(Connection connection, String sql, Object... values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  static ObjectNode parse(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw ApiException.invalid("Invalid JSON payload received. " + e.getOriginalMessage());
    }
  }

  @Override
  public void close() throws SQLException {
    for (var project : attached.keySet()) {
      execute(root, "DETACH " + Sql.name(project));
    }
    root.close();
  }
}
