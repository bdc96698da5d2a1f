package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A SELECT list with its stars written out. */
final class SelectList {
  /** Either a column of a star or an expression; the name is null where it has none. */
  record Entry(Scope.Col column, Expr expression, String name) {}

  private final Expressions expressions;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Scope.Col> aliases = new ArrayList<>();

  SelectList(Expressions expressions) {
    this.expressions = expressions;
  }

  void expand(List<Syntax.Item> items, Scope scope) {
    for (var item : items) {
      if (item instanceof Syntax.Star star) {
        star(star, scope);
      } else {
        var named = (Syntax.Named) item;
        entries.add(new Entry(null, named.expression(), name(named)));
      }
    }
  }

  private static String name(Syntax.Named item) {
    if (item.alias() != null) {
      return item.alias();
    }
    if (item.expression() instanceof Expr.Path path) {
      return path.names().get(path.names().size() - 1);
    }
    return item.expression() instanceof Expr.FieldOf field ? field.name() : null;
  }

  boolean aggregates() {
    return entries.stream()
        .anyMatch(e -> e.expression() != null && Walk.aggregates(e.expression()));
  }

  boolean windows() {
    return entries.stream().anyMatch(e -> e.expression() != null && Walk.windows(e.expression()));
  }

  Entry at(long number, Token at) {
    if (number < 1 || number > entries.size()) {
      throw ApiException.invalidQuery("GROUP BY column number item is out of range" + at.at());
    }
    return entries.get((int) (number - 1));
  }

  List<Entry> named(String name) {
    return entries.stream()
        .filter(e -> e.name() != null && e.name().equalsIgnoreCase(name))
        .toList();
  }

  /** The columns by their names, in DuckDB c0 and so on. */
  List<Scope.Col> translate(Scope scope) {
    var columns = new ArrayList<Scope.Col>();
    for (var entry : entries) {
      Set<Scope.Origin> read = new HashSet<>();
      var typed =
          entry.expression() == null
              ? starred(entry.column(), scope, read)
              : expressions.item(entry.expression(), scope, read);
      var value =
          typed.isNull() ? ImplicitCast.to(typed, typed.type(), entry.expression().at()) : typed;
      texts.add(value.sql());
      var literal = typed.literal() == Typed.Literal.NO ? null : typed;
      columns.add(
          new Scope.Col(entry.name(), "c" + columns.size(), value.type(), read, literal, false));
      boolean aggregated = entry.expression() != null && Walk.aggregates(entry.expression());
      aliases.add(new Scope.Col(entry.name(), value.sql(), value.type(), read, null, aggregated));
    }
    return columns;
  }

  private static Typed starred(Scope.Col column, Scope scope, Set<Scope.Origin> read) {
    if (scope.groups() != null && !scope.groups().contains(column.sql())) {
      throw ApiException.invalidQuery(
          "Star expansion expression references column "
              + column.name()
              + " which is neither grouped nor aggregated");
    }
    read.addAll(column.origins());
    return Typed.of(column.sql(), column.type());
  }

  String sql() {
    var items = new ArrayList<String>();
    for (int i = 0; i < texts.size(); i++) {
      items.add(texts.get(i) + " AS c" + i);
    }
    return String.join(", ", items);
  }

  /** The expressions by position. */
  List<String> texts() {
    return texts;
  }

  List<Scope.Col> aliases() {
    return aliases;
  }

  private void star(Syntax.Star star, Scope scope) {
    var source = scope.star();
    if (star.of() != null) {
      source = columns(star, scope);
    }
    if (source.isEmpty()) {
      throw ApiException.invalidQuery("SELECT * must have a FROM clause" + star.at().at());
    }
    var except = except(star, source);
    var replaced = new HashSet<String>();
    int before = entries.size();
    for (var column : source) {
      if (column.name() != null && except.contains(column.name().toLowerCase(Locale.ROOT))) {
        continue;
      }
      var replacement = replacement(star, column.name(), replaced);
      entries.add(
          replacement == null
              ? new Entry(column, null, column.name())
              : new Entry(null, replacement, column.name()));
    }
    if (entries.size() == before) {
      throw ApiException.invalidQuery(
          "SELECT * EXCEPT list excludes every column" + star.at().at());
    }
    if (replaced.size() < star.replace().size()) {
      throw ApiException.invalidQuery(
          "A column in SELECT * REPLACE list does not exist" + star.at().at());
    }
  }

  private List<Scope.Col> columns(Syntax.Star star, Scope scope) {
    var names = star.of().names();
    var relation = names.size() == 1 ? scope.relation(names.get(0)) : null;
    if (relation != null) {
      return relation;
    }
    var read = new HashSet<Scope.Origin>();
    var struct = expressions.typed(star.of(), scope, read);
    if (!struct.type().is(Type.Kind.STRUCT)) {
      throw ApiException.invalidQuery(
          "Dot-star is not supported for type " + struct.type() + star.at().at());
    }
    var columns = new ArrayList<Scope.Col>();
    for (var field : struct.type().fields()) {
      var value = new NameResolver().field(struct, field.name(), star.at());
      columns.add(new Scope.Col(field.name(), value.sql(), value.type(), read));
    }
    return columns;
  }

  private static Set<String> except(Syntax.Star star, List<Scope.Col> source) {
    var names = new HashSet<String>();
    for (var path : star.except()) {
      var name = path.names().get(0);
      if (Scope.named(source, name).isEmpty()) {
        throw ApiException.invalidQuery(
            "Column " + name + " in SELECT * EXCEPT list does not exist" + path.at().at());
      }
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw ApiException.invalidQuery(
            "Duplicate column name " + name + " in SELECT * EXCEPT list" + path.at().at());
      }
    }
    return names;
  }

  private static Expr replacement(Syntax.Star star, String name, Set<String> replaced) {
    for (var item : star.replace()) {
      if (item.alias().equalsIgnoreCase(name)) {
        replaced.add(name.toLowerCase(Locale.ROOT));
        return item.expression();
      }
    }
    return null;
  }
}
