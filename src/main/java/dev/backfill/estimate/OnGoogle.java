package dev.backfill.estimate;

import static dev.backfill.estimate.Basis.ASSUMED;
import static dev.backfill.estimate.Basis.MEASURED;
import static dev.backfill.estimate.Basis.PUBLISHED;
import static dev.backfill.estimate.Basis.RECORDED;

import java.util.List;

/** What is assumed of Google's services and of this pipeline on them. */
public final class OnGoogle {
  private static final String FOUNDING = "the founding run of 2020-04-14";
  private static final String BEAM_RATES =
      "Beam's published rates of one e2-standard-2 worker (2.49, rows of 1 KB)";

  private OnGoogle() {}

  /** This console's pipeline, on Dataflow and BigQuery. */
  public static Assumptions assumptions() {
    return Assumptions.of(
        List.of(
            assume(Constant.JOB_START, 90, 150, 300, ASSUMED, "workers of a batch job are made"),
            assume(
                Constant.EXPORT_RATE,
                1.5e9,
                3.33e9,
                5e9,
                RECORDED,
                FOUNDING + ": 4 TB in some 20 minutes"),
            assume(Constant.READ_SESSION, 5, 15, 60, ASSUMED, "one call a table, and its streams"),
            assume(Constant.READ_DIRECT, 40e6, 60e6, 150e6, PUBLISHED, BEAM_RATES + ": 120 MB/s"),
            assume(
                Constant.READ_EXPORTED, 35e6, 52.5e6, 130e6, PUBLISHED, BEAM_RATES + ": 105 MB/s"),
            assume(
                Constant.DECODE_RECORD,
                5e-6,
                8e-6,
                16e-6,
                MEASURED,
                "benchmark of 2026-11-25, whole way: 10 to 19 µs for pings of 1 to 1.5 KB"),
            assume(
                Constant.DECODE_BYTE,
                4e-9,
                5.2e-9,
                10e-9,
                MEASURED,
                "the same: 314 µs for 59.2 KB of main, 401 µs for 39.4 KB of real ones"),
            assume(
                Constant.ROW_GROWTH,
                1,
                1.17,
                1.25,
                MEASURED,
                "the same: rows of 69.5 KB from pings of 59.2 KB"),
            assume(
                Constant.WRITE,
                27e6,
                60e6,
                120e6,
                ASSUMED,
                "above " + BEAM_RATES + ": 54 MB/s as JSON, the making of each row included"),
            assume(
                Constant.SCALE_FACTOR,
                0.35,
                0.55,
                0.8,
                ASSUMED,
                "fitted to three recorded runs: 1,000 workers for an hour, 125 in 26 minutes, 232 "
                    + "in 39"),
            assume(
                Constant.SCALE_POWER,
                0.7,
                0.7,
                0.7,
                ASSUMED,
                "the same; Dataflow's documents say no more than less than in proportion"),
            assume(
                Constant.SCALE_STEP,
                30,
                60,
                120,
                ASSUMED,
                "Dataflow's documents: it looks again every 30 s"),
            assume(Constant.WORKER_START, 60, 90, 150, ASSUMED, "a machine starts, and its JVM"),
            assume(Constant.TAIL, 20, 60, 240, ASSUMED, "the slowest bundles; files are gathered"),
            assume(
                Constant.FILE,
                64e6,
                256e6,
                1e9,
                ASSUMED,
                "a file a bundle and table; not measured"),
            assume(Constant.LOAD_START, 10, 30, 120, ASSUMED, "no load is immediate"),
            assume(
                Constant.LOAD_SLOTS,
                1000,
                2000,
                4000,
                ASSUMED,
                "loads have no promise of slots; 2,000 is what a project's queries get"),
            assume(
                Constant.LOAD_SLOT,
                1.2e6,
                2.44e6,
                5e6,
                RECORDED,
                FOUNDING + ": its rows in some 70 minutes, by so many slots"),
            assume(
                Constant.LOAD_SHARE,
                64e6,
                256e6,
                512e6,
                ASSUMED,
                "a file is the least that is shared out"),
            assume(Constant.COPY, 15, 45, 180, ASSUMED, "copies move no bytes"),
            assume(
                Constant.STAGE_RATE,
                0.64e9,
                1.5e9,
                2.2e9,
                RECORDED,
                FOUNDING + ": 4 TB in 30 minutes; 2020-03-30: 1.42 TB in 37 minutes"),
            assume(Constant.QUERY, 5, 15, 60, ASSUMED, "columns of ids and times alone are read"),
            assume(Constant.CALL, 0.2, 0.5, 2, ASSUMED, "one answer over the internet")));
  }

  private static Assumption assume(
      Constant constant, double low, double likely, double high, Basis basis, String source) {
    return new Assumption(constant, new Range(low, likely, high), basis, source);
  }
}
