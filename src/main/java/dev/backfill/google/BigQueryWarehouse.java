package dev.backfill.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.TableList;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.TableField;
import com.google.cloud.bigquery.BigQuery.TableOption;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.EncryptionConfiguration;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.Model;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Routine;
import com.google.cloud.bigquery.SnapshotTableDefinition;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableId;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.DatasetState;
import dev.backfill.cloud.LoadJob;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.Patience;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.TableSpec;
import dev.backfill.cloud.TableState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.TableKind;
import dev.backfill.plan.TableName;
import dev.backfill.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads BigQuery through Google's client. */
final class BigQueryWarehouse implements Warehouse {
  private static final TableField[] OF_PARTS = {
    TableField.TABLE_REFERENCE,
    TableField.TYPE,
    TableField.ETAG,
    TableField.LABELS,
    TableField.NUM_ROWS,
    TableField.NUM_BYTES,
    TableField.CREATION_TIME,
    TableField.LAST_MODIFIED_TIME
  };

  private final BigQuery client;
  // Google's own client for BigQuery does not list row access policies.
  private final Bigquery rest;
  private final ReadQueries queries;
  private final String queryProject;

  private final TableLooks looks;

  /**
   * Makes a reader.
   *
   * @param queryProject the project that pays for queries about partitions
   */
  BigQueryWarehouse(BigQuery client, Bigquery rest, BigQueryJobs jobs, String queryProject) {
    this.client = client;
    this.rest = rest;
    this.queries = new ReadQueries(rest, jobs);
    this.queryProject = queryProject;
    this.looks =
        new TableLooks(
            new Asking(),
            jobs::waiting,
            time -> Patience.besides().pause(() -> Thread.sleep(time)));
  }

  private final class Asking implements TableLooks.Asked {
    @Override
    public Optional<TableState> table(TableName name) {
      return look(name);
    }

    @Override
    public Map<String, PartitionState> partitions(TableName name, Optional<LocalDate> only) {
      return BigQueryWarehouse.this.partitions(
          name, only.map(day -> "\n  AND partition_id = '" + id(day) + "'").orElse(""));
    }
  }

  /** Looks at tables with their partitions, together with whoever looks at the same. */
  TableLooks looks() {
    return looks;
  }

  @Override
  public List<DatasetState> datasets(String project) {
    var listed =
        ListedPages.all(
            "Datasets of " + project, () -> client.listDatasets(project), Function.identity());
    return AtATime.ask(listed, this::listed).stream().flatMap(Optional::stream).toList();
  }

  private Optional<DatasetState> listed(Dataset line) {
    var id = line.getDatasetId();
    try {
      return dataset(new DatasetName(id.getProject(), id.getDataset()));
    } catch (CloudException e) {
      // Others' datasets may be listed and not looked at: the list's own line is known.
      if (e.kind() != CloudException.Kind.DENIED) {
        throw e;
      }
      return Optional.of(state(line));
    }
  }

  @Override
  public Optional<DatasetState> dataset(DatasetName name) {
    return Errors.guard(
        "Dataset " + name,
        () -> Optional.ofNullable(client.getDataset(id(name))).map(found -> state(found)));
  }

  @Override
  public List<TableName> tables(DatasetName name) {
    try {
      return Errors.guard("Tables of " + name, () -> list(name));
    } catch (CloudException e) {
      if (e.kind() != CloudException.Kind.NOT_FOUND) {
        throw e;
      }
      return List.of();
    }
  }

  // Google's own client throws at a list in which one table is of a type that it does not know.
  private List<TableName> list(DatasetName name) throws IOException {
    return ListedPages.all(
            token ->
                rest.tables().list(name.project(), name.dataset()).setPageToken(token).execute(),
            TableList::getTables,
            TableList::getNextPageToken)
        .stream()
        .map(table -> name.table(table.getTableReference().getTableId()))
        .toList();
  }

  @Override
  public Optional<TableState> table(TableName name) {
    return look(name);
  }

  @Override
  public Optional<TableDay> look(TableName name, LocalDate day) {
    return looks
        .at(day, List.of(name))
        .get(name)
        .map(found -> new TableDay(found.table(), found.on(day)));
  }

