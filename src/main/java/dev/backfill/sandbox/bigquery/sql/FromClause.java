package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.Field;
import dev.backfill.sandbox.bigquery.Sql;
import dev.backfill.sandbox.bigquery.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;

/** FROM and its joins. USING becomes ON, with the merged column first, as GoogleSQL has it. */
final class FromClause {
  private final Context context;
  private final Queries queries;
  private final Expressions expressions;

  FromClause(Context context, Queries queries, Expressions expressions) {
    this.context = context;
    this.queries = queries;
    this.expressions = expressions;
  }

  private record Relation(String sql, String alias, List<Scope.Col> columns) {}

  String translate(PlainSelect select, Scope scope) {
    var first = relation(select.getFromItem(), select.getWhere());
    scope.add(first.alias(), first.columns());
    var text = new StringBuilder(" FROM ").append(first.sql());
    if (select.getJoins() != null) {
      for (var join : select.getJoins()) {
        text.append(join(join, scope, select.getWhere()));
      }
    }
    return text.toString();
  }

  private String join(Join join, Scope scope, Expression where) {
    if (join.isNatural()
        || join.isApply()
        || join.isSemi()
        || join.isStraight()
        || join.isGlobal()
        || join.isWindowJoin()) {
      throw Context.refused("This form of JOIN", join);
    }
    var right = relation(join.getFromItem(), where);
    if (join.isSimple() || join.isCross()) {
      scope.add(right.alias(), right.columns());
      return " CROSS JOIN " + right.sql();
    }
    var kind = join.isFull() ? "FULL" : join.isLeft() ? "LEFT" : join.isRight() ? "RIGHT" : "INNER";
    var text = " " + kind + " JOIN " + right.sql() + " ON ";
    if (join.getUsingColumns() != null && !join.getUsingColumns().isEmpty()) {
      return text + using(join.getUsingColumns(), kind, scope, right);
    }
    scope.add(right.alias(), right.columns());
    return text
        + join.getOnExpressions().stream()
            .map(on -> expressions.sql(on, scope, context.always))
            .collect(Collectors.joining(" AND "));
  }

  private String using(List<Column> names, String kind, Scope scope, Relation right) {
    var conditions = new ArrayList<String>();
    var star = new ArrayList<Scope.Col>();
    var merged = new HashSet<Scope.Col>();
    for (var column : names) {
      var name = Context.unquote(column.getColumnName());
      var l = one(scope.star(), name, "left", column);
      var r = one(right.columns(), name, "right", column);
      conditions.add(l.sql() + " = " + r.sql());
      context.always.addAll(l.origins());
      context.always.addAll(r.origins());
      merged.add(l);
      merged.add(r);
      star.add(merge(kind, l, r));
    }
    scope.star().stream().filter(c -> !merged.contains(c)).forEach(star::add);
    right.columns().stream().filter(c -> !merged.contains(c)).forEach(star::add);
    scope.add(right.alias(), right.columns());
    scope.star(star);
    return String.join(" AND ", conditions);
  }

  private static Scope.Col merge(String kind, Scope.Col left, Scope.Col right) {
    switch (kind) {
      case "FULL":
        return left.as(left.name(), "COALESCE(" + left.sql() + ", " + right.sql() + ")");
      case "RIGHT":
        return right.as(left.name(), right.sql());
      default:
        return left;
    }
  }

  private static Scope.Col one(List<Scope.Col> columns, String name, String side, Column node) {
    var found = Scope.named(columns, name);
    if (found.size() != 1) {
      throw ApiException.invalidQuery(
          "Column "
              + name
              + " in USING clause "
              + (found.isEmpty() ? "not found" : "is ambiguous")
              + " on "
              + side
              + " side of join"
              + Context.position(node));
    }
    return found.get(0);
  }

  private Relation relation(FromItem item, Expression where) {
    if (item.getPivot() != null || item.getUnPivot() != null) {
      throw Context.refused("PIVOT", item);
    }
    var given = item.getAlias() == null ? null : Context.unquote(item.getAlias().getName());
    if (item instanceof ParenthesedSelect subquery) {
      var query = queries.select(subquery.getSelect(), null);
      var internal = context.alias();
      return new Relation(
          "(" + query.sql() + ") AS " + internal,
          given == null ? internal : given,
          aliased(query.columns(), internal));
    }
    if (item instanceof Table table && table.getSampleClause() == null) {
      return table(table, given, where);
    }
    throw Context.refused("FROM " + item.getClass().getSimpleName(), item);
  }

  private Relation table(Table table, String given, Expression where) {
    var parts = parts(table);
    var internal = context.alias();
    var alias = given == null ? parts.get(parts.size() - 1) : given;
    var cte = parts.size() == 1 ? queries.cte(parts.get(0)) : null;
    if (cte != null) {
      return new Relation(
          Sql.name(parts.get(0)) + " AS " + internal, alias, aliased(cte, internal));
    }
    int schema = informationSchema(parts);
    if (schema >= 0) {
      return partitions(parts, schema, internal, alias);
    }
    var ref = ref(parts, context);
    return ref.table().endsWith("*")
        ? wildcard(ref, internal, alias, where)
        : base(context.tables.table(ref), internal, alias, where);
  }

