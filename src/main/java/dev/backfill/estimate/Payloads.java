package dev.backfill.estimate;

/**
 * How large payloads are once they are inflated, by how large they are staged. Nobody can ask a
 * table for that; documents alike compress alike.
 */
public final class Payloads {
  // Real sample pings of 2020, 31 document types: compressed payload and attributes, and payload.
  /** Bytes of a staged {@code main} ping: payload and attributes, a mean of 11 real ones. */
  static final double MAIN_STAGED = 9_486;

  /** Bytes of its payload. */
  static final double MAIN_PAYLOAD = 41_411;

  private static final double[][] SAMPLE = {
    {650, 1.4}, {950, 1.65}, {2_150, 2.15}, {2_890, 2.9}, {MAIN_STAGED, MAIN_PAYLOAD / MAIN_STAGED}
  };

  // prio's payloads are random and hardly compress (1.3), bhr's are of few words (5.4).
  private static final double LEAST = 0.7;
  private static final double MOST = 1.3;

  private Payloads() {}

  /**
   * Bytes of payload for a byte as staged.
   *
   * @param mean staged bytes of a record
   */
  public static Range inflation(double mean) {
    var likely = between(mean);
    return new Range(Math.max(1, likely * LEAST), likely, likely * MOST);
  }

  /** By the sample, between its sizes by their logarithms. */
  private static double between(double mean) {
    if (mean <= SAMPLE[0][0]) {
      return SAMPLE[0][1];
    }
    for (var i = 1; i < SAMPLE.length; i++) {
      if (mean <= SAMPLE[i][0]) {
        var from = SAMPLE[i - 1];
        var share = Math.log(mean / from[0]) / Math.log(SAMPLE[i][0] / from[0]);
        return from[1] + share * (SAMPLE[i][1] - from[1]);
      }
    }
    return SAMPLE[SAMPLE.length - 1][1];
  }
}
