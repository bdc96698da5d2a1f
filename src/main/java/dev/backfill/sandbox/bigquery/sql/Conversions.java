package dev.backfill.sandbox.bigquery.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CAST as GoogleSQL does it, for values; literals are converted by the same code. */
final class Conversions {
  private static final Pattern INTEGER =
      Pattern.compile("\\s*([+-]?)(?:0[xX]([0-9a-fA-F]+)|([0-9]+))\\s*");
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern DATE = Pattern.compile("(\\d{1,5})-(\\d{1,2})-(\\d{1,2})");
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{1,5})-(\\d{1,2})-(\\d{1,2})"
              + "(?:[ Tt](\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{0,9}))?)?(.*)",
          Pattern.DOTALL);
  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{1,2})(?::?(\\d{2}))?");
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);

  private Conversions() {}

  static void add(Natives natives) {
    natives.safe("text_int64", "is", a -> int64((String) a[0]));
    natives.safe("text_float64", "fs", a -> float64((String) a[0]));
    natives.safe("text_bool", "bs", a -> bool((String) a[0]));
    natives.safe("text_date", "is", a -> date((String) a[0]).toEpochDay());
    natives.safe("text_timestamp", "is", a -> timestamp((String) a[0], ZoneOffset.UTC));
    natives.safe("text_datetime", "is", a -> datetime((String) a[0]));
    natives.safe("text_numeric", "ss", a -> numeric((String) a[0]));
    natives.safe("float64_int64", "if", a -> int64((Double) a[0]));
    natives.safe("float64_numeric", "sf", a -> numeric((Double) a[0]));
    natives.safe("bytes_text", "ss", a -> text(HexFormat.of().parseHex((String) a[0])));
    natives.add("float64_text", "sf", a -> text((Double) a[0]));
    natives.add("timestamp_text", "si", a -> timestampText((Long) a[0]));
    natives.add("datetime_text", "si", a -> datetimeText((Long) a[0]));
  }

  static long int64(String text) {
    var match = INTEGER.matcher(text);
    if (match.matches()) {
      var value =
          match.group(2) != null
              ? new BigInteger(match.group(2), 16)
              : new BigInteger(match.group(3));
      value = match.group(1).equals("-") ? value.negate() : value;
      if (value.bitLength() < 64) {
        return value.longValue();
      }
    }
    throw new Natives.Failure("Bad int64 value: " + text);
  }

  /** Half away from zero. */
  static long int64(double value) {
    if (Double.isFinite(value)) {
      var rounded = new BigDecimal(value).setScale(0, RoundingMode.HALF_UP);
      if (rounded.toBigInteger().bitLength() < 64) {
        return rounded.longValue();
      }
    }
    throw new Natives.Failure(
        Double.isFinite(value)
            ? "int64 out of range: " + text(value)
            : "Illegal conversion of non-finite floating point number to an integer: "
                + text(value));
  }

  static double float64(String text) {
    var trimmed = text.strip();
    switch (trimmed.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan":
        return Double.NaN;
      case "inf", "+inf", "infinity", "+infinity":
        return Double.POSITIVE_INFINITY;
      case "-inf", "-infinity":
        return Double.NEGATIVE_INFINITY;
      default:
        if (FLOAT.matcher(trimmed).matches()) {
          return Double.parseDouble(trimmed);
        }
        if (trimmed.matches("[+-]?0[xX][0-9a-fA-F]+")) {
          return Double.parseDouble(trimmed + "p0");
        }
        throw new Natives.Failure("Bad double value: " + text);
    }
  }

  static boolean bool(String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "true":
        return true;
      case "false":
        return false;
      default:
        throw new Natives.Failure("Bad bool value: " + text);
    }
  }

  static String numeric(String text) {
    try {
      return numeric(new BigDecimal(text.strip()), text);
    } catch (NumberFormatException e) {
      throw new Natives.Failure("Invalid NUMERIC value: " + text);
    }
  }

  static String numeric(double value) {
    if (!Double.isFinite(value)) {
      throw new Natives.Failure(
          "Illegal conversion of non-finite floating point number to numeric: " + text(value));
    }
    return numeric(new BigDecimal(value), text(value));
  }

  private static String numeric(BigDecimal value, String text) {
    var rounded = value.setScale(9, RoundingMode.HALF_UP);
    if (rounded.precision() - rounded.scale() > 29) {
      throw new Natives.Failure("numeric out of range: " + text);
    }
    return rounded.toPlainString();
  }

  static LocalDate date(String text) {
    var match = DATE.matcher(text);
    if (!match.matches()) {
      throw new Natives.Failure("Invalid date: '" + text + "'");
    }
    return date(match, "date", text);
  }

  private static LocalDate date(Matcher match, String what, String text) {
    try {
      var date = LocalDate.of(number(match, 1), number(match, 2), number(match, 3));
      if (!date.isBefore(FIRST) && !date.isAfter(LAST)) {
        return date;
      }
    } catch (DateTimeException noSuchDay) {
      // The same message as for a day out of range.
    }
    throw new Natives.Failure("Invalid " + what + ": '" + text + "'");
  }

  private static int number(Matcher match, int group) {
    return Integer.parseInt(match.group(group));
  }

  static long datetime(String text) {
    var match = TIME.matcher(text);
    if (match.matches() && match.group(8).isEmpty()) {
      return micros(local(match, "datetime", text));
    }
    throw new Natives.Failure("Invalid datetime string \"" + text + "\"");
  }

  /** Microseconds since the epoch; without a zone in the text the given one holds. */
  static long timestamp(String text, ZoneId otherwise) {
    var match = TIME.matcher(text);
    if (!match.matches()) {
      throw new Natives.Failure("Invalid timestamp: '" + text + "'");
    }
    var zone = match.group(8).isEmpty() ? otherwise : zone(match.group(8), match.group(4), text);
    var at = local(match, "timestamp", text).atZone(zone).toInstant();
    return micros(at);
  }

  private static LocalDateTime local(Matcher match, String what, String text) {
    var date = date(match, what, text);
    if (match.group(4) == null) {
      return date.atStartOfDay();
    }
    try {
      var fraction = match.group(7) == null ? "" : match.group(7);
      int micros = Integer.parseInt((fraction + "000000").substring(0, 6));
      int second = number(match, 6);
      // A leap second is the first of the next minute.
      boolean leap = second == 60;
      return date.atTime(number(match, 4), number(match, 5), leap ? 59 : second, micros * 1000)
          .plusSeconds(leap ? 1 : 0);
    } catch (DateTimeException noSuchTime) {
      throw new Natives.Failure("Invalid " + what + ": '" + text + "'");
    }
  }

  private static ZoneId zone(String rest, String hour, String text) {
    var offset = OFFSET.matcher(rest);
    if (rest.equalsIgnoreCase("Z") && hour != null) {
      return ZoneOffset.UTC;
    } else if (offset.matches() && hour != null) {
      return offset(offset, text);
    } else if (rest.matches(" [A-Za-z].*") && hour != null) {
      return zone(rest.substring(1));
    }
    throw new Natives.Failure("Invalid timestamp: '" + text + "'");
  }

  private static ZoneOffset offset(Matcher offset, String text) {
    int hours = Integer.parseInt(offset.group(2));
    int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
    if (hours > 14 || minutes > 59 || (hours == 14 && minutes > 0)) {
      throw new Natives.Failure("Invalid timestamp: '" + text + "'");
    }
    int sign = offset.group(1).equals("-") ? -1 : 1;
    return ZoneOffset.ofTotalSeconds(sign * (hours * 3600 + minutes * 60));
  }

  /** A zone by its name in the tz database, or an offset. */
  static ZoneId zone(String name) {
    var offset = OFFSET.matcher(name);
    if (offset.matches()) {
      return offset(offset, name);
    }
    if (name.equalsIgnoreCase("UTC")) {
      return ZoneOffset.UTC;
    }
    for (var known : ZoneId.getAvailableZoneIds()) {
      if (known.equalsIgnoreCase(name)) {
        return ZoneId.of(known);
      }
    }
    throw new Natives.Failure("Invalid time zone: " + name);
  }

  static long micros(LocalDateTime utc) {
    return micros(utc.toInstant(ZoneOffset.UTC));
  }

  /** ChronoUnit's own sum goes over nanoseconds, which overflow in the year 2262. */
  static long micros(Instant at) {
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
  }

  static LocalDateTime utc(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000),
        (int) Math.floorMod(micros, 1_000_000L) * 1000,
        ZoneOffset.UTC);
  }

  /** The shortest of 15 and 17 digits that reads back the same, as printf's %g. */
  static String text(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return "0";
    }
    var rounded = rounded(value, 15);
    return rounded.doubleValue() == value ? general(rounded, 15) : general(rounded(value, 17), 17);
  }

  private static BigDecimal rounded(double value, int digits) {
    return new BigDecimal(value).round(new java.math.MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static String general(BigDecimal value, int digits) {
    int exponent = value.precision() - value.scale() - 1;
    var plain = value.stripTrailingZeros();
    if (exponent >= -4 && exponent < digits) {
      return plain.toPlainString();
    }
    var unscaled = plain.unscaledValue().abs().toString();
    return (value.signum() < 0 ? "-" : "")
        + unscaled.charAt(0)
        + (unscaled.length() > 1 ? "." + unscaled.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      throw new Natives.Failure("Invalid UTF-8 bytes in a CAST to STRING");
    }
  }

  /** With as few of zero, three or six digits behind the second as are needed. */
  static String datetimeText(long micros) {
    var time = utc(micros);
    var text =
        String.format(
            Locale.ROOT,
            "%04d-%02d-%02d %02d:%02d:%02d",
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond());
    int fraction = time.getNano() / 1000;
    if (fraction == 0) {
      return text;
    }
    return text
        + (fraction % 1000 == 0
            ? String.format(Locale.ROOT, ".%03d", fraction / 1000)
            : String.format(Locale.ROOT, ".%06d", fraction));
  }

  static String timestampText(long micros) {
    return datetimeText(micros) + "+00";
  }
}
