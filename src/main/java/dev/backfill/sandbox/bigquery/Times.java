package dev.backfill.sandbox.bigquery;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * Timestamps as microseconds since the epoch, UTC, and the texts that BigQuery accepts for them.
 */
public final class Times {
  private static final DateTimeFormatter TEXT =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private static final DateTimeFormatter PLAIN =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .optionalStart()
          .appendPattern("[' ']")
          .appendLiteral("UTC")
          .optionalEnd()
          .optionalStart()
          .appendPattern("[' ']")
          .appendOffset("+HH:mm", "+00:00")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private Times() {}

  /** Throws a DateTimeException for text that is no timestamp. */
  static long micros(String text) {
    var trimmed = text.trim();
    if (trimmed.endsWith("Z") && trimmed.indexOf('T') > 0) {
      return micros(Instant.parse(trimmed));
    }
    var parsed = PLAIN.parse(trimmed);
    var time = parsed.query(TemporalQueries.localTime());
    var date = LocalDate.from(parsed);
    var offset = parsed.query(TemporalQueries.offset());
    var local = LocalDateTime.of(date, time == null ? LocalTime.MIDNIGHT : time);
    return micros(local.toInstant(offset == null ? ZoneOffset.UTC : offset));
  }

  /** Microseconds since 1970. */
  public static long micros(Instant instant) {
    // ChronoUnit's own sum goes over nanoseconds, which overflow in the year 2262.
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  static long micros(LocalDateTime utc) {
    return micros(utc.toInstant(ZoneOffset.UTC));
  }

  static LocalDateTime utc(long micros) {
    return LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
  }

  /** For example {@code 2020-04-14 12:00:00.5}, always UTC. */
  static String text(long micros) {
    return TEXT.format(utc(micros));
  }
}
