package dev.backfill.pipeline;

import dev.backfill.plan.Days;
import dev.backfill.plan.DocumentType;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A staged table that is read, and what of it: one document type's rows of some days (UTC).
 *
 * @param table {@code project:dataset.table}
 * @param columns what a direct read asks for, parts of records with dots
 * @param partitions the days to export one by one; empty when the whole table is to be exported
 * @param to the table that the rows go to, {@code project:dataset.table}; empty for the stable one
 *     of the target
 */
public record InputTable(
    String table,
    DocumentType type,
    Days days,
    List<String> columns,
    List<LocalDate> partitions,
    Optional<String> to) {

  /** A table whose rows go to the stable one of the target. */
  public InputTable(
      String table,
      DocumentType type,
      Days days,
      List<String> columns,
      List<LocalDate> partitions) {
    this(table, type, days, columns, partitions, Optional.empty());
  }

  /** Reads what {@link #option} wrote. */
  static InputTable parse(String option) {
    var parts = option.split("\\|", -1);
    if (parts.length != 5 && parts.length != 6) {
      throw new IllegalArgumentException(
          "Not an input: '" + option + "'. Write table|type|days|columns|partitions, and |to.");
    }
    return new InputTable(
        parts[0],
        DocumentType.parse(parts[1]),
        days(parts[2]),
        list(parts[3]).toList(),
        list(parts[4]).map(LocalDate::parse).toList(),
        parts.length == 6 ? Optional.of(parts[5]) : Optional.empty());
  }

  private static Stream<String> list(String text) {
    return Stream.of(text.split(";")).filter(part -> !part.isEmpty());
  }

  private static Days days(String text) {
    var days = new ArrayList<LocalDate>();
    list(text)
        .map(stretch -> stretch.split("/"))
        .map(ends -> new Days(LocalDate.parse(ends[0]), LocalDate.parse(ends[1])))
        .forEach(stretch -> days.addAll(stretch.list()));
    return new Days(days);
  }

  /** The table as one pipeline option: days by their stretches, for there may be thousands. */
  public String option() {
    var stretches =
        days.stretches().stream()
            .map(stretch -> stretch.first() + "/" + stretch.last())
            .collect(Collectors.joining(";"));
    var exported = partitions.stream().map(LocalDate::toString).collect(Collectors.joining(";"));
    return String.join("|", table, type.toString(), stretches, String.join(";", columns), exported)
        + to.map(rows -> "|" + rows).orElse("");
  }

  /**
   * A table as it is read, once, whatever number of inputs name it.
   *
   * @param type empty where the table holds documents of several types
   */
  record Joined(
      String table,
      Optional<DocumentType> type,
      Days days,
      List<String> columns,
      List<LocalDate> partitions) {

    private static Joined of(List<InputTable> inputs) {
      var first = inputs.get(0);
      return inputs.size() == 1
          ? new Joined(
              first.table, Optional.of(first.type), first.days, first.columns, first.partitions)
          : new Joined(
              first.table,
              Optional.empty(),
              new Days(distinct(inputs, input -> input.days().list())),
              distinct(inputs, InputTable::columns),
              // Whole, unless each input names its days.
              inputs.stream().anyMatch(input -> input.partitions().isEmpty())
                  ? List.of()
                  : distinct(inputs, InputTable::partitions));
    }

    private static <T extends Comparable<? super T>> List<T> distinct(
        List<InputTable> inputs, Function<InputTable, List<T>> part) {
      return inputs.stream()
          .flatMap(input -> part.apply(input).stream())
          .distinct()
          .sorted()
          .toList();
    }

    /** What an export reads: the table, or a partition of it after the other. */
    List<String> exports() {
      return partitions.isEmpty()
          ? List.of(table)
          : partitions.stream()
              .map(day -> table + "$" + day.format(DateTimeFormatter.BASIC_ISO_DATE))
              .toList();
    }

    /** The days as a condition of the Storage Read API, on the column itself, which prunes. */
    String restriction() {
      return days.stretches().stream()
          .map(
              stretch ->
                  "(submission_timestamp >= TIMESTAMP '"
                      + stretch.first()
                      + " 00:00:00+00' AND submission_timestamp < TIMESTAMP '"
                      + stretch.last().plusDays(1)
                      + " 00:00:00+00')")
          .collect(Collectors.joining(" OR "));
    }
  }

  /** The inputs that are written as options, by the tables that they are in. */
  static List<Joined> joined(List<String> options) {
    var tables = new LinkedHashMap<String, List<InputTable>>();
    for (var option : options) {
      var input = parse(option);
      tables.computeIfAbsent(input.table(), table -> new ArrayList<>()).add(input);
    }
    return tables.values().stream().map(Joined::of).toList();
  }
}
