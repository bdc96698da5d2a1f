package dev.backfill.estimate;

import static dev.backfill.estimate.Constant.COPY;
import static dev.backfill.estimate.Constant.FILE;
import static dev.backfill.estimate.Constant.LOAD_SHARE;
import static dev.backfill.estimate.Constant.LOAD_SLOT;
import static dev.backfill.estimate.Constant.LOAD_SLOTS;
import static dev.backfill.estimate.Constant.LOAD_START;
import static dev.backfill.estimate.Constant.ROW_GROWTH;

import java.util.ArrayList;

/**
 * The loads of a job's files, as BigQueryIO makes them: none before the last file is written; a
 * load job for each table, or several into tables of their own and then a copy, where there are too
 * many files or bytes for one; all load jobs at once. They share the slots that load without cost.
 */
final class LoadPhase {
  /** Beam 2.73.0, {@code BatchLoads.DEFAULT_MAX_BYTES_PER_PARTITION}: 11 TiB in a load job. */
  static final double MOST_BYTES = 12_094_627_905_536.0;

  /** Beam 2.73.0, {@code BatchLoads.DEFAULT_MAX_FILES_PER_PARTITION}; BigQuery's own limit. */
  static final double MOST_FILES = 10_000;

  private final Assumptions assumptions;
  private final Scenario scenario;

  LoadPhase(Assumptions assumptions, Scenario scenario) {
    this.assumptions = assumptions;
    this.scenario = scenario;
  }

  /** How many load jobs a table takes. */
  int jobs(double rowBytes) {
    var bySize = Math.ceil(rowBytes / MOST_BYTES);
    var byFiles = Math.ceil(rowBytes / at(FILE) / MOST_FILES);
    return (int) Math.max(1, Math.max(bySize, byFiles));
  }

  /** From the last file to the last row in its table; the tables are taken for equally large. */
  double seconds(Work work) {
    if (work.tables() == 0) {
      return 0;
    }
    var bytes = work.payloadBytes() * at(ROW_GROWTH) / work.tables();
    var jobs = jobs(bytes);
    var left = new ArrayList<Double>();
    for (var i = 0; i < jobs * work.tables(); i++) {
      left.add(bytes / jobs);
    }
    return at(LOAD_START) + shared(left) + (jobs > 1 ? at(COPY) : 0);
  }

  /** Jobs of one size end together, each with its share of the slots, or as many as it can use. */
  private double shared(ArrayList<Double> jobs) {
    var each = jobs.get(0);
    var usable = Math.max(1, each / at(LOAD_SHARE));
    var slots = Math.min(usable, at(LOAD_SLOTS) / jobs.size());
    return each / (slots * at(LOAD_SLOT));
  }

  private double at(Constant constant) {
    return assumptions.at(constant, scenario);
  }
}
