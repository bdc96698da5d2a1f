package dev.backfill.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator wants done: a matrix of document types and days, from one production project
 * through one backfill project. Everything else is derived from it.
 *
 * @param schemas a schema archive to compare the tables with, {@code gs://…/….tar.gz}; rows are
 *     made by the tables' own structures, with one or without
 * @param task what kind of run it asks for, with what that alone needs to know
 * @param slices by how many queries each day is staged, one of {@link #SLICES}; empty: by one, or,
 *     where a day is too large for that, by as many as it takes
 * @param credentials whose rights its runs have
 * @param budget what its runs may take
 */
public record Plan(
    String name,
    String reason,
    Days days,
    List<DocumentType> documents,
    String sourceProject,
    String targetProject,
    String location,
    Optional<String> schemas,
    Dataflow dataflow,
    Finalize finish,
    Task task,
    Optional<Integer> slices,
    Credentials credentials,
    Budget budget) {

  /** Into how many parts a day can be cut: whole hours, all of one length. */
  public static final List<Integer> SLICES = List.of(1, 2, 3, 4, 6, 8, 12, 24);

  /** How the job runs. Memory follows the machine type. */
  public record Dataflow(
      String region,
      int initialWorkers,
      int maxWorkers,
      String machine,
      boolean publicIps,
      Read read,
      WorkerSetup setup) {

    /** A job whose workers are otherwise as Dataflow makes them. */
    public Dataflow(
        String region,
        int initialWorkers,
        int maxWorkers,
        String machine,
        boolean publicIps,
        Read read) {
      this(region, initialWorkers, maxWorkers, machine, publicIps, read, WorkerSetup.DEFAULT);
    }
  }

  /** How the job reads the staged table. */
  public enum Read {
    DIRECT,
    EXPORT
  }

  /**
   * What happens to production: how, with or without a backup, by us or by others.
   *
   * @param keepBackup whether cleanup leaves the backup where it is
   * @param backupDays how many days after it was made the backup's tables are gone by themselves;
   *     empty: never
   */
  public record Finalize(
      Mode mode, boolean backup, By by, boolean keepBackup, Optional<Integer> backupDays) {

    /** One whose backup stays until it is deleted. */
    public Finalize(Mode mode, boolean backup, By by, boolean keepBackup) {
      this(mode, backup, by, keepBackup, Optional.empty());
    }

    /** Overwriting; the backup goes with everything else. */
    public Finalize(boolean backup, By by) {
      this(Mode.OVERWRITE, backup, by, false);
    }
  }

  /** How rows reach production. */
  public enum Mode {
    /** A partition is replaced by the validated one. */
    OVERWRITE("overwrite"),
    /** The validated rows are added to what a partition holds. */
    APPEND("append");

    private final String id;

    Mode(String id) {
      this.id = id;
    }

    /** The word that plans have for it. */
    public String id() {
      return id;
    }
  }

  /** Who copies the partitions. */
  public enum By {
    SELF,
    HAND_OVER
  }

  private static final String BACKUP = "backup_";

  public Plan {
    documents = List.copyOf(documents);
  }

  /** What kind of run it asks for. */
  public PlaybookId playbook() {
    return task.playbook();
  }

  /** What a rewrite is told; empty for every other kind of run. */
  public Optional<Rewrite> rewrite() {
    return task instanceof Rewrite rewrite ? Optional.of(rewrite) : Optional.empty();
  }

  /** Every cell of the matrix, by document type, then day. */
  public List<Cell> cells() {
    return documents.stream()
        .sorted()
        .flatMap(type -> days.list().stream().map(day -> new Cell(type, day)))
        .toList();
  }

  /** Whether payloads are decoded: by a job on workers, with a bucket for its files. */
  public boolean decodes() {
    return switch (playbook()) {
      case REPLAY, REPROCESS -> true;
      case REWRITE -> false;
    };
  }

  /** The tables of production that must be there for a type. */
  public List<ProductionTable> needed(DocumentType type) {
    return switch (playbook()) {
      case REPLAY -> List.of(decoded(type), live(type), stable(type), productionErrors(type));
      case REWRITE -> List.of(stable(type));
      case REPROCESS -> {
        var needed = new ArrayList<>(List.of(stable(type), productionErrors(type)));
        if (!rejected(type).equals(productionErrors(type))) {
          needed.add(rejected(type));
        }
        yield List.copyOf(needed);
      }
    };
  }

  /** The tables that are made in the target for a type, each with the one that it is made like. */
  public Map<StagingTable, ProductionTable> mirrored(DocumentType type) {
    return switch (playbook()) {
      case REPLAY ->
          Map.of(
              staged(type), decoded(type),
              backfill(type), stable(type),
              errors(type), productionErrors(type));
      case REWRITE -> Map.of(backfill(type), stable(type));
      case REPROCESS ->
          Map.of(
              staged(type), rejected(type),
              written(type), stable(type),
              backfill(type), stable(type),
              errors(type), productionErrors(type));
    };
  }

  public ProductionTable decoded(DocumentType type) {
    return production("payload_bytes_decoded", type.decodedTable());
  }

  public ProductionTable live(DocumentType type) {
    return production(type.liveDataset(), type.table());
  }

  public ProductionTable stable(DocumentType type) {
    return production(type.stableDataset(), type.table());
  }

  public ProductionTable productionErrors(DocumentType type) {
    return production("payload_bytes_error", type.family());
  }

  /** The rejected documents of a type, among those of others. */
  public ProductionTable rejected(DocumentType type) {
    return production(
        "payload_bytes_error", reprocess().flatMap(Reprocess::table).orElse(type.family()));
  }

  /** What a reprocess is told; empty for every other kind of run. */
  public Optional<Reprocess> reprocess() {
    return task instanceof Reprocess told ? Optional.of(told) : Optional.empty();
  }

  /** The decoder that a reprocess launches; empty where the console decodes by itself. */
  public Optional<DecoderTemplate> template() {
    return reprocess().flatMap(Reprocess::template);
  }

  /** What is to be run once the rows are there, for people. */
  public List<String> downstream() {
    return reprocess().map(Reprocess::downstream).orElse(List.of());
  }

  /** The payloads that the job reads: deduplicated, or, of rejected ones, all that were staged. */
  public StagingTable staged(DocumentType type) {
    return reprocess().isPresent()
        ? staging("payload_bytes_error", "backfill_" + type.decodedTable())
        : staging("payload_bytes_decoded", type.decodedTable());
  }

  /**
   * What a template reads where the staged payloads lie in several tables, or not all of them are
   * meant.
   *
   * @param which the job's subject and try
   */
  public StagingTable gathered(String which) {
    return staging("payload_bytes_error", "backfill_input_" + which.replaceAll("\\W+", "_"));
  }

  /** The rows that the job writes: those that are to land, or those that are deduplicated first. */
  public StagingTable written(DocumentType type) {
    return reprocess().isPresent() ? staging(type.liveDataset(), type.table()) : backfill(type);
  }

  /** The rows that are to land. */
  public StagingTable backfill(DocumentType type) {
    return staging(type.stableDataset(), type.table());
  }

  /** The dataset of a run's backups; a dataset's name takes no dashes. */
  public DatasetName backups(String run) {
    return new DatasetName(targetProject, BACKUP + run.replace('-', '_'));
  }

  /** Whether a bucket is one that this plan reads from, and so is nobody's to delete. */
  public boolean readsFrom(String bucket) {
    return schemas.filter(archive -> archive.startsWith("gs://" + bucket + "/")).isPresent();
  }

  /** Whether cleanup must leave a bucket: workers' files outlive the run there. */
  public boolean stagesIn(String bucket) {
    return dataflow.setup().stagingBucket().filter(bucket::equals).isPresent();
  }

  /** Whether cleanup must leave a dataset: it is a backup, and this plan keeps backups. */
  public boolean keeps(DatasetName name) {
    return finish.keepBackup()
        && name.project().equals(targetProject)
        && name.dataset().startsWith(BACKUP);
  }

  /** Where a run keeps what it overwrites of a type's stable table. */
  public StagingTable backup(String run, DocumentType type) {
    return new StagingTable(backups(run).table(type.stableDataset() + "__" + type.table()));
  }

  /** Where a run keeps the rejected documents of a type that it deletes. */
  public StagingTable backupOfErrors(String run, DocumentType type) {
    return new StagingTable(backups(run).table("payload_bytes_error__" + type.decodedTable()));
  }

  /** Whether rejected documents are deleted once they are in stable. */
  public boolean deletesErrors() {
    return reprocess().filter(one -> one.after() == Reprocess.After.DELETE).isPresent();
  }

  public StagingTable errors(DocumentType type) {
    return staging("payload_bytes_error", type.family());
  }

  private ProductionTable production(String dataset, String table) {
    return new ProductionTable(new TableName(sourceProject, dataset, table));
  }

  private StagingTable staging(String dataset, String table) {
    return new StagingTable(new TableName(targetProject, dataset, table));
  }
}
