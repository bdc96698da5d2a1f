package dev.backfill.cloud;

import dev.backfill.plan.Cell;
import dev.backfill.plan.StagingTable;
import java.util.List;
import java.util.Map;

/**
 * A decode job as it is submitted.
 *
 * @param name Dataflow's name for it, unique among active jobs: letters, digits, dashes
 * @param cells what it decodes, and all that it touches: no other type's or day's rows
 * @param inputs the staged tables of these cells
 * @param outputs the tables rows may go to, with their structure
 * @param tempBucket a bucket of the target project, without {@code gs://}
 * @param labels at most 64, lower-case
 */
public record DecodeJob(
    String name,
    String project,
    String region,
    List<Cell> cells,
    List<StagingTable> inputs,
    Map<StagingTable, TableSpec> outputs,
    String schemas,
    String tempBucket,
    int initialWorkers,
    int maxWorkers,
    String machine,
    boolean publicIps,
    boolean directRead,
    Map<String, String> labels) {

  public DecodeJob {
    cells = List.copyOf(cells);
    inputs = List.copyOf(inputs);
    outputs = Map.copyOf(outputs);
    labels = Map.copyOf(labels);
  }
}
