package dev.backfill.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What became of a payload: a row, or a failure that goes to the error table. */
public sealed interface DecodeResult {
  /**
   * A row: one JSON object in UTF-8, without a line feed. It lives in its decoder's buffer, and is
   * gone when the decoder is given its next payload.
   *
   * @param buffer the row's bytes, and others after them
   * @param length how many bytes the row has
   * @param coercions what its values went through; of the decoder's, like the buffer
   * @param onePass whether it took one pass over the bytes, and not the slow, exact path
   */
  record Row(byte[] buffer, int length, Coercions coercions, boolean onePass)
      implements DecodeResult {
    /** The row's bytes, to keep. */
    public byte[] json() {
      return Arrays.copyOf(buffer, length);
    }

    /** The row's bytes with a line feed behind them, to keep: a line of a load file. */
    public byte[] line() {
      var line = Arrays.copyOf(buffer, length + 1);
      line[length] = '\n';
      return line;
    }

    /** The row as a text. */
    public String text() {
      return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }
  }

  /**
   * No row.
   *
   * @param type the step that failed, as the error table's {@code error_type}
   * @param offset bytes into the inflated payload, or -1 when no place is known
   */
  record Failure(String type, String message, long offset) implements DecodeResult {}
}
