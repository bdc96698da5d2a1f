package dev.backfill.run;

/** Where a stage or a line of it stands. */
public enum State {
  WAITING,
  RUNNING,
  DONE,
  /** There was nothing to do, or the operator left it out. */
  SKIPPED,
  REFUSED,
  FAILED,
  UNDONE,
  STOPPED,
  UNKNOWN
}
