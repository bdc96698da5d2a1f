package dev.backfill.sandbox.bigquery.schema;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Quoting for DuckDB. */
public final class Sql {
  private Sql() {}

  public static String name(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  public static String text(String value) {
    return '\'' + value.replace("'", "''") + '\'';
  }

  /** The day of {@code YYYYMMDD}, or null. */
  public static LocalDate day(String decorator) {
    try {
      return LocalDate.parse(decorator, DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeParseException notADay) {
      return null;
    }
  }
}
