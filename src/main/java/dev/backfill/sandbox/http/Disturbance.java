package dev.backfill.sandbox.http;

/** Says how an answer to one request goes wrong; asked before the request is routed. */
@FunctionalInterface
public interface Disturbance {
  /** Nothing goes wrong. */
  Effect NONE = new Effect(0, null, Drop.NEVER);

  /** What happens to a request. */
  Effect of(String method, String rawPath);

  /** When the connection is cut. */
  enum Drop {
    NEVER,
    /** Nothing was done. */
    BEFORE,
    /** The request was carried out, but its answer is lost. */
    AFTER
  }

  /**
   * What goes wrong.
   *
   * @param delayMillis how long the answer takes longer
   * @param refusal an answer in place of the real one, or null
   */
  record Effect(long delayMillis, ApiException refusal, Drop drop) {}
}
