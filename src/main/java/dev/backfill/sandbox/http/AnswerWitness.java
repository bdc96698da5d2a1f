package dev.backfill.sandbox.http;

/**
 * Sees every answer just before it is sent. Found by {@link java.util.ServiceLoader}: the product
 * has none; tests have one that holds the answers of every sandbox against Google's descriptions.
 */
@FunctionalInterface
public interface AnswerWitness {
  /** An answer is ready; what is thrown here is the answer's failure. */
  void answered(Answered answer);

  /**
   * A request and what it is answered.
   *
   * @param rawQuery as it was sent, or null
   * @param contentType null when there is no body
   * @param body null when there is none, or when it is sent in pieces, as an object's bytes are
   */
  record Answered(
      String method,
      String rawPath,
      String rawQuery,
      int status,
      String contentType,
      byte[] body) {}
}
