package dev.backfill.cloud;

import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A decode job as it is submitted.
 *
 * @param name Dataflow's name for it, unique among active jobs: letters, digits, dashes
 * @param cells what it decodes, and all that it touches: no other type's or day's rows
 * @param inputs the staged tables of these cells
 * @param outputs the tables rows may go to, with their structure
 * @param schemas where the archive of these structures lies, {@code gs://…/….tar.gz}
 * @param tempBucket a bucket of the target project, without {@code gs://}
 * @param flow where it runs, with which workers, and how it reads
 * @param uploadBuffer bytes that a worker keeps of each file that it writes to Cloud Storage
 * @param shuffle where rows are grouped: {@code service}, Dataflow's own, or {@code appliance}, on
 *     the workers' disks
 * @param labels at most 64, lower-case
 */
public record DecodeJob(
    String name,
    String project,
    List<Cell> cells,
    List<Input> inputs,
    Map<StagingTable, TableSpec> outputs,
    String schemas,
    String tempBucket,
    Plan.Dataflow flow,
    int uploadBuffer,
    String shuffle,
    Map<String, String> labels) {

  /** Dataflow's own default for batch jobs; named, so that a launch by hand is the same. */
  public static final String SHUFFLE = "service";

  /** The names of the pipeline's outermost steps; each input's read has the table's name behind. */
  public static final String READ_STEP = "Read ";

  /** Joins what was read. */
  public static final String JOIN_STEP = "Flatten";

  public static final String DECODE_STEP = "Decode";

  /** Writes rows and error rows to files, and loads these. */
  public static final String WRITE_STEP = "Write";

  /** The namespace of the job's own counters. */
  public static final String NAMESPACE = "backfill";

  /** Counts the records that decode was given. */
  public static final String READ = "read";

  /** Counts rows; the document type follows. */
  public static final String ROWS = "rows/";

  /** Counts error rows; the document type follows. */
  public static final String ERRORS = "errors/";

  /** Counts records that have no table to go to; the document type follows. */
  public static final String LOST = "lost/";

  /** Counts records of days that the job is not for; the document type follows. */
  public static final String OTHER_DAYS = "other_days/";

  /** Counts rows whose every value is in the table; the document type follows. */
  public static final String KEPT = "kept/";

  /**
   * Counts values that are in no column, nor in additional_properties; the key of the cell follows.
   */
  public static final String OUTSIDE = "outside_table/";

  /** Counts members of metadata that the table has no column for; the document type follows. */
  public static final String METADATA = "metadata_outside_table/";

  /**
   * A staged table that is read.
   *
   * @param to the table that its rows go to
   * @param columns what is read of it, parts of records with dots
   * @param partitions the days to export one by one; empty when the whole table is to be exported,
   *     of which the job leaves out what is of no cell
   */
  public record Input(
      StagingTable table,
      DocumentType type,
      StagingTable to,
      List<String> columns,
      List<LocalDate> partitions) {
    public Input {
      columns = List.copyOf(columns);
      partitions = List.copyOf(partitions);
    }
  }

  public DecodeJob {
    cells = List.copyOf(cells);
    inputs = List.copyOf(inputs);
    outputs = Map.copyOf(outputs);
    labels = Map.copyOf(labels);
  }

  public String region() {
    return flow.region();
  }
}
