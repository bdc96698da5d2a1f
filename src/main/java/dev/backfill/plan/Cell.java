package dev.backfill.plan;

import java.time.DateTimeException;
import java.time.LocalDate;

/** One square of a plan's matrix: a document type on a day (UTC). */
public record Cell(DocumentType type, LocalDate day) implements Comparable<Cell> {

  /**
   * Reads a {@link #key}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static Cell parse(String key) {
    var at = key.lastIndexOf('@');
    try {
      return new Cell(
          DocumentType.parse(key.substring(0, Math.max(at, 0))),
          LocalDate.parse(key.substring(at + 1)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + key + "' is not a cell, for example telemetry/main/4@2020-04-14", e);
    }
  }

  /** A stable text for journals and job ids, for example {@code telemetry/main/4@2020-04-14}. */
  public String key() {
    return type + "@" + day;
  }

  @Override
  public int compareTo(Cell other) {
    var byType = type.compareTo(other.type);
    return byType != 0 ? byType : day.compareTo(other.day);
  }

  @Override
  public String toString() {
    return key();
  }
}
