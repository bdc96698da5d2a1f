package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.Sql;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.SelectItem;

/** Writes out a SELECT list: stars, EXCEPT, REPLACE, names for the nameless. */
final class SelectList {
  private final Expressions expressions;
  private final List<Scope.Col> columns = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  SelectList(Expressions expressions) {
    this.expressions = expressions;
  }

  Queries.Query translate(List<SelectItem<?>> items, Scope scope) {
    for (var item : items) {
      if (item.getExpression() instanceof AllColumns all) {
        star(all, scope);
      } else {
        var alias = item.getAlias() == null ? null : Context.unquote(item.getAlias().getName());
        add(item.getExpression(), alias, scope);
      }
    }
    return new Queries.Query(String.join(", ", texts), columns);
  }

  private void add(Expression expression, String alias, Scope scope) {
    Set<Scope.Origin> read = new HashSet<>();
    var typed = expressions.typed(expression, scope, read);
    var name = alias;
    if (name == null) {
      name =
          expression instanceof Column column
              ? Context.unquote(column.getColumnName())
              : "f" + columns.size() + "_";
    }
    var field = typed.field() == null ? null : typed.field().renamed(name);
    add(new Scope.Col(name, typed.sql(), field, read));
  }

  private void add(Scope.Col column) {
    texts.add(column.sql() + " AS " + Sql.name(column.name()));
    columns.add(column);
  }

  private void star(AllColumns all, Scope scope) {
    var source = scope.star();
    if (all instanceof AllTableColumns of) {
      source = scope.relation(Context.unquote(of.getTable().getName()));
      if (source == null) {
        throw ApiException.invalidQuery(
            "Unrecognized name: " + of.getTable() + Context.position(of.getTable()));
      }
    }
    if (source.isEmpty()) {
      throw ApiException.invalidQuery("SELECT * must have a FROM clause");
    }
    var except = except(all, source);
    for (var column : source) {
      if (except.contains(column.name().toLowerCase(java.util.Locale.ROOT))) {
        continue;
      }
      var replacement = replacement(all, column.name());
      if (replacement == null) {
        add(column);
      } else {
        add(replacement, column.name(), scope);
      }
    }
  }

  private static Set<String> except(AllColumns all, List<Scope.Col> source) {
    var names = new HashSet<String>();
    if (all.getExceptColumns() != null) {
      for (var column : all.getExceptColumns()) {
        var name = Context.unquote(column.getColumnName());
        if (Scope.named(source, name).isEmpty()) {
          throw ApiException.invalidQuery(
              "Column "
                  + name
                  + " in SELECT * EXCEPT list does not exist"
                  + Context.position(column));
        }
        names.add(name.toLowerCase(java.util.Locale.ROOT));
      }
    }
    return names;
  }

  private static Expression replacement(AllColumns all, String name) {
    if (all.getReplaceExpressions() != null) {
      for (var item : all.getReplaceExpressions()) {
        if (Context.unquote(item.getAlias().getName()).equalsIgnoreCase(name)) {
          return item.getExpression();
        }
      }
    }
    return null;
  }
}
