package dev.backfill.cloud;

import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The GoogleSQL by which {@link StagingWriter} empties a table of what is decoded anew. */
public final class EmptyingSql {
  private EmptyingSql() {}

  /** Deletes a staging table's rows of these days. */
  public static String rows(StagingTable table, List<LocalDate> days) {
    return "DELETE FROM "
        + table.name().sql()
        + " WHERE DATE(submission_timestamp) IN ("
        + quoted(days)
        + ")";
  }

  /** Deletes the error rows of these cells; other types' rows of the same days stay. */
  public static String errors(StagingTable table, List<Cell> cells) {
    var byType = new TreeMap<DocumentType, List<LocalDate>>();
    cells.forEach(
        cell -> byType.computeIfAbsent(cell.type(), type -> new ArrayList<>()).add(cell.day()));
    var each = new ArrayList<String>();
    byType.forEach(
        (type, days) ->
            each.add(
                "(document_namespace = '%s' AND document_type = '%s' AND document_version = '%s' AND DATE(submission_timestamp) IN (%s))"
                    .formatted(type.namespace(), type.type(), type.version(), quoted(days))));
    return "DELETE FROM " + table.name().sql() + " WHERE " + String.join(" OR ", each);
  }

  /**
   * Deletes what a table holds of some cells.
   *
   * @param table where rows or error rows of their types go
   */
  public static String of(Plan plan, StagingTable table, List<Cell> cells) {
    var errors = cells.stream().filter(cell -> plan.errors(cell.type()).equals(table)).toList();
    return errors.isEmpty()
        ? rows(
            table,
            cells.stream()
                .filter(cell -> plan.written(cell.type()).equals(table))
                .map(Cell::day)
                .sorted()
                .toList())
        : errors(table, errors);
  }

  private static String quoted(List<LocalDate> days) {
    return days.stream().map(day -> "'" + day + "'").collect(Collectors.joining(", "));
  }
}
