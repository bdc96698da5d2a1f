package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.bigquery.schema.Sql;
import dev.backfill.sandbox.bigquery.schema.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A GoogleSQL statement in DuckDB's SQL.
 *
 * @param kind BigQuery's statement type: SELECT, INSERT, DELETE, TRUNCATE_TABLE or
 *     CREATE_TABLE_AS_SELECT
 * @param sql the SELECT to run, whose columns are c0, c1 and so on; for DELETE the condition over
 *     the target's columns
 * @param fields the output's columns
 * @param types their types, which say how DuckDB holds them
 * @param target what a DML statement changes, or null
 * @param insertColumns the columns an INSERT names, or null
 * @param replace whether CREATE may replace
 * @param bytes what the statement reads after column and partition pruning
 * @param unfiltered tables that are read without a condition on their partitions
 */
public record Translation(
    String kind,
    String sql,
    List<Field> fields,
    List<Type> types,
    TableRef target,
    List<String> insertColumns,
    boolean replace,
    long bytes,
    List<TableRef> referenced,
    Set<TableRef> unfiltered) {

  /** Parameters by lower-case name. */
  public static Translation of(
      String sql,
      Scan.Tables tables,
      Map<String, Typed> parameters,
      String project,
      String dataset) {
    var context = new Context(tables, parameters, project, dataset);
    var statement = StatementParser.parse(sql);
    if (statement instanceof Syntax.Read read) {
      return query("SELECT", read.query(), context, null, null, false);
    } else if (statement instanceof Syntax.Insert insert) {
      var target = target(insert.target(), context);
      return query("INSERT", insert.query(), context, target, insert.columns(), false);
    } else if (statement instanceof Syntax.Create create) {
      var target = target(create.target(), context);
      return query(
          "CREATE_TABLE_AS_SELECT", create.query(), context, target, null, create.replace());
    } else if (statement instanceof Syntax.Truncate truncate) {
      return dml("TRUNCATE_TABLE", "TRUE", target(truncate.target(), context), context);
    }
    return delete((Syntax.Delete) statement, context);
  }

  private static TableRef target(Syntax.Table table, Context context) {
    return FromClause.ref(FromClause.parts(table.path()), context);
  }

  private static Translation delete(Syntax.Delete delete, Context context) {
    var ref = target(delete.target(), context);
    var scan = context.tables.table(ref);
    context.scans.add(scan);
    if (scan.partitionColumn() != null) {
      var pruning = new Pruning(scan.partitionColumn(), context.parameters);
      pruning.keep(scan.bytes().keySet(), delete.where());
      if (!pruning.filtered()) {
        context.unfiltered.add(0);
      }
    }
    var scope = new Scope(null);
    var columns = new ArrayList<Scope.Col>();
    for (var field : scan.fields()) {
      columns.add(
          new Scope.Col(
              field.name(),
              Sql.name(field.name()),
              Type.of(field),
              Set.of(new Scope.Origin(0, field.name()))));
    }
    var alias = delete.target().alias();
    scope.add(alias == null ? ref.table() : alias, columns);
    var condition =
        new Queries(context)
            .expressions()
            .condition(delete.where(), scope, context.always, "WHERE clause");
    return dml("DELETE", condition, ref, context);
  }

  private static Translation dml(String kind, String sql, TableRef target, Context context) {
    return new Translation(
        kind,
        sql,
        List.of(),
        List.of(),
        target,
        null,
        false,
        bytes(context, context.always),
        List.of(target),
        unfiltered(context));
  }

  private static Set<TableRef> unfiltered(Context context) {
    var tables = new HashSet<TableRef>();
    context.unfiltered.forEach(index -> tables.add(context.scans.get(index).ref()));
    return tables;
  }

  private static Translation query(
      String kind,
      Syntax.Query syntax,
      Context context,
      TableRef target,
      List<String> insertColumns,
      boolean replace) {
    var query = new Queries(context).query(syntax, null);
    var read = new HashSet<>(context.always);
    query.columns().forEach(column -> read.addAll(column.origins()));
    if (query.columns().stream().map(Scope.Col::type).anyMatch(Type::isRow)) {
      throw ApiException.unsupported("A whole row as a column");
    }
    return new Translation(
        kind,
        query.sql(),
        kind.equals("INSERT") ? insertFields(query.columns()) : fields(kind, query.columns()),
        query.columns().stream().map(Scope.Col::type).toList(),
        target,
        insertColumns,
        replace,
        bytes(context, read),
        context.scans.stream().map(Scan::ref).distinct().toList(),
        unfiltered(context));
  }

  private static List<Field> insertFields(List<Scope.Col> columns) {
    return columns.stream().map(column -> column.type().field("")).toList();
  }

  /** A column without a name is called {@code f0_} by its place. */
  private static List<Field> fields(String kind, List<Scope.Col> columns) {
    var fields = new ArrayList<Field>();
    var seen = new HashSet<String>();
    for (var column : columns) {
      if (column.name() == null && kind.equals("CREATE_TABLE_AS_SELECT")) {
        throw ApiException.invalidQuery(
            "CREATE TABLE columns must be named, but column "
                + (fields.size() + 1)
                + " has no name");
      }
      var name = column.name() == null ? "f" + fields.size() + "_" : column.name();
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw ApiException.unsupported(
            "A result with duplicate column names (Found duplicate(s): " + name + ")");
      }
      fields.add(column.type().field(name));
    }
    return fields;
  }

  private static long bytes(Context context, Set<Scope.Origin> read) {
    var columns = new HashMap<Integer, Set<String>>();
    for (var origin : read) {
      columns.computeIfAbsent(origin.scan(), any -> new HashSet<>()).add(origin.column());
    }
    long sum = 0;
    for (var entry : columns.entrySet()) {
      int scan = entry.getKey();
      sum += context.scans.get(scan).bytes(context.kept.get(scan), entry.getValue());
    }
    return sum;
  }
}
