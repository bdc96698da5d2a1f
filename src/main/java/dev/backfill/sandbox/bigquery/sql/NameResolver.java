package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Names: columns, SELECT aliases, and the fields of STRUCTs. */
final class NameResolver {
  Typed path(Expr.Path path, Scope scope, Set<Scope.Origin> read) {
    var names = path.names();
    for (var at = scope; at != null; at = at.outer()) {
      var alias = one(at.aliases(), names.get(0), path);
      if (alias != null && alias.aggregated() && at.aliasesFirst() && !at.aggregates()) {
        throw ApiException.invalidQuery(
            "Aggregations of aggregations are not allowed" + path.at().at());
      }
      if (alias != null && at.aliasesFirst()) {
        return fields(value(alias, read), names.subList(1, names.size()), path.at());
      }
      var relation = names.size() > 1 ? at.relation(names.get(0)) : null;
      if (relation != null) {
        var column = one(relation, names.get(1), path);
        if (column == null) {
          throw ApiException.invalidQuery(
              "Name " + names.get(1) + " not found inside " + names.get(0) + path.at().at());
        }
        return checked(column, names.subList(2, names.size()), at, path, read);
      }
      var column = one(at.star(), names.get(0), path);
      if (column != null) {
        return checked(column, names.subList(1, names.size()), at, path, read);
      }
      if (alias != null) {
        return fields(value(alias, read), names.subList(1, names.size()), path.at());
      }
      if (names.size() == 1 && at.has(names.get(0))) {
        return row(at.relation(names.get(0)), at, path, read);
      }
    }
    throw ApiException.invalidQuery("Unrecognized name: " + names.get(0) + path.at().at());
  }

  /** A relation's row as one value, which DuckDB holds as a STRUCT of the columns. */
  private static Typed row(
      List<Scope.Col> columns, Scope at, Expr.Path path, Set<Scope.Origin> read) {
    var fields = new ArrayList<Field>();
    var parts = new ArrayList<String>();
    for (var column : columns) {
      var type = column.type();
      if (column.name() == null
          || type.nested() && !type.stored()
          || Scope.named(columns, column.name()).size() > 1) {
        throw Tokens.unsupported("Such a row as a value", path.at());
      }
      if (at.groups() != null && !at.groups().contains(column.sql())) {
        throw ApiException.invalidQuery(
            "The expression references "
                + path.names().get(0)
                + " which is neither grouped nor aggregated"
                + path.at().at());
      }
      read.addAll(column.origins());
      fields.add(type.field(column.name()));
      parts.add(Sql.name(column.name()) + " := " + column.sql());
    }
    return Typed.of("struct_pack(" + String.join(", ", parts) + ")", Type.row(fields));
  }

  private static Scope.Col one(List<Scope.Col> columns, String name, Expr.Path path) {
    var found = Scope.named(columns, name);
    if (found.size() > 1) {
      throw ApiException.invalidQuery("Column name " + name + " is ambiguous" + path.at().at());
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private Typed checked(
      Scope.Col column, List<String> rest, Scope at, Expr.Path path, Set<Scope.Origin> read) {
    var value = value(column, read);
    var whole = fields(value, rest, path.at());
    if (at.groups() != null
        && !at.groups().contains(value.sql())
        && !at.groups().contains(whole.sql())) {
      throw ApiException.invalidQuery(
          "The expression references column "
              + column.name()
              + " which is neither grouped nor aggregated"
              + path.at().at());
    }
    return whole;
  }

  private static Typed value(Scope.Col column, Set<Scope.Origin> read) {
    read.addAll(column.origins());
    return column.literal() != null ? column.literal() : Typed.of(column.sql(), column.type());
  }

  private Typed fields(Typed of, List<String> names, Token at) {
    var value = of;
    for (var name : names) {
      value = field(value, name, at);
    }
    return value;
  }

  Typed field(Typed of, String name, Token at) {
    if (!of.type().is(Type.Kind.STRUCT)) {
      throw ApiException.invalidQuery(
          "Cannot access field " + name + " on a value with type " + of.type() + at.at());
    }
    var field =
        of.type().fields().stream()
            .filter(child -> child.name().equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(
                () ->
                    ApiException.invalidQuery(
                        "Field name " + name + " does not exist in " + of.type() + at.at()));
    var type = Type.of(field);
    if (!of.type().stored()) {
      return Typed.of("struct_extract(" + of.sql() + ", " + Sql.text(field.name()) + ")", type);
    }
    var path = Sql.text("$.\"" + field.name() + "\"");
    return Typed.of(
        type.nested()
            ? "CAST(json_extract(" + of.sql() + ", " + path + ") AS VARCHAR)"
            : scalar("json_extract_string(" + of.sql() + ", " + path + ")", type),
        type);
  }

  /** Stored JSON keeps timestamps as microseconds and bytes as base64. */
  static String scalar(String text, Type type) {
    return switch (type.kind()) {
      case TIMESTAMP, DATETIME -> "make_timestamp(CAST(" + text + " AS BIGINT))";
      case BYTES -> "from_base64(" + text + ")";
      case STRING, JSON, GEOGRAPHY -> text;
      default -> "CAST(" + text + " AS " + type.duck() + ")";
    };
  }
}
