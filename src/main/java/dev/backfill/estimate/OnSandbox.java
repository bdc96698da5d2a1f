package dev.backfill.estimate;

import static dev.backfill.estimate.Basis.ASSUMED;
import static dev.backfill.estimate.Basis.MEASURED;

import java.util.List;

/**
 * What is assumed of a sandbox on this machine: one process for all workers, one DuckDB. A run that
 * went before tells more.
 */
public final class OnSandbox {
  private static final String REHEARSALS = "rehearsals on two shared cores, 2026-11-26";

  private OnSandbox() {}

  /** All constants; those of Google's that a sandbox has no use for are left as they are. */
  public static Assumptions assumptions() {
    var all = OnGoogle.assumptions();
    for (var one :
        List.of(
            of(Constant.JOB_START, 6, 16, 60, MEASURED),
            of(Constant.READ_SESSION, 0.05, 0.2, 2, MEASURED),
            of(Constant.EXPORT_RATE, 1e6, 1e7, 1e8, ASSUMED),
            of(Constant.READ_DIRECT, 5e6, 5e7, 2e8, ASSUMED),
            of(Constant.READ_EXPORTED, 5e6, 5e7, 2e8, ASSUMED),
            of(Constant.DECODE_RECORD, 1e-3, 2e-3, 8e-3, MEASURED),
            of(Constant.WRITE, 1e7, 5e7, 2e8, ASSUMED),
            of(Constant.TAIL, 0.5, 2, 10, MEASURED),
            of(Constant.LOAD_START, 0.5, 2, 10, MEASURED),
            of(Constant.LOAD_SLOTS, 1, 1, 2, MEASURED),
            of(Constant.LOAD_SLOT, 2e6, 1e7, 5e7, ASSUMED),
            of(Constant.COPY, 0.05, 0.3, 2, MEASURED),
            of(Constant.STAGE_RATE, 1e6, 1e7, 1e8, MEASURED),
            of(Constant.QUERY, 0.03, 0.1, 0.5, MEASURED),
            of(Constant.CALL, 0.01, 0.04, 0.2, MEASURED))) {
      all = all.with(one);
    }
    return all;
  }

  private static Assumption of(
      Constant constant, double low, double likely, double high, Basis basis) {
    return new Assumption(constant, new Range(low, likely, high), basis, REHEARSALS);
  }
}
