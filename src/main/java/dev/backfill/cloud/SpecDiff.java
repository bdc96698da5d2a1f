package dev.backfill.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where two tables' structures differ: columns in order and recursively with all that is set on
 * them, partitioning, clustering. Expirations are not compared.
 */
public final class SpecDiff {
  private final List<String> lines = new ArrayList<>();

  private SpecDiff() {}

  /** A line for each difference; empty when the structures are the same. */
  public static List<String> of(TableSpec wanted, TableSpec found) {
    var diff = new SpecDiff();
    diff.columns("", wanted.columns(), found.columns());
    diff.value("partitioning", partitioning(wanted), partitioning(found));
    diff.value("clustering", wanted.clustering(), found.clustering());
    return List.copyOf(diff.lines);
  }

  private static String partitioning(TableSpec spec) {
    return spec.partitioning()
        .map(p -> p.type() + " on " + p.field().orElse("load time"))
        .orElse("none");
  }

  private void columns(String path, List<Column> wanted, List<Column> found) {
    for (var i = 0; i < Math.max(wanted.size(), found.size()); i++) {
      if (i >= found.size()) {
        lines.add(path + wanted.get(i).name() + ": is missing");
      } else if (i >= wanted.size()) {
        lines.add(path + found.get(i).name() + ": is too much");
      } else {
        column(path, wanted.get(i), found.get(i));
      }
    }
  }

  private void column(String path, Column wanted, Column found) {
    var name = path + wanted.name();
    if (!wanted.name().equals(found.name())) {
      lines.add(name + ": in its place stands " + path + found.name());
      return;
    }
    value(name + " type", wanted.type(), found.type());
    value(name + " mode", wanted.mode(), found.mode());
    value(name + " description", quoted(wanted.description()), quoted(found.description()));
    for (var trait : Column.Trait.values()) {
      var label = name + " " + trait.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      value(label, setting(wanted, trait), setting(found, trait));
    }
    columns(name + ".", wanted.fields(), found.fields());
  }

  private static String setting(Column column, Column.Trait trait) {
    return column.traits().getOrDefault(trait, "none");
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private void value(String what, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      lines.add(what + ": " + found + " in place of " + wanted);
    }
  }
}
