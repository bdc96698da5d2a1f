package dev.backfill.sandbox.bigquery.sql;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Dates as days and times as microseconds since the epoch, in the proleptic Gregorian calendar. */
final class CalendarFunctions {
  /** Microseconds of the parts that are always as long. */
  private static final Map<String, Long> FIXED =
      Map.of(
          "MICROSECOND", 1L,
          "MILLISECOND", 1_000L,
          "SECOND", 1_000_000L,
          "MINUTE", 60_000_000L,
          "HOUR", 3_600_000_000L,
          "DAY", 86_400_000_000L);

  /** The format elements that the sandbox has. */
  static final Set<String> ELEMENTS =
      Set.of(
          "Y", "m", "d", "H", "M", "S", "F", "T", "y", "j", "e", "b", "h", "B", "a", "A", "Z", "z",
          "s", "I", "p", "%", "R", "D", "n", "t", "C", "Ez", "E*S", "E6S", "E3S", "E4Y");

  private static final long FIRST = Conversions.micros(LocalDateTime.of(1, 1, 1, 0, 0));
  private static final long LAST =
      Conversions.micros(LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000));

  private CalendarFunctions() {}

  static void add(Natives natives) {
    natives.add("date", "iiii", a -> ofParts((Long) a[0], (Long) a[1], (Long) a[2]));
    natives.add("date_add", "iiis", a -> addTo((Long) a[0], (Long) a[1], (String) a[2]));
    natives.add("date_diff", "iiis", a -> difference(day(a[0]), day(a[1]), (String) a[2]));
    natives.add("date_trunc", "iis", a -> truncated(day(a[0]), (String) a[1]).toEpochDay());
    natives.add("date_extract", "iis", a -> part(day(a[0]).atStartOfDay(), (String) a[1]));
    natives.add("last_day", "iis", a -> lastDay(day(a[0]), (String) a[1]));
    natives.add("time_add", "iiis", a -> addTime((Long) a[0], (Long) a[1], (String) a[2]));
    natives.add(
        "time_diff", "iiis", a -> differenceOfTimes((Long) a[0], (Long) a[1], (String) a[2]));
    natives.add("datetime_add", "iiis", a -> addDatetime((Long) a[0], (Long) a[1], (String) a[2]));
    natives.add("datetime_diff", "iiis", a -> differenceOfDatetimes(a));
    natives.add("time_trunc", "iis", a -> truncated((Long) a[0], (String) a[1]));
    natives.add("time_extract", "iis", a -> part(Conversions.utc((Long) a[0]), (String) a[1]));
    natives.add("local", "iis", a -> local((Long) a[0], (String) a[1]));
    natives.add("instant", "iis", a -> instant((Long) a[0], (String) a[1]));
    natives.add(
        "instant_text",
        "iss",
        a -> Conversions.timestamp((String) a[0], Conversions.zone((String) a[1])));
    natives.add("epoch", "iii", a -> range(multiply((Long) a[0], (Long) a[1]), "timestamp"));
    natives.add("format", "sis", a -> format(Conversions.utc((Long) a[0]), (String) a[1]));
  }

  private static LocalDate day(Object days) {
    return LocalDate.ofEpochDay((Long) days);
  }

  private static long ofParts(long year, long month, long day) {
    try {
      if (year >= 1 && year <= 9999) {
        return LocalDate.of((int) year, Math.toIntExact(month), Math.toIntExact(day)).toEpochDay();
      }
    } catch (DateTimeException | ArithmeticException noSuchDay) {
      // The same message as for a year out of range.
    }
    throw new Natives.Failure(
        "Input calculates to invalid date: " + year + "-" + month + "-" + day);
  }

  private static long addTo(long days, long amount, String part) {
    var date = moved(LocalDate.ofEpochDay(days), amount, part);
    if (date == null || date.getYear() < 1 || date.getYear() > 9999) {
      throw new Natives.Failure("Adding " + amount + " " + part + " to a date goes out of range");
    }
    return date.toEpochDay();
  }

  private static LocalDate moved(LocalDate date, long amount, String part) {
    try {
      return switch (part) {
        case "DAY" -> date.plusDays(amount);
        case "WEEK" -> date.plusWeeks(amount);
        case "MONTH" -> date.plusMonths(amount);
        case "QUARTER" -> date.plusMonths(Math.multiplyExact(amount, 3));
        default -> date.plusYears(amount);
      };
    } catch (DateTimeException | ArithmeticException outOfRange) {
      return null;
    }
  }

  private static long difference(LocalDate to, LocalDate from, String part) {
    return switch (part) {
      case "DAY" -> ChronoUnit.DAYS.between(from, to);
      case "WEEK", "ISOWEEK" ->
          ChronoUnit.WEEKS.between(truncated(from, part), truncated(to, part));
      case "MONTH" -> ChronoUnit.MONTHS.between(truncated(from, part), truncated(to, part));
      case "QUARTER" -> ChronoUnit.MONTHS.between(truncated(from, part), truncated(to, part)) / 3;
      case "ISOYEAR" -> to.get(IsoFields.WEEK_BASED_YEAR) - from.get(IsoFields.WEEK_BASED_YEAR);
      default -> to.getYear() - from.getYear();
    };
  }

  private static LocalDate truncated(LocalDate date, String part) {
    return switch (part) {
      case "DAY" -> date;
      case "WEEK" -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
      case "ISOWEEK" -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case "MONTH" -> date.withDayOfMonth(1);
      case "QUARTER" -> date.with(IsoFields.DAY_OF_QUARTER, 1);
      case "ISOYEAR" ->
          date.with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 1)
              .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      default -> date.withDayOfYear(1);
    };
  }

  private static long lastDay(LocalDate date, String part) {
    return moved(truncated(date, part), 1, part).minusDays(1).toEpochDay();
  }

  private static long multiply(long a, long b) {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException overflow) {
      throw new Natives.Failure("The value does not fit: " + a);
    }
  }

  private static long range(long micros, String what) {
    if (micros < FIRST || micros > LAST) {
      throw new Natives.Failure("The " + what + " goes out of range");
    }
    return micros;
  }

  private static long addTime(long micros, long amount, String part) {
    try {
      return range(Math.addExact(micros, multiply(amount, FIXED.get(part))), "timestamp");
    } catch (ArithmeticException overflow) {
      throw new Natives.Failure("Adding " + amount + " " + part + " to a timestamp overflows");
    }
  }

  private static long addDatetime(long micros, long amount, String part) {
    if (FIXED.containsKey(part)) {
      return addTime(micros, amount, part);
    }
    var time = Conversions.utc(micros);
    var date = addTo(time.toLocalDate().toEpochDay(), amount, part);
    return Conversions.micros(LocalDate.ofEpochDay(date).atTime(time.toLocalTime()));
  }

  /** Whole parts, towards zero. */
  private static long differenceOfTimes(long to, long from, String part) {
    return (to - from) / FIXED.get(part);
  }

  /** Boundaries between, as for dates. */
  private static long differenceOfDatetimes(Object[] a) {
    var part = (String) a[2];
    if (FIXED.containsKey(part) && !part.equals("DAY")) {
      long unit = FIXED.get(part);
      return Math.floorDiv((Long) a[0], unit) - Math.floorDiv((Long) a[1], unit);
    }
    return difference(
        Conversions.utc((Long) a[0]).toLocalDate(),
        Conversions.utc((Long) a[1]).toLocalDate(),
        part);
  }

  private static long truncated(long micros, String part) {
    var unit = FIXED.get(part);
    if (unit != null) {
      return Math.floorDiv(micros, unit) * unit;
    }
    return Conversions.micros(
        truncated(Conversions.utc(micros).toLocalDate(), part).atStartOfDay());
  }

  private static long part(LocalDateTime time, String part) {
    return switch (part) {
      case "MICROSECOND" -> time.getNano() / 1000;
      case "MILLISECOND" -> time.getNano() / 1_000_000;
      case "SECOND" -> time.getSecond();
      case "MINUTE" -> time.getMinute();
      case "HOUR" -> time.getHour();
      case "DAYOFWEEK" -> time.getDayOfWeek().getValue() % 7 + 1;
      case "DAY" -> time.getDayOfMonth();
      case "DAYOFYEAR" -> time.getDayOfYear();
      case "WEEK" -> (time.getDayOfYear() + 6 - time.getDayOfWeek().getValue() % 7) / 7;
      case "ISOWEEK" -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case "MONTH" -> time.getMonthValue();
      case "QUARTER" -> time.get(IsoFields.QUARTER_OF_YEAR);
      case "ISOYEAR" -> time.get(IsoFields.WEEK_BASED_YEAR);
      default -> time.getYear();
    };
  }

  private static long local(long micros, String zone) {
    var utc = Conversions.utc(micros).toInstant(ZoneOffset.UTC);
    return Conversions.micros(LocalDateTime.ofInstant(utc, Conversions.zone(zone)));
  }

  private static long instant(long micros, String zone) {
    var at = Conversions.utc(micros).atZone(Conversions.zone(zone)).toInstant();
    return Conversions.micros(at);
  }

  private static String format(LocalDateTime time, String format) {
    var out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      if (format.charAt(i) != '%' || i + 1 == format.length()) {
        out.append(format.charAt(i));
        continue;
      }
      var element = element(format, i + 1);
      i += element.length();
      out.append(formatted(time, element));
    }
    return out.toString();
  }

  /** The element at {@code from}, for example {@code Y} or {@code E6S}. */
  static String element(String format, int from) {
    int length = format.charAt(from) == 'E' ? (format.startsWith("Ez", from) ? 2 : 3) : 1;
    return format.substring(from, Math.min(format.length(), from + length));
  }

  private static String formatted(LocalDateTime time, String element) {
    int micros = time.getNano() / 1000;
    return switch (element) {
      case "Y" -> Integer.toString(time.getYear());
      case "E4Y" -> two(time.getYear(), 4);
      case "C" -> two(time.getYear() / 100, 2);
      case "m" -> two(time.getMonthValue(), 2);
      case "d" -> two(time.getDayOfMonth(), 2);
      case "e" -> String.format(Locale.ROOT, "%2d", time.getDayOfMonth());
      case "y" -> two(time.getYear() % 100, 2);
      case "j" -> two(time.getDayOfYear(), 3);
      case "H" -> two(time.getHour(), 2);
      case "I" -> two((time.getHour() + 11) % 12 + 1, 2);
      case "p" -> time.getHour() < 12 ? "AM" : "PM";
      case "M" -> two(time.getMinute(), 2);
      case "S" -> two(time.getSecond(), 2);
      case "E3S" -> two(time.getSecond(), 2) + "." + two(micros / 1000, 3);
      case "E6S" -> two(time.getSecond(), 2) + "." + two(micros, 6);
      case "E*S" -> two(time.getSecond(), 2) + fraction(micros);
      case "F" -> format(time, "%Y-%m-%d");
      case "T" -> format(time, "%H:%M:%S");
      case "R" -> format(time, "%H:%M");
      case "D" -> format(time, "%m/%d/%y");
      case "b", "h" -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.US);
      case "B" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.US);
      case "a" -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US);
      case "A" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
      case "Z" -> "UTC";
      case "z" -> "+0000";
      case "Ez" -> "+00:00";
      case "s" -> Long.toString(time.toEpochSecond(ZoneOffset.UTC));
      case "n" -> "\n";
      case "t" -> "\t";
      case "%" -> "%";
      default -> throw new Natives.Failure("The format element %" + element);
    };
  }

  private static String two(int value, int digits) {
    return String.format(Locale.ROOT, "%0" + digits + "d", value);
  }

  private static String fraction(int micros) {
    return micros == 0 ? "" : ("." + two(micros, 6)).replaceAll("0+$", "");
  }
}
