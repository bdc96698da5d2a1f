package dev.backfill.check;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Days;
import dev.backfill.plan.DocumentType;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Days (UTC) of a document type that one statement asks about. It groups by {@link #DAY}, and a day
 * of which there is nothing has no row.
 */
public record TypeDays(DocumentType type, Days days) {
  /** The column that tells a row's day, by a name that no table of documents has. */
  public static final String DAY = "counted_day";

  public static TypeDays of(Cell cell) {
    return of(cell.type(), List.of(cell.day()));
  }

  public static TypeDays of(DocumentType type, List<LocalDate> days) {
    return new TypeDays(type, new Days(days));
  }

  /** Whether a row's time is on one of the days, as a condition by which partitions are pruned. */
  String on() {
    return on("", 0);
  }

  /**
   * The same of a table with an alias, on the days or up to so many after each.
   *
   * @param table what stands before the column's name: nothing, or an alias and a dot
   */
  String on(String table, int later) {
    var stretches = days.stretches();
    var conditions =
        stretches.stream()
            .map(one -> between(table, one.first(), one.last().plusDays(later)))
            .collect(Collectors.joining(" OR "));
    return stretches.size() == 1 ? conditions : "(" + conditions + ")";
  }

  private static String between(String table, LocalDate first, LocalDate last) {
    var day = day(table);
    return first.equals(last)
        ? day + " = '" + first + "'"
        : day + " BETWEEN '" + first + "' AND '" + last + "'";
  }

  /** The day of a row's time. */
  static String day(String table) {
    return "DATE(" + table + "submission_timestamp)";
  }

  /** The same in two parts, the earlier days first; for two days or more. */
  public List<TypeDays> halves() {
    var list = days.list();
    var middle = list.size() / 2;
    return List.of(of(type, list.subList(0, middle)), of(type, list.subList(middle, list.size())));
  }

  /** Each day by itself. */
  public List<TypeDays> each() {
    return days.list().stream().map(day -> of(type, List.of(day))).toList();
  }
}
