package dev.backfill.sandbox.bigquery.sql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The escapes of string and bytes literals. */
final class Escapes {
  private static final String PLAIN = "abfnrtv\\?\"'`";
  private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\?\"'`";

  private Escapes() {}

  static String text(String body, Lexer lexer, int start) {
    var out = new StringBuilder();
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      i++;
      int plain = i < body.length() ? PLAIN.indexOf(body.charAt(i)) : -1;
      if (plain >= 0) {
        out.append(MEANING.charAt(plain));
        continue;
      }
      int digits = digits(body, i, lexer, start);
      boolean octal = Character.isDigit(body.charAt(i));
      int from = octal ? i : i + 1;
      int code = code(body, from, digits, octal ? 8 : 16, lexer, start);
      if (!Character.isValidCodePoint(code) || (code >= 0xD800 && code <= 0xDFFF)) {
        throw lexer.error("Illegal escape sequence: an invalid code point", start);
      }
      out.appendCodePoint(code);
      i = from + digits - 1;
    }
    return out.toString();
  }

  static byte[] bytes(String body, boolean raw, Lexer lexer, int start) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < body.length(); i++) {
      int point = body.codePointAt(i);
      if (point != '\\' || raw) {
        out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(point) - 1;
        continue;
      }
      i++;
      int plain = i < body.length() ? PLAIN.indexOf(body.charAt(i)) : -1;
      if (plain >= 0) {
        out.write(MEANING.charAt(plain));
        continue;
      }
      int digits = digits(body, i, lexer, start);
      boolean octal = Character.isDigit(body.charAt(i));
      if (digits > 3 || (!octal && digits != 2)) {
        throw lexer.error("Illegal escape sequence: Unicode in a bytes literal", start);
      }
      int from = octal ? i : i + 1;
      out.write(code(body, from, digits, octal ? 8 : 16, lexer, start));
      i = from + digits - 1;
    }
    return out.toByteArray();
  }

  /** How many digits the escape at {@code i} has: {@code 101}, {@code x41}, {@code u0041}. */
  private static int digits(String body, int i, Lexer lexer, int start) {
    if (i < body.length()) {
      switch (body.charAt(i)) {
        case '0', '1', '2', '3':
          return 3;
        case 'x', 'X':
          return 2;
        case 'u':
          return 4;
        case 'U':
          return 8;
        default:
          break;
      }
    }
    throw lexer.error(
        "Illegal escape sequence: \\" + (i < body.length() ? body.charAt(i) : ""), start);
  }

  private static int code(String body, int from, int digits, int radix, Lexer lexer, int start) {
    int code = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = i < body.length() ? Character.digit(body.charAt(i), radix) : -1;
      if (digit < 0) {
        throw lexer.error("Illegal escape sequence: too few digits", start);
      }
      code = code * radix + digit;
    }
    return code;
  }
}