  private Optional<TableState> look(TableName name, TableOption... options) {
    return Errors.guard(
        "Table " + name,
        () -> {
          try {
            return Optional.ofNullable(client.getTable(id(name), options))
                .map(found -> state(name, found));
          } catch (IllegalArgumentException e) {
            throw new CloudException(
                CloudException.Kind.UNSUPPORTED,
                Problem.of(
                    name + " is of a kind that this version does not know.", "Look at it by hand."),
                e);
          }
        });
  }

  @Override
  public List<TableState> contents(DatasetName name) {
    var found =
        AtATime.ask(tables(name), this::listed).stream()
            .flatMap(Optional::stream)
            .filter(part -> part.kind() != TableKind.MODEL)
            .collect(Collectors.toCollection(ArrayList::new));
    found.addAll(
        ListedPages.all(
            "Models of " + name, () -> client.listModels(id(name)), model -> part(name, model)));
    found.addAll(
        ListedPages.all(
            "Routines of " + name,
            () -> client.listRoutines(id(name)),
            routine -> part(name, routine)));
    return found;
  }

  /** The columns, which may be a megabyte, are not asked for. */
  @Override
  public Optional<TableState> part(TableName name) {
    return look(name, TableOption.fields(OF_PARTS));
  }

  private Optional<TableState> listed(TableName table) {
    try {
      return part(table);
    } catch (CloudException e) {
      if (e.leavesUnknown()) {
        throw e;
      }
      return Optional.of(part(table, TableKind.OTHER, "", Map.of(), null, null));
    }
  }

  private static TableState part(DatasetName name, Model model) {
    return part(
        name.table(model.getModelId().getModel()),
        TableKind.MODEL,
        model.getEtag(),
        labels(model.getLabels()),
        model.getCreationTime(),
        model.getLastModifiedTime());
  }

  private static TableState part(DatasetName name, Routine routine) {
    return part(
        name.table(routine.getRoutineId().getRoutine()),
        TableKind.ROUTINE,
        routine.getEtag(),
        Map.of(),
        routine.getCreationTime(),
        routine.getLastModifiedTime());
  }

