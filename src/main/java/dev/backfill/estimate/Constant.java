package dev.backfill.estimate;

/** What the model of a run must know of the services and machines that it runs on. */
public enum Constant {
  JOB_START("s", false, "from the job's submission until its first workers work"),
  EXPORT_RATE("B/s", true, "a table's export to Cloud Storage, all of it"),
  READ_SESSION("s", false, "making the sessions of a direct read"),
  READ_DIRECT("B/s", true, "direct read of staged bytes, a vCPU"),
  READ_EXPORTED("B/s", true, "read of exported staged bytes, a vCPU"),
  DECODE_RECORD("s", false, "decode to the bytes of a row, each record, a vCPU"),
  DECODE_BYTE("s/B", false, "the same, each byte of payload besides"),
  ROW_GROWTH("", false, "bytes of rows for a byte of payload"),
  WRITE("B/s", true, "rows to files in Cloud Storage, a vCPU"),
  SCALE_FACTOR("", true, "workers that the service wants, for a minute of one worker's work"),
  SCALE_POWER("", true, "how their number grows with the work: to this power of the minutes"),
  SCALE_STEP("s", false, "between two rises of the number of workers, each to the double at most"),
  WORKER_START("s", false, "from the wish for a worker until it works"),
  TAIL("s", false, "from the last bundle but some to the begin of the loads"),
  FILE("B", false, "rows in a file"),
  LOAD_START("s", false, "of each load job, waiting and committing"),
  LOAD_SLOTS("", true, "slots that load without cost, all load jobs of a project together"),
  LOAD_SLOT("B/s", true, "JSON that a slot loads"),
  LOAD_SHARE("B", false, "JSON of a load job for each slot that it can use"),
  COPY("s", false, "of a copy job, whatever it copies"),
  STAGE_RATE("B/s", true, "a query that deduplicates and keeps whole payloads, by what it reads"),
  QUERY("s", false, "of a query that counts, and of its dry run"),
  CALL("s", false, "of a call that reads or makes a thing");

  private final String unit;
  private final boolean moreIsFaster;
  private final String meaning;

  Constant(String unit, boolean moreIsFaster, String meaning) {
    this.unit = unit;
    this.moreIsFaster = moreIsFaster;
    this.meaning = meaning;
  }

  /** Its unit; empty for a plain number. */
  public String unit() {
    return unit;
  }

  /** What it is, in words. */
  public String meaning() {
    return meaning;
  }

  /** Whether a greater value makes a run shorter. */
  boolean moreIsFaster() {
    return moreIsFaster;
  }
}
