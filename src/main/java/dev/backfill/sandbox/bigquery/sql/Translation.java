package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.Field;
import dev.backfill.sandbox.bigquery.TableRef;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.create.table.CreateTable;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.truncate.Truncate;

/**
 * A GoogleSQL statement in DuckDB's SQL.
 *
 * @param kind BigQuery's statement type: SELECT, INSERT, DELETE, TRUNCATE_TABLE or
 *     CREATE_TABLE_AS_SELECT
 * @param sql the SELECT to run; for DELETE the condition over the target's columns
 * @param names the output's column names
 * @param fields for each output column its field, or null where DuckDB knows the type
 * @param target what a DML statement changes, or null
 * @param insertColumns the columns an INSERT names, or null
 * @param replace whether CREATE may replace
 * @param bytes what the statement reads after column and partition pruning
 */
public record Translation(
    String kind,
    String sql,
    List<String> names,
    List<Field> fields,
    TableRef target,
    List<String> insertColumns,
    boolean replace,
    long bytes,
    List<TableRef> referenced) {

  private static final Pattern WHERE = Pattern.compile("line (\\d+), column (\\d+)");

  /** Parameters: DuckDB literals and plain texts, by lower-case name. */
  public static Translation of(
      String sql,
      Scan.Tables tables,
      Map<String, String> parameters,
      Map<String, String> texts,
      String project,
      String dataset) {
    var context = new Context(tables, parameters, texts, project, dataset);
    var statement = parse(sql);
    if (statement instanceof Select select) {
      return query("SELECT", select, context, null, null, false);
    }
    if (statement instanceof Insert insert
        && insert.getSelect() != null
        && insert.getWithItemsList() == null
        && insert.getReturningClause() == null) {
      var columns =
          insert.getColumns() == null
              ? null
              : insert.getColumns().stream()
                  .map(column -> Context.unquote(column.getColumnName()))
                  .toList();
      return query(
          "INSERT",
          insert.getSelect(),
          context,
          target(insert.getTable(), context),
          columns,
          false);
    }
    if (statement instanceof CreateTable create
        && create.getSelect() != null
        && create.getColumnDefinitions() == null
        && create.getTableOptionsStrings() == null
        && !create.isIfNotExists()) {
      return query(
          "CREATE_TABLE_AS_SELECT",
          create.getSelect(),
          context,
          target(create.getTable(), context),
          null,
          create.isOrReplace());
    }
    if (statement instanceof Truncate truncate) {
      return dml("TRUNCATE_TABLE", "TRUE", target(truncate.getTable(), context), context);
    }
    if (statement instanceof Delete delete) {
      return delete(delete, context);
    }
    throw ApiException.unsupported("The statement " + statement.getClass().getSimpleName());
  }

  private static TableRef target(net.sf.jsqlparser.schema.Table table, Context context) {
    return FromClause.ref(FromClause.parts(table), context);
  }

  private static Translation delete(Delete delete, Context context) {
    if (delete.getWhere() == null) {
      throw ApiException.invalidQuery("DELETE must have a WHERE clause");
    }
    if (delete.getJoins() != null && !delete.getJoins().isEmpty()
        || delete.getLimit() != null
        || delete.getWithItemsList() != null) {
      throw ApiException.unsupported("This form of DELETE");
    }
    var ref = target(delete.getTable(), context);
    var scan = context.tables.table(ref);
    context.scans.add(scan);
    var scope = new Scope(null);
    var columns = new ArrayList<Scope.Col>();
    for (var field : scan.fields()) {
      columns.add(
          new Scope.Col(
              field.name(),
              dev.backfill.sandbox.bigquery.Sql.name(field.name()),
              field,
              Set.of(new Scope.Origin(0, field.name()))));
    }
    var alias = delete.getTable().getAlias();
    scope.add(alias == null ? ref.table() : Context.unquote(alias.getName()), columns);
    var condition =
        new Queries(context).expressions().sql(delete.getWhere(), scope, context.always);
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
        List.of(target));
  }

  private static Translation query(
      String kind,
      Select select,
      Context context,
      TableRef target,
      List<String> insertColumns,
      boolean replace) {
    var query = new Queries(context).select(select, null);
    var read = new HashSet<>(context.always);
    query.columns().forEach(column -> read.addAll(column.origins()));
    var fields = new ArrayList<Field>();
    query.columns().forEach(column -> fields.add(column.field()));
    return new Translation(
        kind,
        query.sql(),
        query.columns().stream().map(Scope.Col::name).toList(),
        fields,
        target,
        insertColumns,
        replace,
        bytes(context, read),
        context.scans.stream().map(Scan::ref).distinct().toList());
  }

  private static long bytes(Context context, Set<Scope.Origin> read) {
    var columns = new HashMap<Integer, Set<String>>();
    for (var origin : read) {
      columns.computeIfAbsent(origin.scan(), any -> new HashSet<>()).add(origin.column());
    }
    long sum = 0;
    for (var entry : columns.entrySet()) {
      sum +=
          context
              .scans
              .get(entry.getKey())
              .bytes(context.kept.get(entry.getKey()), entry.getValue());
    }
    return sum;
  }

  private static Statement parse(String sql) {
    try {
      return CCJSqlParserUtil.parse(Lexer.rewrite(sql));
    } catch (JSQLParserException e) {
      throw syntax(e);
    }
  }

  private static ApiException syntax(JSQLParserException e) {
    if (e.getCause() instanceof ParseException cause
        && cause.currentToken != null
        && cause.currentToken.next != null) {
      var token = cause.currentToken.next;
      var what = token.image.isEmpty() ? "end of script" : "\"" + token.image + "\"";
      return ApiException.invalidQuery(
          "Syntax error: Unexpected "
              + what
              + " at ["
              + token.beginLine
              + ":"
              + token.beginColumn
              + "]");
    }
    var message = String.valueOf(e.getMessage());
    var at = WHERE.matcher(message);
    var position = at.find() ? " at [" + at.group(1) + ":" + at.group(2) + "]" : " at [1:1]";
    return ApiException.invalidQuery(
        "Syntax error: " + message.lines().findFirst().orElse("cannot be read") + position);
  }
}
