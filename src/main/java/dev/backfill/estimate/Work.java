package dev.backfill.estimate;

/**
 * What a decode job is given.
 *
 * @param records staged
 * @param stagedBytes as they are stored, payloads compressed; what is read
 * @param payloadBytes of the same payloads, inflated
 * @param tables to which rows go; each is loaded by load jobs of its own
 */
public record Work(double records, double stagedBytes, double payloadBytes, int tables) {
  /** Nothing to do. */
  public static final Work NONE = new Work(0, 0, 0, 0);

  /** Both together; the tables are others. */
  public Work plus(Work other) {
    return new Work(
        records + other.records,
        stagedBytes + other.stagedBytes,
        payloadBytes + other.payloadBytes,
        tables + other.tables);
  }
}
