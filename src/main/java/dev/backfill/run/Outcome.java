package dev.backfill.run;

import dev.backfill.stage.StepResult;

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

  /** How a run ends that stops at a result. */
  static Outcome of(StepResult result) {
    return result.accept(new Ending());
  }

  private static final class Ending implements StepResult.Visitor<Outcome> {
    @Override
    public Outcome done(StepResult.Done result) {
      return DONE;
    }

    @Override
    public Outcome alreadyDone(StepResult.AlreadyDone result) {
      return DONE;
    }

    @Override
    public Outcome skipped(StepResult.Skipped result) {
      return DONE;
    }

    @Override
    public Outcome refused(StepResult.Refused result) {
      return REFUSED;
    }

    @Override
    public Outcome failed(StepResult.Failed result) {
      return FAILED;
    }

    @Override
    public Outcome undone(StepResult.Undone result) {
      return REFUSED;
    }

    @Override
    public Outcome stopped(StepResult.Stopped result) {
      return STOPPED;
    }

    @Override
    public Outcome unknown(StepResult.Unknown result) {
      return UNKNOWN;
    }
  }

  /** The exit code of a command line. */
  public int exitCode() {
    return exitCode;
  }
}
