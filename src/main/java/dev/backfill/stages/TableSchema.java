package dev.backfill.stages;

import dev.backfill.cloud.Column;
import dev.backfill.cloud.TableSpec;
import dev.backfill.decode.Schema;
import java.util.List;

/** A table's structure as decode takes it. */
public final class TableSchema {
  private TableSchema() {}

  /** The columns in the table's order, their types as schema archives spell them. */
  public static Schema of(TableSpec table) {
    return new Schema(fields(table.columns()));
  }

  private static List<Schema.Field> fields(List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                new Schema.Field(
                    column.name(), type(column.type()), column.mode(), fields(column.fields())))
        .toList();
  }

  /** The type in the spelling of archives; the service itself still answers with the older one. */
  static String type(String name) {
    return switch (name) {
      case "INTEGER" -> "INT64";
      case "FLOAT" -> "FLOAT64";
      case "BOOLEAN" -> "BOOL";
      case "STRUCT" -> "RECORD";
      default -> name;
    };
  }
}
