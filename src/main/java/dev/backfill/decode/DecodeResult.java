package dev.backfill.decode;

/** What became of a payload: a row, or a failure that goes to the error table. */
public sealed interface DecodeResult {
  /** A row: one JSON object in UTF-8, without a line feed. */
  record Row(byte[] json) implements DecodeResult {}

  /**
   * No row.
   *
   * @param type the step that failed, as the error table's {@code error_type}
   * @param offset bytes into the inflated payload, or -1 when no place is known
   */
  record Failure(String type, String message, long offset) implements DecodeResult {}
}
