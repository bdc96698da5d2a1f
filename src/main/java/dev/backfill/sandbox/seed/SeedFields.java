package dev.backfill.sandbox.seed;

import dev.backfill.decode.Schema.Field;
import java.util.List;

/** Short names for building schemas. */
final class SeedFields {
  private SeedFields() {}

  static Field text(String name) {
    return new Field(name, "STRING", "NULLABLE", List.of());
  }

  static Field texts(String name) {
    return new Field(name, "STRING", "REPEATED", List.of());
  }

  static Field integer(String name) {
    return new Field(name, "INT64", "NULLABLE", List.of());
  }

  static Field number(String name) {
    return new Field(name, "FLOAT64", "NULLABLE", List.of());
  }

  static Field flag(String name) {
    return new Field(name, "BOOL", "NULLABLE", List.of());
  }

  static Field time(String name) {
    return new Field(name, "TIMESTAMP", "NULLABLE", List.of());
  }

  static Field bytes(String name) {
    return new Field(name, "BYTES", "NULLABLE", List.of());
  }

  static Field record(String name, Field... fields) {
    return new Field(name, "RECORD", "NULLABLE", List.of(fields));
  }

  static Field record(String name, List<Field> fields) {
    return new Field(name, "RECORD", "NULLABLE", fields);
  }

  static Field records(String name, Field... fields) {
    return new Field(name, "RECORD", "REPEATED", List.of(fields));
  }

  /** A map: entries of a key and a value. */
  static Field map(String name, Field value) {
    return records(
        name, text("key"), new Field("value", value.type(), value.mode(), value.fields()));
  }
}