  static List<String> parts(Table table) {
    var names = new ArrayList<>(table.getNameParts());
    java.util.Collections.reverse(names);
    return names.stream()
        .filter(java.util.Objects::nonNull)
        .map(Context::unquote)
        .flatMap(name -> Arrays.stream(name.split("\\.")))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  static TableRef ref(List<String> parts, Context context) {
    int size = parts.size();
    var dataset = size > 1 ? parts.get(size - 2) : context.dataset;
    if (dataset == null || size > 3) {
      throw ApiException.invalidQuery(
          "Table \""
              + String.join(".", parts)
              + "\" must be qualified with a dataset (e.g. dataset.table).");
    }
    return new TableRef(size > 2 ? parts.get(0) : context.project, dataset, parts.get(size - 1));
  }

  private static int informationSchema(List<String> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).equalsIgnoreCase("INFORMATION_SCHEMA")) {
        return i;
      }
    }
    return -1;
  }

  private Relation partitions(List<String> parts, int schema, String internal, String alias) {
    var view = String.join(".", parts.subList(schema + 1, parts.size()));
    if (!view.equalsIgnoreCase("PARTITIONS") || schema == 0) {
      throw ApiException.unsupported("INFORMATION_SCHEMA." + view);
    }
    var project = schema > 1 ? parts.get(schema - 2) : context.project;
    var columns = new ArrayList<Scope.Col>();
    for (var field : PARTITIONS) {
      columns.add(
          new Scope.Col(field.name(), internal + "." + Sql.name(field.name()), field, Set.of()));
    }
    return new Relation(
        "(" + context.tables.partitions(project, parts.get(schema - 1)) + ") AS " + internal,
        alias,
        columns);
  }

  private static final List<Field> PARTITIONS =
      List.of(
          column("table_catalog", "STRING"),
          column("table_schema", "STRING"),
          column("table_name", "STRING"),
          column("partition_id", "STRING"),
          column("total_rows", "INTEGER"),
          column("total_logical_bytes", "INTEGER"),
          column("total_billable_bytes", "INTEGER"),
          column("last_modified_time", "TIMESTAMP"),
          column("storage_tier", "STRING"));

  private static Field column(String name, String type) {
    return new Field(name, type, "NULLABLE", List.of());
  }

  private Relation base(Scan scan, String internal, String alias, Expression where) {
    int index = register(scan, where);
    var columns = new ArrayList<Scope.Col>();
    for (var field : scan.fields()) {
      columns.add(
          new Scope.Col(
              field.name(),
              internal + "." + Sql.name(field.name()),
              field,
              Set.of(new Scope.Origin(index, field.name()))));
    }
    return new Relation(scan.sqlName() + " AS " + internal, alias, columns);
  }

  private int register(Scan scan, Expression where) {
    context.scans.add(scan);
    int index = context.scans.size() - 1;
    if (scan.partitionColumn() != null) {
      context.kept.put(
          index,
          new Pruning(scan.partitionColumn(), context.parameterTexts)
              .keep(scan.bytes().keySet(), where));
    }
    return index;
  }

  private Relation wildcard(TableRef ref, String internal, String alias, Expression where) {
    var prefix = ref.table().substring(0, ref.table().length() - 1);
    var scans =
        context.tables.tablesStartingWith(new TableRef(ref.project(), ref.dataset(), prefix));
    if (scans.isEmpty()) {
      throw ApiException.notFound(ref + " does not match any table.");
    }
    var fields = scans.get(scans.size() - 1).fields();
    var selects = new ArrayList<String>();
    for (var scan : scans) {
      register(scan, where);
      var items =
          fields.stream()
              .map(
                  field ->
                      (has(scan, field)
                              ? ""
                              : "CAST(NULL AS "
                                  + (field.nested() ? "VARCHAR" : field.duckType())
                                  + ") AS ")
                          + Sql.name(field.name()))
              .collect(Collectors.joining(", "));
      var suffix = Sql.text(scan.ref().table().substring(prefix.length()));
      selects.add("SELECT " + items + ", " + suffix + " AS _TABLE_SUFFIX FROM " + scan.sqlName());
    }
    int last = context.scans.size();
    var columns = new ArrayList<Scope.Col>();
    for (var field : fields) {
      var origins = new HashSet<Scope.Origin>();
      for (int i = last - scans.size(); i < last; i++) {
        origins.add(new Scope.Origin(i, field.name()));
      }
      columns.add(
          new Scope.Col(field.name(), internal + "." + Sql.name(field.name()), field, origins));
    }
    columns.add(
        new Scope.Col(
            "_TABLE_SUFFIX",
            internal + "._TABLE_SUFFIX",
            column("_TABLE_SUFFIX", "STRING"),
            Set.of()));
    return new Relation(
        "(" + String.join(" UNION ALL ", selects) + ") AS " + internal, alias, columns);
  }

  private static boolean has(Scan scan, Field field) {
    return scan.fields().stream().anyMatch(own -> own.name().equalsIgnoreCase(field.name()));
  }

  private static List<Scope.Col> aliased(List<Scope.Col> columns, String alias) {
    return columns.stream()
        .map(column -> column.as(column.name(), alias + "." + Sql.name(column.name())))
        .toList();
  }
}
