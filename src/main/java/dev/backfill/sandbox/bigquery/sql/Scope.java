package dev.backfill.sandbox.bigquery.sql;

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

  /** A null name cannot be named. */
  record Col(
      String name, String sql, Type type, Set<Origin> origins, Typed literal, boolean aggregated) {
    Col(String name, String sql, Type type, Set<Origin> origins) {
      this(name, sql, type, origins, null, false);
    }

    Col as(String newName, String newSql) {
      return new Col(newName, newSql, type, origins, null, false);
    }
  }

  private final Map<String, List<Col>> relations = new HashMap<>();
  private List<Col> star = new ArrayList<>();
  private final Scope outer;
  private List<Col> aliases = List.of();
  private boolean aliasesFirst;

  /** What the rows are grouped by, as DuckDB text; null where they are not grouped. */
  private Set<String> groups;

  /** Where aggregates and window functions may stand. */
  private boolean aggregates;

  private boolean windows;

  Scope(Scope outer) {
    this.outer = outer;
  }

  /** A view on the same columns in which aggregates and window functions may stand. */
  Scope allowing(boolean aggregate, boolean window) {
    var copy = copy();
    copy.aggregates = aggregate;
    copy.windows = window;
    return copy;
  }

  /** A view in which only these and what is aggregated can be read; null for all. */
  Scope grouped(Set<String> by) {
    var copy = copy();
    copy.groups = by;
    return copy;
  }

  /** A view that also knows the SELECT list's names. */
  Scope withAliases(List<Col> columns, boolean first) {
    var copy = copy();
    copy.aliases = columns;
    copy.aliasesFirst = first;
    return copy;
  }

  private Scope copy() {
    var copy = new Scope(outer);
    copy.relations.putAll(relations);
    copy.star = star;
    copy.aliases = aliases;
    copy.aliasesFirst = aliasesFirst;
    copy.groups = groups;
    copy.aggregates = aggregates;
    copy.windows = windows;
    return copy;
  }

  /** False when the alias stands there already. */
  boolean add(String alias, List<Col> columns) {
    star.addAll(columns);
    return alias == null || relations.put(alias.toLowerCase(Locale.ROOT), columns) == null;
  }

  boolean has(String alias) {
    return relations.containsKey(alias.toLowerCase(Locale.ROOT));
  }

  List<Col> star() {
    return star;
  }

  void star(List<Col> columns) {
    star = columns;
  }

  List<Col> aliases() {
    return aliases;
  }

  boolean aliasesFirst() {
    return aliasesFirst;
  }

  Set<String> groups() {
    return groups;
  }

  boolean aggregates() {
    return aggregates;
  }

  boolean windows() {
    return windows;
  }

  /** The columns of one relation, or null. */
  List<Col> relation(String alias) {
    return relations.get(alias.toLowerCase(Locale.ROOT));
  }

  Scope outer() {
    return outer;
  }

  static List<Col> named(List<Col> columns, String name) {
    return columns.stream()
        .filter(column -> column.name() != null && column.name().equalsIgnoreCase(name))
        .toList();
  }
}
