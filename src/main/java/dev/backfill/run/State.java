package dev.backfill.run;

/** Where a stage or a line of it stands. */
public enum State {
  WAITING,
  RUNNING,
  DONE,
  REFUSED,
  FAILED,
  UNDONE,
  STOPPED,
  UNKNOWN
}
