package dev.backfill.decode;

import java.nio.charset.StandardCharsets;

/** Prints numbers with a fraction or an exponent as {@link Double#toString(double)} does. */
final class Decimals {
  // Decimals of up to 15 digits survive the way into a double and back (IEEE 754's DBL_DIG).
  private static final int SURE_DIGITS = 15;

  // Double.toString prints plain decimals from 1e-3 to below 1e7.
  private static final int MOST_WHOLE_DIGITS = 7;
  private static final int MOST_LEADING_ZEROS = 2;

  private Decimals() {}

  /** Puts the number between two places. */
  static void put(Bytes out, byte[] bytes, int from, int to) {
    if (isAsPrinted(bytes, from, to)) {
      out.put(bytes, from, to - from);
      return;
    }
    var text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    var number = Double.parseDouble(text);
    if (Double.isInfinite(number)) {
      throw NotPlain.SIGNAL;
    }
    out.put(Double.toString(number));
  }

  /** Whether the text is surely what would be printed; a few that are get another answer. */
  static boolean isAsPrinted(byte[] bytes, int from, int to) {
    var p = bytes[from] == '-' ? from + 1 : from;
    var whole = p;
    while (p < to && Cursor.isDigit(bytes[p])) {
      p++;
    }
    var point = p;
    if (point == to || bytes[point] != '.' || point - whole > MOST_WHOLE_DIGITS) {
      return false;
    }
    var zeros = 0;
    for (p++; p < to && Cursor.isDigit(bytes[p]); p++) {
      zeros += zeros == p - point - 1 && bytes[p] == '0' ? 1 : 0;
    }
    var fraction = p - point - 1;
    if (p < to || fraction + point - whole > SURE_DIGITS) {
      return false;
    }
    if (fraction > 1 && bytes[to - 1] == '0') {
      return false;
    }
    return bytes[whole] != '0' || fraction == 1 || zeros <= MOST_LEADING_ZEROS;
  }
}
