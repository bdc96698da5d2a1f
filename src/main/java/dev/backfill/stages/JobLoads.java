package dev.backfill.stages;

import dev.backfill.cloud.LoadJob;
import dev.backfill.fact.LoadsSeen;
import dev.backfill.fact.LoadsSeen.Loads;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The BigQuery jobs of a Dataflow job, by Beam's ids for them: {@code
 * beam_bq_job_LOAD_<name>_<step>_<table>_<part>}, the job's name without its dashes. Large tables
 * are loaded in parts into temporary ones, and copied from there.
 */
final class JobLoads {
  /** What the id of every job begins with that Beam starts in BigQuery. */
  static final String PREFIX = "beam_bq_job_";

  private static final List<String> KINDS = List.of("LOAD_", "TEMP_TABLE_LOAD_", "COPY_");

  private JobLoads() {}

  /**
   * Folds jobs by the table that they write.
   *
   * @param name the Dataflow job's
   */
  static LoadsSeen of(String job, String name, List<LoadJob> found) {
    var plain = name.replace("-", "") + "_";
    var tables = new TreeMap<String, Loads>();
    for (var load : found) {
      if (KINDS.stream().anyMatch(kind -> load.id().startsWith(PREFIX + kind + plain))) {
        tables.merge(table(load), of(load), JobLoads::sum);
      }
    }
    return new LoadsSeen(job, PREFIX + "LOAD_" + plain, tables);
  }

  private static String table(LoadJob load) {
    return load.to().table().startsWith(PREFIX) ? LoadsSeen.TEMPORARY : load.to().toString();
  }

  private static Loads of(LoadJob load) {
    return switch (load.state()) {
      case PENDING, RUNNING -> new Loads(0, 1, 0, Optional.empty());
      case FAILED -> new Loads(0, 0, 1, Optional.empty());
      case DONE -> new Loads(1, 0, 0, load.rows());
    };
  }

  private static Loads sum(Loads one, Loads other) {
    var rows =
        one.rows().isEmpty()
            ? other.rows()
            : Optional.of(one.rows().get() + other.rows().orElse(0L));
    return new Loads(
        one.done() + other.done(),
        one.underWay() + other.underWay(),
        one.failed() + other.failed(),
        rows);
  }
}
