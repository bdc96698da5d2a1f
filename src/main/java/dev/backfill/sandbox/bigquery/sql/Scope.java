package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The columns that an expression can name, and where each comes from. */
final class Scope {
  /** A scanned base table's column. */
  record Origin(int scan, String column) {}

  /** The field is null where only DuckDB knows the type. */
  record Col(String name, String sql, Field field, Set<Origin> origins) {
    Col as(String newName, String newSql) {
      return new Col(newName, newSql, field, origins);
    }
  }

  private final Map<String, List<Col>> relations = new HashMap<>();
  private List<Col> star = new ArrayList<>();
  private final Scope outer;

  Scope(Scope outer) {
    this.outer = outer;
  }

  void add(String alias, List<Col> columns) {
    relations.put(alias.toLowerCase(Locale.ROOT), columns);
    star.addAll(columns);
  }

  List<Col> star() {
    return star;
  }

  void star(List<Col> columns) {
    star = columns;
  }

  void copy(Scope other) {
    relations.putAll(other.relations);
    star = other.star;
  }

  /** The columns of one relation, or null. */
  List<Col> relation(String alias) {
    return relations.get(alias.toLowerCase(Locale.ROOT));
  }

  Scope outer() {
    return outer;
  }

  static List<Col> named(List<Col> columns, String name) {
    var found = new ArrayList<Col>();
    for (var column : columns) {
      if (column.name().equalsIgnoreCase(name)) {
        found.add(column);
      }
    }
    return found;
  }
}
