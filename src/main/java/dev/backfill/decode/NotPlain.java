package dev.backfill.decode;

/**
 * Says that the one pass over a document cannot answer for it; {@link TreeDecoder} then decides.
 * Never leaves the package.
 */
final class NotPlain extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The one instance: it is thrown for a document in many, and carries nothing. */
  static final NotPlain SIGNAL = new NotPlain();

  private NotPlain() {
    super("not plain", null, false, false);
  }
}
