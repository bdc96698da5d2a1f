package dev.backfill.stages;

import dev.backfill.decode.Schema;
import dev.backfill.decode.Schema.Field;
import dev.backfill.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a schema archive and the table of a document type differ. Columns are named by their path,
 * {@code environment.build.foo}; of records that one side lacks whole, the record alone.
 */
final class SchemaComparison {
  // Two generations of a real schema differ by hundreds of columns; the first ones tell which.
  private static final int SHOWN = 20;

  private final List<String> onlyArchive = new ArrayList<>();
  private final List<String> onlyTable = new ArrayList<>();
  private final List<String> other = new ArrayList<>();

  private SchemaComparison() {}

  static SchemaComparison of(Schema archive, Schema table) {
    var comparison = new SchemaComparison();
    comparison.columns("", archive.fields(), table.fields());
    return comparison;
  }

  /** What must be mended: a line, or none. */
  List<Problem> problems() {
    return other.isEmpty()
        ? List.of()
        : List.of(
            Problem.of(
                count(other, "is", "are")
                    + " of another type or mode in the archive than in the table: "
                    + shown(other)
                    + ".",
                "Take the archive that the table was made from, or leave schemas out of the plan:"
                    + " rows then follow the table."));
  }

  /**
   * What is to be known, a line each.
   *
   * @param kept whether the table keeps what it has no column for in additional_properties
   */
  List<String> notes(boolean kept) {
    var notes = new ArrayList<String>();
    if (!onlyArchive.isEmpty()) {
      notes.add(
          count(onlyArchive, "is", "are")
              + " only in the archive; "
              + (kept
                  ? "values go to additional_properties: "
                  : "values are lost, for the table has no additional_properties: ")
              + shown(onlyArchive));
    }
    if (!onlyTable.isEmpty()) {
      notes.add(
          count(onlyTable, "is", "are")
              + " only in the table, NULL where documents lack them: "
              + shown(onlyTable));
    }
    return notes;
  }

  private static String count(List<String> paths, String one, String many) {
    return paths.size() == 1 ? "1 column " + one : paths.size() + " columns " + many;
  }

  private static String shown(List<String> paths) {
    var first = String.join(", ", paths.subList(0, Math.min(SHOWN, paths.size())));
    return paths.size() > SHOWN ? first + " and " + (paths.size() - SHOWN) + " more" : first;
  }

  private void columns(String path, List<Field> archive, List<Field> table) {
    var left = byName(table);
    for (var field : archive) {
      var there = left.remove(field.name());
      if (there == null) {
        onlyArchive.add(path + field.name());
      } else {
        column(path + field.name(), field, there);
      }
    }
    left.keySet().forEach(name -> onlyTable.add(path + name));
  }

  private void column(String path, Field archive, Field table) {
    if (!words(archive).equals(words(table))) {
      other.add(path + " (" + words(archive) + "; in the table " + words(table) + ")");
    } else {
      columns(path + ".", archive.fields(), table.fields());
    }
  }

  private static String words(Field field) {
    var type = TableSchema.type(field.type());
    return field.mode().equals("NULLABLE") ? type : field.mode() + " " + type;
  }

  private static Map<String, Field> byName(List<Field> fields) {
    var byName = new LinkedHashMap<String, Field>();
    fields.forEach(field -> byName.put(field.name(), field));
    return byName;
  }
}
