package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * Judges whether BigQuery can load a text into a column that is neither STRING nor JSON. One that
 * cannot be loaded fails the whole load: forms that the service documents pass, and no others.
 *
 * <p>Source: BigQuery's reference, "Data types" (canonical forms of dates and times), and "Loading
 * JSON data".
 */
final class LoadText {
  private static final String DAY = "(\\d{4})-(\\d{1,2})-(\\d{1,2})";
  // A leap second is none to BigQuery.
  private static final String CLOCK = "([01]?\\d|2[0-3]):[0-5]?\\d:[0-5]?\\d(\\.\\d{1,6})?";
  private static final String ZONE = "( ?([Zz]|UTC)|[+-](0?\\d|1[0-4])(:[0-5]\\d)?)?";
  private static final Pattern DATE = Pattern.compile(DAY);
  private static final Pattern TIME = Pattern.compile(CLOCK);
  private static final Pattern DATETIME = Pattern.compile(DAY + "([ Tt]" + CLOCK + ")?");
  private static final Pattern TIMESTAMP = Pattern.compile(DAY + "([ Tt]" + CLOCK + ")?" + ZONE);
  private static final Pattern BYTES =
      Pattern.compile("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,80}(\\.\\d{0,80})?|\\.\\d{1,80})([eE][+-]?\\d{1,3})?");
  private static final BigDecimal NUMERIC = BigDecimal.TEN.pow(29);
  private static final BigDecimal BIGNUMERIC = new BigDecimal("5.7e38");

  // The years 1 to 9999; the earlier half is the shorter one.
  private static final double LAST_SECOND = 253_402_300_800.0;
  private static final int SHORT = 11;
  private static final String PLAIN = "2020-04-14T00:00:00Z";

  private LoadText() {}

  /** Whether a column takes a text; types whose texts are not known here take all. */
  static boolean fits(String type, String text) {
    return switch (type) {
      case "TIMESTAMP" -> isDay(TIMESTAMP, text);
      case "DATETIME" -> isDay(DATETIME, text);
      case "DATE" -> isDay(DATE, text);
      case "TIME" -> TIME.matcher(text).matches();
      case "NUMERIC" -> isNumber(text, NUMERIC);
      case "BIGNUMERIC" -> isNumber(text, BIGNUMERIC);
      case "BYTES" -> BYTES.matcher(text).matches();
      default -> true;
    };
  }

  /** Whether a column takes a number; in seconds where it holds times. */
  static boolean fits(String type, double number) {
    return switch (type) {
      case "TIMESTAMP" -> Math.abs(number) < LAST_SECOND;
      case "NUMERIC" -> Math.abs(number) < NUMERIC.doubleValue();
      case "BIGNUMERIC" -> Math.abs(number) < BIGNUMERIC.doubleValue();
      default -> Double.isFinite(number);
    };
  }

  /**
   * Whether a value fits as it was printed: a text, whose escapes are never of these forms, or a
   * number. Numbers that are not short and whole are left to the exact path.
   */
  static boolean fits(KeyColumn column, byte[] array, int from, int to) {
    if (array[from] != '"') {
      return to - from <= SHORT && digits(array, from + (array[from] == '-' ? 1 : 0), to);
    }
    if (column.type.equals("TIMESTAMP") && isPlainTime(array, from + 1, to - 1)) {
      return true;
    }
    return fits(column.type, new String(array, from + 1, to - from - 2, UTF_8));
  }

  /**
   * Whether it is {@code yyyy-MM-ddTHH:mm:ss[.S]Z}, with up to six digits of a second's fraction,
   * on a day that every year has: every document has such a time.
   */
  private static boolean isPlainTime(byte[] array, int at, int to) {
    return to - at >= PLAIN.length()
        && isPlainDay(array, at)
        && array[at + 10] == 'T'
        && isClock(array, at + 11)
        && array[to - 1] == 'Z'
        && isFraction(array, at + 19, to - 1);
  }

  private static boolean isPlainDay(byte[] array, int at) {
    var month = twoDigits(array, at + 5);
    var day = twoDigits(array, at + 8);
    return digits(array, at, at + 4)
        && twoDigits(array, at) + twoDigits(array, at + 2) > 0
        && array[at + 4] == '-'
        && month > 0
        && month <= 12
        && array[at + 7] == '-'
        && day > 0
        && day <= (month == 2 ? 28 : 30);
  }

  private static boolean isClock(byte[] array, int at) {
    return isBelow(array, at, 24)
        && array[at + 2] == ':'
        && isBelow(array, at + 3, 60)
        && array[at + 5] == ':'
        && isBelow(array, at + 6, 60);
  }

  private static boolean isBelow(byte[] array, int at, int limit) {
    var number = twoDigits(array, at);
    return number >= 0 && number < limit;
  }

  private static boolean isFraction(byte[] array, int at, int to) {
    var digits = to - at - 1;
    return digits < 0 || array[at] == '.' && digits > 0 && digits <= 6 && digits(array, at + 1, to);
  }

  /** The number that two digits are, or -1. */
  private static int twoDigits(byte[] array, int at) {
    return Cursor.isDigit(array[at]) && Cursor.isDigit(array[at + 1])
        ? (array[at] - '0') * 10 + array[at + 1] - '0'
        : -1;
  }

  private static boolean digits(byte[] array, int from, int to) {
    for (var i = from; i < to; i++) {
      if (!Cursor.isDigit(array[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDay(Pattern form, String text) {
    var matcher = form.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    try {
      return LocalDate.of(
                  Integer.parseInt(matcher.group(1)),
                  Integer.parseInt(matcher.group(2)),
                  Integer.parseInt(matcher.group(3)))
              .getYear()
          > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isNumber(String text, BigDecimal limit) {
    return NUMBER.matcher(text).matches() && new BigDecimal(text).abs().compareTo(limit) < 0;
  }
}
