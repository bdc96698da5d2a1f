package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Column;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.DatasetState;
import dev.backfill.cloud.DecodeJob;
import dev.backfill.cloud.JobGraph;
import dev.backfill.cloud.JobMeasures;
import dev.backfill.cloud.JobService;
import dev.backfill.cloud.LoadJob;
import dev.backfill.cloud.ObjectState;
import dev.backfill.cloud.ObjectStore;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.Permissions;
import dev.backfill.cloud.ProductionWriter;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.Projects;
import dev.backfill.cloud.QueryRan;
import dev.backfill.cloud.StagingWriter;
import dev.backfill.cloud.TableSpec;
import dev.backfill.cloud.TableState;
import dev.backfill.cloud.TemplateJob;
import dev.backfill.cloud.Warehouse;
import dev.backfill.confirm.AppendPartition;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.decode.ArchiveWriter;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingPartition;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.TableKind;
import dev.backfill.plan.TableName;
import dev.backfill.stages.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A cloud in memory in which every document is three rows; it writes down what is done to it. */
public final class FakeCloud
    implements Warehouse, StagingWriter, ProductionWriter, ObjectStore, JobService {
  public static final int DOCUMENTS = 3;

  // Stages act on several threads at once, and tests look meanwhile.
  public final List<String> done = new CopyOnWriteArrayList<>();
  final Map<TableName, Integer> rows = new ConcurrentSkipListMap<>();
  public final Map<TableName, TableSpec> tables = new ConcurrentSkipListMap<>();
  final Map<String, JobState> jobs = new ConcurrentHashMap<>();
  final List<DecodeJob> submitted = new CopyOnWriteArrayList<>();
  public final List<TemplateJob> launched = new CopyOnWriteArrayList<>();

  /** The queries that were answered, in their order. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  /** Why a query is refused, by its text; empty for one that is answered. */
  public Function<String, Optional<CloudException>> refused = sql -> Optional.empty();

  /** What a query reads, but for one that stages a part of a day. */
  public ToLongFunction<String> bytes = sql -> this.dayBytes;

  /** Told of a query that replaces a partition before it does. */
  public BiConsumer<String, Progress> begins = (sql, progress) -> {};

  final List<String> emptied = new CopyOnWriteArrayList<>();
  final List<LoadJob> loaded = new CopyOnWriteArrayList<>();
  public UnaryOperator<JobMeasures> measured = measures -> measures;
  JobGraph graph = JobGraph.NONE;
  public CloudException refusedGraph;
  public CloudException refusedLoads;
  private static final Pattern STRETCH =
      Pattern.compile("BETWEEN '(\\d{4}-\\d\\d-\\d\\d)' AND '(\\d{4}-\\d\\d-\\d\\d)'");
  private final Map<String, Integer> on = new ConcurrentHashMap<>();
  final Map<TableName, List<String>> policies = new ConcurrentHashMap<>();
  public final Map<TableName, Integer> changes = new ConcurrentHashMap<>();
  private final Map<String, Integer> copied = new ConcurrentHashMap<>();
  private String message = "the first error";
  private boolean keepsTime;
  private boolean writtenByOthers;
  private final Map<String, Integer> copiesTo = new ConcurrentHashMap<>();
  private final Map<TableName, Integer> beforeCopies = new ConcurrentHashMap<>();
  public final Map<String, CopyDone> copies = new ConcurrentHashMap<>();
  final Map<DocumentType, TableSpec> archived = new ConcurrentHashMap<>();
  final Map<String, byte[]> stored = new ConcurrentSkipListMap<>();
  public final Set<String> failed = ConcurrentHashMap.newKeySet();
  public final Map<TableName, Instant> buffered = new ConcurrentHashMap<>();
  private final Set<String> cleared = ConcurrentHashMap.newKeySet();
  public final Map<String, Long> deletedErrors = new ConcurrentHashMap<>();
  public final Map<TableName, TableKind> kinds = new ConcurrentHashMap<>();
  public final Map<TableName, String> keys = new ConcurrentHashMap<>();
  public final Map<DatasetName, String> defaultKeys = new ConcurrentHashMap<>();
  public final Set<String> buckets = new ConcurrentSkipListSet<>();
  public final Set<DatasetName> datasets = new ConcurrentSkipListSet<>();
  public final Map<String, Map<String, String>> labels = new ConcurrentHashMap<>();
  public final Map<String, Optional<Long>> owners = new ConcurrentHashMap<>();
  private final Map<DatasetName, Integer> etags = new ConcurrentHashMap<>();
  private final Plan plan;
  State jobEnds = State.DONE;
  CloudException unseen;
  boolean policiesHidden;

  /** The ids of BigQuery's jobs that have not ended. */
  Supplier<List<String>> underWay = List::of;

  /** What a query reads that stages a whole day. */
  public long dayBytes = 1;

  /** Whether it tells what a query took that only reads, which a service may not. */
  public boolean tellsReads = true;

  public DatasetName closed;

  /** What jobs count in place of rows that are whole. */
  Map<String, Long> counted;

  Permissions permissions = (project, asked) -> Optional.of(asked);
  public Projects projects = project -> Optional.of(project.contains("backfill") ? 14L : 1L);
  public Runnable before = () -> {};
  public Consumer<String> afterCopy = what -> {};

  public FakeCloud(Plan plan) {
    this.plan = plan;
    for (var type : plan.documents()) {
      for (var table :
          List.of(
              plan.decoded(type),
              plan.live(type),
              plan.stable(type),
              plan.productionErrors(type))) {
        tables.put(table.name(), spec("document_id"));
        if (table.equals(plan.productionErrors(type))) {
          tables.put(table.name(), errors());
        }
        datasets.add(table.name().datasetName());
        rows.put(table.name(), DOCUMENTS);
      }
      // A rewrite drops one of the documents that stable holds.
      rows.put(plan.stable(type).name(), plan.rewrite().isPresent() ? DOCUMENTS : 1);
    }
  }

  public static TableSpec spec(String column) {
    return new TableSpec(
        List.of(new Column(column, "STRING", "NULLABLE", "", List.of())),
        Optional.of(
            new TableSpec.Partitioning(
                "DAY", Optional.of("submission_timestamp"), Optional.empty(), false)),
        List.of());
  }

  private static TableSpec errors() {
    var columns = new ArrayList<Column>();
    for (var text :
        List.of("document_namespace", "document_type", "document_version", "error_message")) {
      columns.add(new Column(text, "STRING", "NULLABLE", "", List.of()));
    }
    columns.add(new Column("payload", "BYTES", "NULLABLE", "", List.of()));
    columns.add(new Column("submission_timestamp", "TIMESTAMP", "NULLABLE", "", List.of()));
    return new TableSpec(columns, Optional.empty(), List.of());
  }

  /** Tables without partitions, as they were where the kept journals were written. */
  FakeCloud withoutPartitions() {
    tables.replaceAll(
        (name, spec) -> new TableSpec(spec.columns(), Optional.empty(), spec.clustering()));
    return this;
  }

  /** Gives a table another number of rows. */
  public FakeCloud holding(TableName table, int count) {
    rows.put(table, count);
    return this;
  }

  /** Gives a table another number of rows on one day. */
  public FakeCloud holding(TableName table, LocalDate day, int count) {
    on.put(table + "$" + day, count);
    return this;
  }

  /** Takes a cell's documents out of every table of production, as if there never were any. */
  public FakeCloud without(Cell cell) {
    for (var table :
        List.of(plan.decoded(cell.type()), plan.live(cell.type()), plan.stable(cell.type()))) {
      holding(table.name(), cell.day(), 0);
    }
    return this;
  }

  /** Leaves every job that is submitted in a state; cancelling ends it. */
  public FakeCloud leavingJobs(State state) {
    jobEnds = state;
    return this;
  }

  /** Has every job say something. */
  public FakeCloud saying(String text) {
    message = text;
    return this;
  }

  /** Has every call that changes something fail. */
  public FakeCloud failingWith(CloudException failure) {
    before =
        () -> {
          throw failure;
        };
    return this;
  }

  /** Gives every day of a production table other rows, as someone else's job does. */
  public synchronized void writtenByOthers(ProductionTable table, int count) {
    writtenByOthers = true;
    copied.keySet().removeIf(partition -> partition.startsWith(table.name() + "$"));
    on.keySet().removeIf(partition -> partition.startsWith(table.name() + "$"));
    beforeCopies.remove(table.name());
    rows.put(table.name(), count);
    changes.merge(table.name(), 1, Integer::sum);
  }

  /** Has a copy change the time at which its partition was changed last. */
  public FakeCloud keepingTime() {
    keepsTime = true;
    return this;
  }

  /** Makes the backfill's tables beforehand. */
  public FakeCloud mirrored() {
    plan.documents().forEach(type -> tables.put(plan.backfill(type).name(), spec("document_id")));
    return this;
  }

  public Cloud cloud() {
    return cloud("fake");
  }

  /** The same under another description. */
  public Cloud cloud(String description) {
    return new Cloud(description, this, this, this, this, this, permissions, projects);
  }

  /** The jobs that were submitted, in order. */
  public List<DecodeJob> submitted() {
    return List.copyOf(submitted);
  }

  private synchronized void act(String what) {
    before.run();
    done.add(what);
  }

  @Override
  public List<DatasetState> datasets(String project) {
    return datasets.stream()
        .filter(name -> name.project().equals(project))
        .map(name -> dataset(name).orElseThrow())
        .toList();
  }

  @Override
  public Optional<DatasetState> dataset(DatasetName name) {
    return datasets.contains(name)
        ? Optional.of(
            new DatasetState(
                name,
                "US",
                "e" + etags.getOrDefault(name, 0),
                labels.getOrDefault(name.toString(), Map.of()),
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofHours(48)),
                Optional.ofNullable(defaultKeys.get(name))))
        : Optional.empty();
  }

  @Override
  public List<TableName> tables(DatasetName name) {
    if (name.equals(closed)) {
      throw new CloudException(CloudException.Kind.DENIED, "It may not be looked at.", null);
    }
    return tables.keySet().stream().filter(t -> t.datasetName().equals(name)).toList();
  }

  @Override
  public Optional<TableState> table(TableName name) {
    return Optional.ofNullable(tables.get(name))
        .map(
            spec ->
                new TableState(
                    name,
                    kinds.getOrDefault(name, TableKind.TABLE),
                    spec,
                    // Of what is no table, the client tells none.
                    kinds.containsKey(name) ? "" : "US",
                    "e",
                    labels.getOrDefault(name.toString(), Map.of()),
                    rows.getOrDefault(name, 0),
                    0,
                    Optional.of(Instant.EPOCH),
                    Instant.EPOCH,
                    Optional.ofNullable(buffered.get(name)),
                    Optional.empty(),
                    Optional.ofNullable(keys.get(name))));
  }

  @Override
  public Optional<PartitionState> partition(TableName table, LocalDate day) {
    var bytes = table.dataset().equals("payload_bytes_decoded") ? dayBytes : 0;
    return Optional.of(new PartitionState(rowsOn(table, day), bytes, modified(table, day)));
  }

  private synchronized int rowsOn(TableName table, LocalDate day) {
    var untouched = beforeCopies.getOrDefault(table, rows.getOrDefault(table, 0));
    return copied.getOrDefault(table + "$" + day, on.getOrDefault(table + "$" + day, untouched));
  }

  private synchronized Instant modified(TableName table, LocalDate day) {
    return Instant.EPOCH
        .plusSeconds(changes.getOrDefault(table, 0))
        .plusMillis(copiesTo.getOrDefault(table + "$" + day, 0));
  }

  @Override
  public Map<String, PartitionState> partitions(TableName table) {
    var found = new TreeMap<String, PartitionState>();
    if (tables.containsKey(table)) {
      for (var day : plan.days().list()) {
        found.put(
            day.format(DateTimeFormatter.BASIC_ISO_DATE), partition(table, day).orElseThrow());
      }
    }
    return found;
  }

  @Override
  public List<String> rowPolicies(TableName table) {
    if (policiesHidden) {
      throw new CloudException(CloudException.Kind.DENIED, "They may not be listed.", null);
    }
    return policies.getOrDefault(table, List.of());
  }

  @Override
  public DryRun dryRun(String project, String sql) {
    return new DryRun(
        sql.contains("HAVING") ? 1 : bytes.applyAsLong(sql),
        "SELECT",
        spec("document_id").columns());
  }

  @Override
  public List<String> jobsUnderWay(String project) {
    return underWay.get();
  }

  @Override
  public List<JsonNode> query(String project, String sql, long maxBytes, Progress progress) {
    if (sql.contains("AS part")) {
      return parts(sql);
    }
    refused
        .apply(sql)
        .ifPresent(
            failure -> {
              throw failure;
            });
    asked.add(sql);
    if (tellsReads) {
      var time = Duration.ofMillis(40);
      progress.ran(new QueryRan("read-" + asked.size(), dryRun(project, sql).bytes(), time, time));
    }
    if (!sql.contains("counted_day")) {
      return List.of(rejected(sql));
    }
    return days(sql)
        .map(day -> counted(sql, day).put("counted_day", day.toString()))
        .map(JsonNode.class::cast)
        .toList();
  }

  /** The days of the plan that a statement asks about. */
  private Stream<LocalDate> days(String sql) {
    return plan.days().list().stream().filter(day -> asksAbout(sql, day));
  }

  static boolean asksAbout(String sql, LocalDate day) {
    return sql.contains("= '" + day + "'")
        || STRETCH
            .matcher(sql)
            .results()
            .anyMatch(
                found ->
                    !day.isBefore(LocalDate.parse(found.group(1)))
                        && !day.isAfter(LocalDate.parse(found.group(2))));
  }

  private ObjectNode counted(String sql, LocalDate day) {
    if (plan.reprocess().isPresent()) {
      return rejected(sql, day);
    }
    var node = JsonNodeFactory.instance.objectNode();
    if (sql.contains("EXCEPT DISTINCT")) {
      node.put("n", 0).putArray("samples");
    } else if (sql.contains("n_errors")) {
      node.put("n_errors", 0);
    } else {
      var n =
          rows.entrySet().stream()
              .filter(table -> sql.contains(table.getKey().sql()))
              .mapToInt(table -> on.getOrDefault(table.getKey() + "$" + day, table.getValue()))
              .findFirst()
              .orElse(0);
      node.put("n_rows", n).put("n_distinct", n).put("n_null", 0);
      var affected = Math.max(0, n - DOCUMENTS + 1);
      if (sql.contains("n_affected") || sql.contains("n_same")) {
        node.put(sql.contains("n_affected") ? "n_affected" : "n_same", affected);
      }
    }
    return node;
  }

  /** Of rejected documents: as many as there are, all of them decoded, new, and then there once. */
  private ObjectNode rejected(String sql) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("day", plan.days().first().toString())
        .put("n_caught", DOCUMENTS)
        .put("n_all", DOCUMENTS);
  }

  private ObjectNode rejected(String sql, LocalDate day) {
    var node = JsonNodeFactory.instance.objectNode();
    if (sql.contains("still_day")) {
      var table = plan.rejected(plan.documents().get(0)).name();
      return node.put("n_rows", errorRows(table, cell(sql, day.toString()), day));
    } else if (sql.contains("AS n_kinds")) {
      return node.put("n_rows", DOCUMENTS).put("n_kinds", 1);
    } else if (sql.contains("AS n_later")) {
      var added = copies.keySet().stream().anyMatch(job -> job.contains("-finalize-"));
      var there = added || writtenByOthers ? DOCUMENTS : 0;
      return node.put("n_rows", there).put("n_distinct", there).put("n_later", 0);
    } else if (sql.contains("additional_properties") || sql.contains("error_message LIKE")) {
      return node.put("n_rows", 0);
    } else if (sql.contains("samples")) {
      node.put("n", 0).putArray("samples");
      return node;
    } else if (sql.contains("held AS")) {
      return node.put("n", DOCUMENTS);
    } else if (sql.contains("n_errors")) {
      return node.put("n_errors", 0);
    }
    var n =
        rows.keySet().stream()
            .filter(table -> sql.contains(table.sql()))
            .mapToInt(table -> rowsOn(table, day))
            .findFirst()
            .orElse(0);
    return node.put("n_rows", n).put("n_distinct", n).put("n_null", 0);
  }

  /**
   * A day in which the backfill misses some documents of nine o'clock, all of the release channel.
   */
  private static List<JsonNode> parts(String sql) {
    var parts = new ArrayList<JsonNode>();
    var lacks = sql.contains("-backfill-");
    if (sql.contains("EXTRACT(HOUR")) {
      for (var hour = 0; hour < 24; hour++) {
        var n = 1_200_000 + 90_000 * Math.abs(12 - hour) - (lacks && hour == 9 ? 412_000 : 0);
        parts.add(part(n).put("part", hour));
      }
    } else {
      var n = 24_000_000;
      for (var channel : List.of("release", "esr", "beta", "nightly")) {
        parts.add(part(n - (lacks && n == 24_000_000 ? 412_000 : 0)).put("part", channel));
        n /= 4;
      }
      parts.add(part(1200).putNull("part"));
    }
    return parts;
  }

  private static ObjectNode part(int n) {
    return JsonNodeFactory.instance.objectNode().put("n_rows", n).put("n_distinct", n);
  }

  @Override
  public void createDataset(DatasetName name, String location, Map<String, String> labels) {
    act("create " + name);
    datasets.add(name);
    this.labels.put(name.toString(), labels);
  }

  @Override
  public void createTable(
      StagingTable table,
      TableSpec spec,
      Map<String, String> labels,
      Optional<String> key,
      Optional<Instant> expires) {
    key.ifPresent(one -> keys.put(table.name(), one));
    act("create " + table + expires.map(at -> " until " + at).orElse(""));
    tables.put(table.name(), spec);
    this.labels.put(table.name().toString(), labels);
  }

  /** As fake-gcs-server, whose buckets have none. */
  public boolean bucketsKeepLabels = true;

  @Override
  public void createBucket(
      String project, String bucket, String location, Map<String, String> labels) {
    act("create gs://" + bucket);
    buckets.add(bucket);
    this.labels.put(bucket, bucketsKeepLabels ? labels : Map.of());
  }

  @Override
  public synchronized void label(DatasetState seen, Map<String, String> wanted) {
    if (!dataset(seen.name()).map(DatasetState::etag).equals(Optional.of(seen.etag()))) {
      throw new CloudException(CloudException.Kind.PRECONDITION, "It changed.", null);
    }
    act("label " + seen.name());
    etags.merge(seen.name(), 1, Integer::sum);
    labels.put(seen.name().toString(), wanted);
  }

  @Override
  public void label(TableState seen, Map<String, String> wanted) {
    act("label " + seen.name());
    labels.put(seen.name().toString(), wanted);
  }

  @Override
  public void label(BucketState seen, Map<String, String> wanted) {
    act("label gs://" + seen.name());
    labels.put(seen.name(), wanted);
  }

  @Override
  public QueryDone queryInto(
      String jobId, String sql, StagingPartition to, long maxBytes, Progress progress) {
    begins.accept(sql, progress);
    act("query " + jobId);
    if (plan.rewrite().isPresent()) {
      rows.put(to.table().name(), DOCUMENTS - 1);
      return new QueryDone(jobId, DOCUMENTS - 1, 1, 1);
    }
    rows.put(to.table().name(), DOCUMENTS);
    if (plan.reprocess().isPresent()) {
      on.remove(to.table().name() + "$" + to.day());
      return new QueryDone(jobId, DOCUMENTS, 1, 1);
    }
    var type = plan.documents().stream().filter(t -> plan.staged(t).equals(to.table())).findFirst();
    var documents = on.get(plan.decoded(type.orElseThrow()).name() + "$" + to.day());
    if (documents == null) {
      on.remove(to.table().name() + "$" + to.day());
    } else {
      holding(to.table().name(), to.day(), documents);
    }
    return new QueryDone(jobId, documents == null ? DOCUMENTS : documents, 1, 1);
  }

  @Override
  public QueryDone queryOnto(
      String jobId, String sql, StagingPartition to, long maxBytes, Progress progress) {
    act("add by " + jobId);
    return new QueryDone(jobId, rowsOn(to.table().name(), to.day()), 1, 1);
  }

  @Override
  public void empty(String jobId, StagingTable table, List<LocalDate> days, Progress progress) {
    act("empty " + table);
    emptied.add(table + " of " + days);
    days.forEach(day -> holding(table.name(), day, 0));
  }

  @Override
  public void emptyErrors(String jobId, StagingTable table, List<Cell> cells, Progress progress) {
    act("empty " + table);
    emptied.add(table + " of " + cells);
    rows.put(table.name(), 0);
  }

  @Override
  public Deleted empty(Confirmed<EmptyTables> confirmed, Progress progress) {
    var what = confirmed.spend();
    act(what.phrase());
    var names = what.tables().stream().map(EmptyTables.Table::name).toList();
    names.forEach(tables::remove);
    names.forEach(rows::remove);
    return new Deleted(names.stream().map(TableName::toString).toList(), List.of());
  }

  @Override
  public Deleted delete(Confirmed<DeleteInventory> confirmed, Progress progress) {
    var inventory = confirmed.spend();
    act("delete " + inventory.phrase());
    var gone = new ArrayList<String>();
    inventory.tables().forEach(table -> tables.remove(table.name()));
    for (var dataset : inventory.datasets()) {
      if (tables(dataset.name()).isEmpty()) {
        datasets.remove(dataset.name());
        gone.add(dataset.name().toString());
      }
    }
    inventory.buckets().forEach(bucket -> buckets.remove(bucket.name()));
    return new Deleted(gone, List.of());
  }

  @Override
  public CopyDone replace(Confirmed<ReplacePartition> confirmed, String jobId, Progress progress) {
    var what = confirmed.spend();
    return copy(
        "copy " + what.to(),
        what.from().table().name(),
        what.to().table().name(),
        what.to().day(),
        jobId);
  }

  @Override
  public synchronized CopyDone append(
      Confirmed<AppendPartition> confirmed, String jobId, Progress progress) {
    var what = confirmed.spend();
    if (copies.containsKey(jobId)) {
      return copies.get(jobId);
    }
    var to = what.to().table().name();
    if (to.dataset().equals("payload_bytes_error")) {
      act("append to " + what.to());
      cleared.removeIf(cell -> cell.endsWith("@" + what.to().day()));
      copies.put(jobId, new CopyDone(jobId, what.rowsAdded()));
      return copies.get(jobId);
    }
    var held = rowsOn(to, what.to().day());
    var added = rowsOn(what.from().table().name(), what.from().day());
    return copy("append to " + what.to(), held, added, to, what.to().day(), jobId);
  }

  @Override
  public synchronized long deleteErrors(
      Confirmed<DeleteErrorRows> confirmed, String jobId, Progress progress) {
    var what = confirmed.spend();
    if (deletedErrors.containsKey(jobId)) {
      return deletedErrors.get(jobId);
    }
    var table = what.table().name();
    act("delete error rows of " + what.cell());
    var there = errorRows(table, what.cell().key(), what.cell().day());
    if (there != what.rows()) {
      throw new CloudException(CloudException.Kind.PRECONDITION, "Others meet it.", null);
    }
    cleared.add(what.cell().key());
    deletedErrors.put(jobId, what.rows());
    afterCopy.accept("delete error rows of " + what.cell());
    return what.rows();
  }

  /** Error rows of a cell: as many as the table holds on the day, unless they were deleted. */
  public long errorRows(TableName table, String cell, LocalDate day) {
    return cleared.contains(cell) ? 0 : rowsOn(table, day);
  }

  private static String cell(String sql, String day) {
    var type = new StringBuilder();
    for (var part : List.of("namespace", "type", "version")) {
      var found = Pattern.compile("document_" + part + " = '([^']*)'").matcher(sql);
      type.append(found.find() ? found.group(1) : "").append(part.equals("version") ? "@" : "/");
    }
    return type + day;
  }

  @Override
  public Optional<Long> errorsDeleted(String jobId, Progress progress) {
    return Optional.ofNullable(deletedErrors.get(jobId));
  }

  @Override
  public CopyDone restore(Confirmed<RestorePartition> confirmed, String jobId, Progress progress) {
    var what = confirmed.spend();
    return copy(
        "restore " + what.to(),
        what.from().table().name(),
        what.to().table().name(),
        what.to().day(),
        jobId);
  }

  @Override
  public CopyDone backUp(
      ProductionPartition from,
      StagingPartition to,
      Optional<String> key,
      String jobId,
      Progress progress) {
    return copy("back up " + from, from.table().name(), to.table().name(), from.day(), jobId);
  }

  private synchronized CopyDone copy(
      String what, TableName from, TableName to, LocalDate day, String jobId) {
    return copy(what, 0, rowsOn(from, day), to, day, jobId);
  }

  private synchronized CopyDone copy(
      String what, int held, int added, TableName to, LocalDate day, String jobId) {
    act(what);
    var number = held + added;
    beforeCopies.putIfAbsent(to, rows.getOrDefault(to, 0));
    copied.put(to + "$" + day, number);
    on.put(to + "$" + day, number);
    if (keepsTime) {
      copiesTo.merge(to + "$" + day, 1, Integer::sum);
    }
    rows.put(to, number);
    copies.put(jobId, new CopyDone(jobId, added));
    afterCopy.accept(what);
    return copies.get(jobId);
  }

  @Override
  public Optional<CopyDone> begun(
      StagingPartition from, ProductionPartition to, String jobId, Progress progress) {
    if (failed.contains(jobId)) {
      throw new CloudException(CloudException.Kind.JOB_FAILED, jobId + " failed.", null);
    }
    return Optional.ofNullable(copies.get(jobId));
  }

  @Override
  public Optional<CopyDone> appended(
      StagingPartition from, ProductionPartition to, String jobId, Progress progress) {
    return begun(from, to, jobId, progress);
  }

  @Override
  public List<ObjectState> some(String bucket, int most) {
    return objects(bucket);
  }

  @Override
  public List<ObjectState> objects(String bucket, Progress progress) {
    return List.of(new ObjectState("schemas.tar.gz", 1, 2_113_004, Instant.EPOCH));
  }

  @Override
  public List<BucketState> buckets(String project) {
    return buckets.stream().map(name -> bucket(name).orElseThrow()).toList();
  }

  @Override
  public Optional<BucketState> bucket(String name) {
    return buckets.contains(name)
        ? Optional.of(
            new BucketState(
                name,
                "US",
                1,
                labels.getOrDefault(name, Map.of()),
                owners.getOrDefault(name, projects.number(plan.targetProject())),
                Optional.of(Instant.EPOCH),
                Duration.ZERO))
        : Optional.empty();
  }

  @Override
  public boolean exists(String uri) {
    return plan.schemas().filter(uri::equals).isPresent()
        || plan.template().filter(template -> template.spec().equals(uri)).isPresent()
        || stored.containsKey(uri);
  }

  @Override
  public void put(String project, String bucket, String object, byte[] bytes) {
    act("put gs://" + bucket + "/" + object);
    stored.put("gs://" + bucket + "/" + object, bytes);
  }

  @Override
  public void download(String uri, Path to) throws IOException {
    if (uri.endsWith(".json")) {
      Files.writeString(to, "{\"image\": \"registry/decoder\"}");
      return;
    }
    var held = new ArchiveWriter("held");
    plan.documents()
        .forEach(
            type -> {
              var spec = archived.getOrDefault(type, tables.get(plan.stable(type).name()));
              held.add(type.namespace(), type.type(), type.version(), TableSchema.of(spec));
            });
    Files.write(to, held.bytes());
  }

  @Override
  public JobKey submit(DecodeJob job) {
    act("submit " + job.name());
    submitted.add(job);
    var key = new JobKey(job.project(), job.region(), "id-" + job.name());
    jobs.put(
        job.name(), new JobState(key, job.name(), jobEnds, Instant.EPOCH, Instant.EPOCH, true));
    if (jobEnds == State.DONE) {
      plan.documents().forEach(type -> rows.put(plan.written(type).name(), DOCUMENTS));
      job.cells().forEach(this::decoded);
    }
    return key;
  }

  @Override
  public synchronized JobKey launch(TemplateJob job) {
    if (jobs.containsKey(job.name())) {
      return jobs.get(job.name()).key();
    }
    act("launch " + job.name());
    launched.add(job);
    var key = new JobKey(job.project(), job.region(), "id-" + job.name());
    jobs.put(
        job.name(), new JobState(key, job.name(), jobEnds, Instant.EPOCH, Instant.EPOCH, true));
    if (jobEnds == State.DONE) {
      plan.documents().forEach(type -> rows.put(plan.written(type).name(), DOCUMENTS));
      plan.cells().forEach(this::decoded);
    }
    afterCopy.accept("launch " + job.name());
    return key;
  }

  private void decoded(Cell cell) {
    var staged = on.get(plan.staged(cell.type()).name() + "$" + cell.day());
    if (staged == null) {
      on.remove(plan.written(cell.type()).name() + "$" + cell.day());
    } else {
      holding(plan.written(cell.type()).name(), cell.day(), staged);
    }
  }

  @Override
  public Optional<JobState> find(String project, String region, String name) {
    return Optional.ofNullable(jobs.get(name));
  }

  @Override
  public JobState state(JobKey job) {
    if (unseen != null) {
      throw unseen;
    }
    return jobs.values().stream()
        .filter(state -> state.key().equals(job))
        .findFirst()
        .orElseThrow(
            () -> new CloudException(CloudException.Kind.NOT_FOUND, "no job " + job.id(), null));
  }

  @Override
  public Messages messages(JobKey job, Instant after) {
    return new Messages(
        List.of(new Message(Instant.EPOCH.plusSeconds(2), "ERROR", message)),
        List.of(new WorkerEvent(Instant.EPOCH.plusSeconds(1), 1, 5, "raised")));
  }

  @Override
  public JobMeasures measures(JobKey job) {
    var counters = new HashMap<>(Map.of("backfill/rows", 3L, "backfill/errors", 0L));
    plan.documents().forEach(type -> counters.put("backfill/kept/" + type, 3L));
    return measured.apply(JobMeasures.of(counted == null ? counters : counted));
  }

  @Override
  public JobGraph graph(JobKey job) {
    if (refusedGraph != null) {
      throw refusedGraph;
    }
    return graph;
  }

  @Override
  public List<LoadJob> loads(String project, String prefix, Instant since) {
    if (refusedLoads != null) {
      throw refusedLoads;
    }
    return loaded.stream().filter(load -> load.id().startsWith(prefix)).toList();
  }

  @Override
  public void cancel(JobKey job) {
    act("cancel " + job.id());
    end(State.CANCELLED);
  }

  /** Ends every job in this state. */
  public void end(State state) {
    jobs.replaceAll(
        (name, job) -> new JobState(job.key(), name, state, job.since(), job.created(), true));
  }
}
