package dev.backfill.sandbox.dataflow;

/** What goes wrong with a job. */
public enum JobFault {
  NONE,
  /** It fails once its worker has started. */
  FAILS,
  /** It runs, but nothing happens for a while. */
  STALLS,
  /** Its worker dies once, and its work is done again. */
  LOSES_WORKER,
  /** Its launcher fails, where it has one: it is a template's. */
  LAUNCHER_FAILS
}
