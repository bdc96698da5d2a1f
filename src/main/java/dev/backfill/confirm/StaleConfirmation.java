package dev.backfill.confirm;

/** A confirmation that no longer counts. */
public final class StaleConfirmation extends RuntimeException {
  private static final long serialVersionUID = 1;

  StaleConfirmation(String message) {
    super(message);
  }
}
