package dev.backfill.cloud;

/** A call that ended early because the operator asked to stop; the cloud may go on with it. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoppedException(String message) {
    super(message);
  }
}
