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

  /** Whether it is {@code yyyy-MM-ddTHH:mm:ssZ}, without a look at a month's length. */
  private static boolean isPlainTime(byte[] array, int at, int to) {
    return to - at == PLAIN.length()
        && digits(array, at, at + 4)
        && array[at + 4] == '-'
        && below(array, at + 5, 13)
        && array[at + 7] == '-'
        && below(array, at + 8, 29)
        && array[at + 10] == 'T'
        && digits(array, at + 11, at + 13)
        && twoDigits(array, at + 11) < 24
        && array[at + 13] == ':'
        && digits(array, at + 14, at + 16)
        && twoDigits(array, at + 14) < 60
        && array[at + 16] == ':'
        && digits(array, at + 17, at + 19)
        && twoDigits(array, at + 17) < 60
        && array[at + 19] == 'Z'
        && (array[at] != '0'
            || array[at + 1] != '0'
            || array[at + 2] != '0'
            || array[at + 3] != '0');
  }

  private static boolean below(byte[] array, int at, int limit) {
    var number = twoDigits(array, at);
    return digits(array, at, at + 2) && number > 0 && number < limit;
  }

  private static int twoDigits(byte[] array, int at) {
    return (array[at] - '0') * 10 + array[at + 1] - '0';
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
