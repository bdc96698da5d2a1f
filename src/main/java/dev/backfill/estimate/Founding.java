package dev.backfill.estimate;

/**
 * The backfill of 2020-04-14 that this console was made after: one day of {@code main} pings, 4 TB
 * as staged, by Mozilla's own sink. Its README tells of 2.5 hours: some 20 minutes until the table
 * was exported, up to 1,000 workers for about an hour, then one worker until the loads had ended.
 */
public final class Founding {
  /** Minutes until the table was exported, as recorded. */
  public static final double EXPORT_MINUTES = 20;

  /** Minutes that it was worked on, as recorded. */
  public static final double WORK_MINUTES = 60;

  /** Minutes that the loads took: what is left of 2.5 hours. */
  public static final double LOAD_MINUTES = 70;

  /** The most workers that it had, as recorded. */
  public static final int WORKERS = 1000;

  /** Bytes that were staged, payloads compressed. */
  public static final double STAGED_BYTES = 4e12;

  /**
   * The sink's own rate, in bytes of payload a second: run on one quiet core, on pings of 59 KB
   * against the real schema of {@code main}.
   */
  public static final double PEER_RATE = 14e6;

  /**
   * What a vCPU is of such a core: one of its two threads. That the benchmark of 2026-11-25 found
   * 6.8 MB/s on a busy machine of vCPUs, for a way as long, agrees with a half.
   */
  public static final double VCPU = 0.5;

  private Founding() {}

  /** What was done: real pings of {@code main} tell how large payloads are, staged and inflated. */
  public static Work work() {
    return new Work(
        STAGED_BYTES / Payloads.MAIN_STAGED,
        STAGED_BYTES,
        STAGED_BYTES / Payloads.MAIN_STAGED * Payloads.MAIN_PAYLOAD,
        1);
  }

  /**
   * The workers of then: Dataflow's default machine for batch jobs in 2020, as many as it gave, and
   * one at the begin.
   */
  public static Fleet fleet() {
    return new Fleet(1, WORKERS, Machine.of("n1-standard-1"), true);
  }

  /** The workers of the founding plan, read directly. */
  public static Fleet ours() {
    return new Fleet(5, WORKERS, Machine.of("n1-standard-2"), false);
  }

  /** What is assumed of that run: this pipeline's constants, but for the decode of the sink. */
  public static Assumptions assumptions() {
    var perByte = 1 / (PEER_RATE * VCPU);
    return OnGoogle.assumptions()
        .with(
            new Assumption(
                Constant.DECODE_RECORD,
                Range.exactly(0),
                Basis.MEASURED,
                "contained in the rate by bytes"))
        .with(
            new Assumption(
                Constant.DECODE_BYTE,
                new Range(perByte / 1.3, perByte, perByte * 1.3),
                Basis.MEASURED,
                "Mozilla's sink: 14 MB/s on one core, pings of 59 KB; a vCPU is half a core"));
  }
}
