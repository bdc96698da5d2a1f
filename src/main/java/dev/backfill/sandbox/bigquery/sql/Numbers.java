package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.math.BigInteger;

/** Numeric literals. */
final class Numbers {
  private Numbers() {}

  static boolean isMinimum(String text) {
    return text.equals("9223372036854775808") || text.equalsIgnoreCase("0x8000000000000000");
  }

  static long integer(Token token) {
    var text = token.text();
    boolean hex = text.length() > 1 && (text.charAt(1) | 32) == 'x';
    if (text.length() > (hex ? 2 : 0)) {
      var value = hex ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
      if (value.bitLength() < 64) {
        return value.longValue();
      }
    }
    throw ApiException.invalidQuery("Invalid integer literal: " + text + token.at());
  }

  static double floating(Token token) {
    return Double.parseDouble(token.text());
  }
}
