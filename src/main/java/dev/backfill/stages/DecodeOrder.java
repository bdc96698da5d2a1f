package dev.backfill.stages;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Column;
import dev.backfill.cloud.DecodeJob;
import dev.backfill.cloud.DecodeJob.Input;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.cloud.TableSpec;
import dev.backfill.fact.JobFact;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.run.BackTo;
import dev.backfill.run.JobIds;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Some cells of a run as one job: the tables it reads and writes, with their structures. */
final class DecodeOrder implements JobOrder {
  /** What decode reads of a staged table. */
  private static final List<String> READ =
      List.of(
          "client_id",
          "document_id",
          "document_namespace",
          "document_type",
          "document_version",
          "metadata.document_namespace",
          "metadata.document_type",
          "metadata.document_version",
          "payload",
          "submission_timestamp");

  // Each partition that is exported by itself adds some ten steps of a few KB to the job's graph,
  // of which Dataflow takes 10 MB. Above this the whole table is exported.
  private static final int MOST_PARTITIONS = 100;

  private final Plan plan;
  private final Cloud cloud;
  private final String run;
  private final List<Cell> cells;

  DecodeOrder(Plan plan, Cloud cloud, String run, List<Cell> cells) {
    this.plan = plan;
    this.cloud = cloud;
    this.run = run;
    this.cells = List.copyOf(cells);
  }

  @Override
  public List<StagingTable> outputs() {
    return outputs(plan, cells);
  }

  /** The workers read the tables' structures, and nothing else, to make rows. */
  @Override
  public void prepare(Steps steps, StepResults results) {
    results.add(
        steps.make(
            DecodeStage.SCHEMAS,
            () -> {
              var put = upload();
              return put.isNew()
                  ? new Done("The structure of " + outputs().size() + " tables is in " + put.uri())
                  : new AlreadyDone(put.uri() + " was there");
            }));
  }

  @Override
  public JobKey start(Steps steps, String name) {
    return cloud.jobs().submit(job(name));
  }

  @Override
  public Optional<JobFact> ended(JobKey job, Map<String, Long> counters) {
    return Optional.of(ValuesOutside.fact(job.id(), cells, counters));
  }

  static List<StagingTable> outputs(Plan plan, List<Cell> cells) {
    return types(cells)
        .flatMap(t -> Stream.of(plan.written(t), plan.errors(t)))
        .distinct()
        .toList();
  }

  /** The bucket for the job's files. */
  String bucket() {
    return JobIds.bucket(plan.targetProject(), run);
  }

  /**
   * The archive of the tables' structures.
   *
   * @param isNew whether it was put there now
   */
  record Put(String uri, boolean isNew) {}

  /** Gives the workers the tables' structures, as these are now. */
  Put upload() {
    var schemas = WorkerSchemas.of(plan, cells, structures());
    var uri = "gs://" + bucket() + "/" + schemas.name();
    if (cloud.objects().exists(uri)) {
      return new Put(uri, false);
    }
    cloud.staging().put(plan.targetProject(), bucket(), schemas.name(), schemas.archive());
    return new Put(uri, true);
  }

  /** The job under Dataflow's name for it, launched as the console launches it. */
  DecodeJob job(String name) {
    return job(name, plan.dataflow().setup().uploadBufferMb() << 20, DecodeJob.SHUFFLE);
  }

  /** The same with another buffer for uploads, and another shuffle. */
  DecodeJob job(String name, int uploadBuffer, String shuffle) {
    var structures = structures();
    var schemas = WorkerSchemas.of(plan, cells, structures);
    return new DecodeJob(
        name,
        plan.targetProject(),
        cells,
        types(cells).map(this::input).toList(),
        structures,
        "gs://" + bucket() + "/" + schemas.name(),
        bucket(),
        plan.dataflow(),
        uploadBuffer,
        shuffle,
        labels());
  }

  private Map<String, String> labels() {
    var labels = new HashMap<>(plan.dataflow().setup().labels());
    labels.put("backfill-run", run);
    return labels;
  }

  private Input input(DocumentType type) {
    var table = plan.staged(type);
    var there = structure(table).columns();
    var columns = READ.stream().filter(path -> has(there, path)).toList();
    return new Input(table, type, plan.written(type), columns, partitions(type));
  }

  private static boolean has(List<Column> columns, String path) {
    var parts = path.split("\\.", 2);
    return columns.stream()
        .filter(column -> column.name().equals(parts[0]))
        .anyMatch(column -> parts.length == 1 || has(column.fields(), parts[1]));
  }

  /** The days to export alone, where the staged table holds others too: of other jobs, or runs. */
  private List<LocalDate> partitions(DocumentType type) {
    if (plan.dataflow().read() == Plan.Read.DIRECT) {
      return List.of();
    }
    var held = cloud.warehouse().partitions(plan.staged(type).name());
    var filled = new HashSet<String>();
    held.forEach((id, partition) -> filled.add(partition.rows() > 0 ? id : ""));
    filled.remove("");
    var days = cells.stream().filter(cell -> cell.type().equals(type)).map(Cell::day).toList();
    var ours = days.stream().filter(day -> filled.contains(id(day))).toList();
    var others = filled.size() > ours.size();
    return others && ours.size() <= MOST_PARTITIONS ? ours : List.of();
  }

  private static String id(LocalDate day) {
    return day.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  private static Stream<DocumentType> types(List<Cell> cells) {
    return cells.stream().map(Cell::type).distinct().sorted();
  }

  private Map<StagingTable, TableSpec> structures() {
    var structures = new HashMap<StagingTable, TableSpec>();
    outputs().forEach(table -> structures.put(table, structure(table)));
    return structures;
  }

  private TableSpec structure(StagingTable table) {
    return cloud
        .warehouse()
        .table(table.name())
        .orElseThrow(() -> CloudException.gone(table, "Run mirror again.", BackTo.MIRROR))
        .spec();
  }
}
