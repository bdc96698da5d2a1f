package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** Named tells an alias that was written from a table's own name. */
  private record Relation(String sql, String alias, List<Scope.Col> columns, boolean named) {
    Relation(String sql, String alias, List<Scope.Col> columns) {
      this(sql, alias, columns, true);
    }

    Relation named(boolean written) {
      return new Relation(sql, alias, columns, written);
    }
  }

  String translate(Syntax.Select select, Scope scope) {
    return " FROM " + item(select.from(), scope, select.where());
  }

  private String item(Syntax.From item, Scope scope, Expr where) {
    if (item instanceof Syntax.Join join) {
      var left = item(join.left(), scope, where);
      return left + join(join, scope, where);
    }
    var relation = relation(item, scope, where);
    add(scope, relation, item.at());
    return relation.sql();
  }

  private static void add(Scope scope, Relation relation, Token at) {
    if (!scope.add(relation.alias(), relation.columns())) {
      if (!relation.named()) {
        throw Tokens.unsupported(
            "Two tables of the name " + relation.alias() + " without aliases", at);
      }
      throw ApiException.invalidQuery(
          "Duplicate table alias " + relation.alias() + " in the same FROM clause" + at.at());
    }
  }

  private String join(Syntax.Join join, Scope scope, Expr where) {
    var right = relation(join.right(), scope, where);
    boolean lateral = right.sql().startsWith("LATERAL ");
    if (join.kind().equals("CROSS")) {
      add(scope, right, join.at());
      return " CROSS JOIN " + right.sql();
    }
    if (lateral && !join.kind().equals("LEFT") && !join.kind().equals("INNER")) {
      throw Tokens.unsupported(join.kind() + " JOIN with UNNEST", join.at());
    }
    var text = " " + join.kind() + " JOIN " + right.sql() + " ON ";
    if (join.using() != null) {
      return text + using(join, scope, right);
    }
    add(scope, right, join.at());
    return text + expressions.condition(join.on(), scope, context.always, "JOIN ON clause");
  }

  private String using(Syntax.Join join, Scope scope, Relation right) {
    var conditions = new ArrayList<String>();
    var star = new ArrayList<Scope.Col>();
    var merged = new HashSet<Scope.Col>();
    for (var path : join.using()) {
      var l = one(scope.star(), path, "left");
      var r = one(right.columns(), path, "right");
      var left = Typed.of(l.sql(), l.type());
      conditions.add(Operators.compare("=", left, Typed.of(r.sql(), r.type()), path.at()).sql());
      if (!l.type().same(r.type())) {
        throw Tokens.unsupported("USING columns of different types", path.at());
      }
      context.always.addAll(l.origins());
      context.always.addAll(r.origins());
      merged.add(l);
      merged.add(r);
      star.add(merge(join.kind(), l, r));
    }
    scope.star().stream().filter(c -> !merged.contains(c)).forEach(star::add);
    right.columns().stream().filter(c -> !merged.contains(c)).forEach(star::add);
    add(scope, right, join.at());
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

  private static Scope.Col one(List<Scope.Col> columns, Expr.Path path, String side) {
    var name = path.names().get(0);
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
              + path.at().at());
    }
    return found.get(0);
  }

  private Relation relation(Syntax.From item, Scope scope, Expr where) {
    if (item instanceof Syntax.Subquery subquery) {
      var query = queries.query(subquery.query(), null);
      var internal = context.alias();
      return new Relation(
          "(" + query.sql() + ") AS " + internal,
          subquery.alias(),
          aliased(query.columns(), internal));
    }
    if (item instanceof Syntax.Unnest unnest) {
      return unnest(unnest, expressions.typed(unnest.array(), scope, context.always));
    }
    var table = (Syntax.Table) item;
    return table(table, scope, where).named(table.alias() != null);
  }

  private Relation unnest(Syntax.Unnest unnest, Typed array) {
    var list = dev.backfill.sandbox.bigquery.sql.Arrays.list(array, unnest.at());
    var internal = context.alias();
    var columns = new ArrayList<Scope.Col>();
    columns.add(new Scope.Col(unnest.alias(), internal + ".c0", list.type().element(), Set.of()));
    var text = "LATERAL (SELECT unnest(" + list.sql() + ") AS c0";
    if (unnest.offset() != null) {
      columns.add(new Scope.Col(unnest.offset(), internal + ".c1", Type.INT64, Set.of()));
      text += ", unnest(range(len(" + list.sql() + "))) AS c1";
    }
    return new Relation(text + ") AS " + internal, null, columns);
  }

  private Relation table(Syntax.Table table, Scope scope, Expr where) {
    var parts = parts(table.path());
    var internal = context.alias();
    var alias = table.alias() == null ? parts.get(parts.size() - 1) : table.alias();
    var cte = table.path().size() == 1 ? queries.cte(table.path().get(0)) : null;
    if (cte != null) {
      return new Relation(
          cte.internal() + " AS " + internal, alias, aliased(cte.columns(), internal));
    }
    if (table.path().size() > 1 && scope.has(table.path().get(0))) {
      var path = new Expr.Path(table.at(), table.path());
      var array = expressions.typed(path, scope, context.always);
      return unnest(new Syntax.Unnest(table.at(), path, alias, null), array);
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

  static List<String> parts(List<String> path) {
    return path.stream()
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
          new Scope.Col(
              field.name(), internal + "." + Sql.name(field.name()), Type.of(field), Set.of()));
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

  private Relation base(Scan scan, String internal, String alias, Expr where) {
    int index = register(scan, where);
    var columns = new ArrayList<Scope.Col>();
    for (var field : scan.fields()) {
      columns.add(
          new Scope.Col(
              field.name(),
              internal + "." + Sql.name(field.name()),
              Type.of(field),
              Set.of(new Scope.Origin(index, field.name()))));
    }
    return new Relation(scan.sqlName() + " AS " + internal, alias, columns);
  }

  private int register(Scan scan, Expr where) {
    context.scans.add(scan);
    int index = context.scans.size() - 1;
    if (scan.partitionColumn() != null) {
      var pruning = new Pruning(scan.partitionColumn(), context.parameters);
      context.kept.put(index, pruning.keep(scan.bytes().keySet(), where));
      if (!pruning.filtered()) {
        context.unfiltered.add(index);
      }
    }
    return index;
  }

  private Relation wildcard(TableRef ref, String internal, String alias, Expr where) {
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
          new Scope.Col(
              field.name(), internal + "." + Sql.name(field.name()), Type.of(field), origins));
    }
    columns.add(new Scope.Col("_TABLE_SUFFIX", internal + "._TABLE_SUFFIX", Type.STRING, Set.of()));
    return new Relation(
        "(" + String.join(" UNION ALL ", selects) + ") AS " + internal, alias, columns);
  }

  private static boolean has(Scan scan, Field field) {
    return scan.fields().stream().anyMatch(own -> own.name().equalsIgnoreCase(field.name()));
  }

  private static List<Scope.Col> aliased(List<Scope.Col> columns, String alias) {
    var own = new ArrayList<Scope.Col>();
    for (int i = 0; i < columns.size(); i++) {
      own.add(columns.get(i).as(columns.get(i).name(), alias + ".c" + i));
    }
    return own;
  }
}