  private static TableState part(
      TableName name,
      TableKind kind,
      String etag,
      Map<String, String> labels,
      Long created,
      Long modified) {
    return new TableState(
        name,
        kind,
        new TableSpec(List.of(), Optional.empty(), List.of()),
        "",
        etag == null ? "" : etag,
        labels,
        0,
        0,
        Optional.ofNullable(created).map(Instant::ofEpochMilli),
        Instant.ofEpochMilli(number(modified)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public Optional<PartitionState> partition(TableName table, LocalDate day) {
    return looks.partition(table, day);
  }

  private static String id(LocalDate day) {
    return day.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  @Override
  public Map<String, PartitionState> partitions(TableName table) {
    return dataset(table.datasetName()).isEmpty() ? Map.of() : partitions(table, "");
  }

  private Map<String, PartitionState> partitions(TableName table, String condition) {
    var sql =
        """
        SELECT
          partition_id,
          total_rows,
          total_logical_bytes,
          last_modified_time
        FROM
          `%s.%s.INFORMATION_SCHEMA.PARTITIONS`
        WHERE
          table_name = '%s'%s
        """
            .formatted(table.project(), table.dataset(), table.table(), condition);
    var found = new TreeMap<String, PartitionState>();
    for (var row : query(queryProject, sql, 0, Patience.besides())) {
      found.put(
          row.path("partition_id").asText(),
          new PartitionState(
              row.path("total_rows").asLong(),
              row.path("total_logical_bytes").asLong(),
              Instant.parse(row.path("last_modified_time").asText())));
    }
    return found;
  }

  @Override
  public List<String> rowPolicies(TableName table) {
    return Errors.guard(
        "Row access policies of " + table,
        () -> {
          var found =
              rest.rowAccessPolicies()
                  .list(table.project(), table.dataset(), table.table())
                  .execute()
                  .getRowAccessPolicies();
          return found == null
              ? List.of()
              : found.stream().map(p -> p.getRowAccessPolicyReference().getPolicyId()).toList();
        });
  }

  @Override
  public DryRun dryRun(String project, String sql) {
    var configuration =
        QueryJobConfiguration.newBuilder(sql).setUseLegacySql(false).setDryRun(true).build();
    return Errors.guard(
        "Dry run",
        () -> {
          var job = client.create(JobInfo.of(configuration));
          QueryStatistics statistics = job.getStatistics();
          var kind = statistics.getStatementType();
          var schema = statistics.getSchema();
          return new DryRun(
              statistics.getTotalBytesProcessed(),
              kind == null ? "" : kind.toString(),
              schema == null ? List.of() : TableSpecs.columns(schema.getFields()));
        });
  }

  @Override
  public List<LoadJob> loads(String project, String prefix, Instant since) {
    return LoadJobs.of(rest, project, prefix, since);
  }

  @Override
  public List<JsonNode> query(String project, String sql, long maxBytes, Progress progress) {
    return queries.ask(project, sql, maxBytes, progress);
  }

  @Override
  public List<String> jobsUnderWay(String project) {
    return LoadJobs.underWay(rest, project);
  }

  // What it says of itself: a list, or a server that mixes projects, is only a claim.
  private static DatasetState state(Dataset found) {
    var id = found.getDatasetId();
    return new DatasetState(
        new DatasetName(id.getProject(), id.getDataset()),
        found.getLocation(),
        found.getEtag(),
        labels(found.getLabels()),
        Optional.ofNullable(found.getCreationTime()).map(Instant::ofEpochMilli),
        Optional.ofNullable(found.getDefaultTableLifetime()).map(Duration::ofMillis),
        Optional.ofNullable(found.getDefaultPartitionExpirationMs()).map(Duration::ofMillis),
        Optional.ofNullable(found.getMaxTimeTravelHours()).map(Duration::ofHours),
        Optional.ofNullable(found.getDefaultEncryptionConfiguration())
            .map(EncryptionConfiguration::getKmsKeyName));
  }

  // A label without a value has an empty one; the client may give null.
  private static Map<String, String> labels(Map<String, String> found) {
    var labels = new TreeMap<String, String>();
    if (found != null) {
      found.forEach((key, value) -> labels.put(key, value == null ? "" : value));
    }
    return labels;
  }

  private static TableState state(TableName name, Table found) {
    TableDefinition definition = found.getDefinition();
    var table = definition instanceof StandardTableDefinition standard ? standard : null;
    var snapshot = definition instanceof SnapshotTableDefinition taken ? taken : null;
    return new TableState(
        name,
        kind(definition),
        TableSpecs.read(definition),
        table == null || table.getLocation() == null ? "" : table.getLocation(),
        found.getEtag(),
        labels(found.getLabels()),
        table == null && snapshot == null ? 0 : number(found.getNumRows()),
        number(found.getNumBytes()),
        Optional.ofNullable(found.getCreationTime()).map(Instant::ofEpochMilli),
        Instant.ofEpochMilli(number(found.getLastModifiedTime())),
        Optional.ofNullable(table)
            .map(StandardTableDefinition::getStreamingBuffer)
            .map(buffer -> Instant.ofEpochMilli(number(buffer.getOldestEntryTime()))),
        Optional.ofNullable(found.getExpirationTime()).map(Instant::ofEpochMilli),
        Optional.ofNullable(found.getEncryptionConfiguration())
            .map(EncryptionConfiguration::getKmsKeyName));
  }

  private static long number(Number found) {
    return found == null ? 0 : found.longValue();
  }

  private static TableKind kind(TableDefinition definition) {
    return switch (definition.getType().toString()) {
      case "TABLE" -> TableKind.TABLE;
      case "VIEW" -> TableKind.VIEW;
      case "MATERIALIZED_VIEW" -> TableKind.MATERIALIZED_VIEW;
      case "SNAPSHOT" -> TableKind.SNAPSHOT;
      case "EXTERNAL" -> TableKind.EXTERNAL;
      case "MODEL" -> TableKind.MODEL;
      default -> TableKind.OTHER;
    };
  }

  static DatasetId id(DatasetName name) {
    return DatasetId.of(name.project(), name.dataset());
  }

  static TableId id(TableName name) {
    return TableId.of(name.project(), name.dataset(), name.table());
  }
}
