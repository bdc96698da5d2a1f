package dev.backfill.plan;

import java.time.LocalDate;
import java.util.List;

/** The days of a plan, in UTC, both ends included. */
public record Days(LocalDate first, LocalDate last) {

  public List<LocalDate> list() {
    return first.datesUntil(last.plusDays(1)).toList();
  }

  @Override
  public String toString() {
    return first.equals(last) ? first.toString() : first + " to " + last;
  }
}
