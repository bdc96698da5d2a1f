package dev.backfill.run;

/** How a run, or the part of it that was asked for, ended. */
public enum Outcome {
  DONE(0),
  FAILED(1),
  REFUSED(3),
  STOPPED(4),
  UNKNOWN(5);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a command line. */
  public int exitCode() {
    return exitCode;
  }
}
