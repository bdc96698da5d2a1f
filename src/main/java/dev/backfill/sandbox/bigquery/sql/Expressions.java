package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.Field;
import dev.backfill.sandbox.bigquery.Sql;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.*;
import net.sf.jsqlparser.expression.operators.arithmetic.*;
import net.sf.jsqlparser.expression.operators.conditional.*;
import net.sf.jsqlparser.expression.operators.relational.*;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.Select;

/** Translates the listed expressions; any other is refused by name. */
final class Expressions {
  /** DuckDB text, and the field when its type is known. */
  record Typed(String sql, Field field) {}

  final Context context;
  private final Queries queries;
  private final Functions functions = new Functions(this);

  Expressions(Context context, Queries queries) {
    this.context = context;
    this.queries = queries;
  }

  String sql(Expression expression, Scope scope, Set<Scope.Origin> read) {
    return typed(expression, scope, read).sql();
  }

  Typed typed(Expression e, Scope scope, Set<Scope.Origin> read) {
    if (e instanceof Column column) {
      return column(column, scope, read);
    }
    return new Typed(untyped(e, scope, read), null);
  }

  private String untyped(Expression e, Scope scope, Set<Scope.Origin> read) {
    if (e instanceof StringValue value) {
      return '\'' + value.getValue() + '\'';
    }
    if (e instanceof LongValue value) {
      return value.getStringValue();
    }
    if (e instanceof DoubleValue value) {
      return "CAST(" + value + " AS DOUBLE)";
    }
    if (e instanceof NullValue) {
      return "NULL";
    }
    if (e instanceof BooleanValue value) {
      return value.getValue() ? "TRUE" : "FALSE";
    }
    if (e instanceof UserVariable variable) {
      return parameter(variable);
    }
    if (e instanceof DateTimeLiteralExpression literal) {
      return dateTime(literal);
    }
    if (e instanceof BinaryExpression binary) {
      return binary(binary, scope, read);
    }
    if (e instanceof Function function) {
      return functions.call(function, scope, read);
    }
    if (e instanceof AnalyticExpression analytic) {
      return analytic(analytic, scope, read);
    }
    return conditional(e, scope, read);
  }

  private String conditional(Expression e, Scope scope, Set<Scope.Origin> read) {
    if (e instanceof ParenthesedExpressionList<?> list) {
      return "(" + list(list, scope, read) + ")";
    }
    if (e instanceof NotExpression not) {
      return "(NOT " + sql(not.getExpression(), scope, read) + ")";
    }
    if (e instanceof SignedExpression signed && signed.getSign() != '~') {
      return "(" + signed.getSign() + sql(signed.getExpression(), scope, read) + ")";
    }
    if (e instanceof IsNullExpression is) {
      return "("
          + sql(is.getLeftExpression(), scope, read)
          + (is.isNot() ? " IS NOT NULL)" : " IS NULL)");
    }
    if (e instanceof IsBooleanExpression is) {
      return "("
          + sql(is.getLeftExpression(), scope, read)
          + (is.isNot() ? " IS NOT " : " IS ")
          + (is.isTrue() ? "TRUE)" : "FALSE)");
    }
    if (e instanceof Between between) {
      return "("
          + sql(between.getLeftExpression(), scope, read)
          + (between.isNot() ? " NOT BETWEEN " : " BETWEEN ")
          + sql(between.getBetweenExpressionStart(), scope, read)
          + " AND "
          + sql(between.getBetweenExpressionEnd(), scope, read)
          + ")";
    }
    if (e instanceof InExpression in) {
      return in(in, scope, read);
    }
    if (e instanceof CaseExpression choice) {
      return choice(choice, scope, read);
    }
    if (e instanceof CastExpression cast) {
      return cast(cast, scope, read);
    }
    if (e instanceof ExtractExpression extract) {
      return extract(extract, scope, read);
    }
    if (e instanceof ExistsExpression exists
        && exists.getRightExpression() instanceof Select subquery) {
      return (exists.isNot() ? "(NOT EXISTS " : "(EXISTS ") + subquery(subquery, scope, read) + ")";
    }
    if (e instanceof Select subquery) {
      return subquery(subquery, scope, read);
    }
    throw Context.refused("The expression " + e.getClass().getSimpleName() + " (" + e + ")", e);
  }

  private String subquery(Select select, Scope scope, Set<Scope.Origin> read) {
    var query = queries.select(select, scope);
    query.columns().forEach(column -> read.addAll(column.origins()));
    return "(" + query.sql() + ")";
  }

  String list(List<? extends Expression> list, Scope scope, Set<Scope.Origin> read) {
    return list.stream().map(item -> sql(item, scope, read)).collect(Collectors.joining(", "));
  }

  private String parameter(UserVariable variable) {
    var value = context.parameters.get(variable.getName().toLowerCase(Locale.ROOT));
    if (value == null) {
      throw ApiException.invalidQuery("Query parameter '" + variable.getName() + "' not found");
    }
    return value;
  }

  private static String dateTime(DateTimeLiteralExpression literal) {
    var text = literal.getValue();
    switch (literal.getType()) {
      case DATE:
        return "DATE " + text;
      case TIMESTAMP:
        return Functions.timestamp(text);
      case DATETIME:
        return "CAST(" + text + " AS TIMESTAMP)";
      default:
        throw Context.refused("A " + literal.getType() + " literal", literal);
    }
  }

  private String binary(BinaryExpression e, Scope scope, Set<Scope.Origin> read) {
    var left = sql(e.getLeftExpression(), scope, read);
    var right = sql(e.getRightExpression(), scope, read);
    if (e instanceof Division) {
      return "memory.main.bf_div(" + left + ", " + right + ")";
    }
    if (e instanceof IsDistinctExpression distinct) {
      return "("
          + left
          + (distinct.isNot() ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ")
          + right
          + ")";
    }
    if (e instanceof LikeExpression like
        && like.getEscape() == null
        && like.getLikeKeyWord() == LikeExpression.KeyWord.LIKE) {
      return "(" + left + (like.isNot() ? " NOT LIKE " : " LIKE ") + right + ")";
    }
    if (e instanceof AndExpression
        || e instanceof OrExpression
        || e instanceof Addition
        || e instanceof Subtraction
        || e instanceof Multiplication
        || e instanceof Concat
        || e instanceof EqualsTo
        || e instanceof NotEqualsTo
        || e instanceof GreaterThan
        || e instanceof GreaterThanEquals
        || e instanceof MinorThan
        || e instanceof MinorThanEquals) {
      return "(" + left + " " + e.getStringExpression() + " " + right + ")";
    }
    throw Context.refused("The operator " + e.getStringExpression(), e);
  }

  private String in(InExpression in, Scope scope, Set<Scope.Origin> read) {
    var right = in.getRightExpression();
    String set;
    if (right instanceof Function unnest && unnest.getName().equalsIgnoreCase("UNNEST")) {
      set = "(SELECT unnest(" + list(unnest.getParameters(), scope, read) + "))";
    } else {
      set = sql(right, scope, read);
    }
    return "("
        + sql(in.getLeftExpression(), scope, read)
        + (in.isNot() ? " NOT IN " : " IN ")
        + set
        + ")";
  }

  private String choice(CaseExpression choice, Scope scope, Set<Scope.Origin> read) {
    var text = new StringBuilder("(CASE ");
    if (choice.getSwitchExpression() != null) {
      text.append(sql(choice.getSwitchExpression(), scope, read)).append(' ');
    }
    for (var when : choice.getWhenClauses()) {
      text.append("WHEN ").append(sql(when.getWhenExpression(), scope, read));
      text.append(" THEN ").append(sql(when.getThenExpression(), scope, read)).append(' ');
    }
    if (choice.getElseExpression() != null) {
      text.append("ELSE ").append(sql(choice.getElseExpression(), scope, read)).append(' ');
    }
    return text.append("END)").toString();
  }

  private String cast(CastExpression cast, Scope scope, Set<Scope.Origin> read) {
    if (cast.getColDataType() == null || cast.getFormat() != null) {
      throw Context.refused("This form of CAST", cast);
    }
    var target = cast.getColDataType().getDataType().toUpperCase(Locale.ROOT);
    var value = sql(cast.getLeftExpression(), scope, read);
    var keyword = String.valueOf(cast.keyword).toUpperCase(Locale.ROOT);
    var function = keyword.equals("SAFE_CAST") || keyword.equals("TRY_CAST") ? "TRY_CAST" : "CAST";
    switch (target) {
      case "INT64":
      case "STRING":
      case "FLOAT64":
      case "BOOL":
      case "DATE":
      case "TIMESTAMP":
      case "NUMERIC":
        var type = new Field("", legacy(target), "NULLABLE", List.of()).duckType();
        return function + "(" + value + " AS " + type + ")";
      default:
        throw Context.refused("CAST to " + target, cast);
    }
  }

  private static String legacy(String type) {
    switch (type) {
      case "INT64":
        return "INTEGER";
      case "FLOAT64":
        return "FLOAT";
      case "BOOL":
        return "BOOLEAN";
      default:
        return type;
    }
  }

  private String extract(ExtractExpression extract, Scope scope, Set<Scope.Origin> read) {
    var value = sql(extract.getExpression(), scope, read);
    var part = extract.getName().toUpperCase(Locale.ROOT);
    switch (part) {
      case "DATE":
        return "CAST(" + value + " AS DATE)";
      case "DAYOFWEEK":
        return "(EXTRACT(DOW FROM " + value + ") + 1)";
      case "DAYOFYEAR":
        return "EXTRACT(DOY FROM " + value + ")";
      case "YEAR":
      case "QUARTER":
      case "MONTH":
      case "DAY":
      case "HOUR":
      case "MINUTE":
        return "EXTRACT(" + part + " FROM " + value + ")";
      case "SECOND":
        return "CAST(floor(EXTRACT(SECOND FROM " + value + ")) AS BIGINT)";
      default:
        throw Context.refused("EXTRACT(" + part + ")", extract);
    }
  }

  private String analytic(AnalyticExpression e, Scope scope, Set<Scope.Origin> read) {
    var name = e.getName().toUpperCase(Locale.ROOT);
    if (e.getType() != AnalyticType.OVER
        || e.getWindowElement() != null
        || e.getFilterExpression() != null
        || e.getKeep() != null
        || e.getWindowName() != null) {
      throw Context.refused("This form of OVER in " + e, e);
    }
    var arguments = new ArrayList<Expression>();
    if (e.getExpression() != null) {
      arguments.add(e.getExpression());
    }
    if (e.getOffset() != null) {
      arguments.add(e.getOffset());
    }
    if (e.getDefaultValue() != null) {
      arguments.add(e.getDefaultValue());
    }
    var text = new StringBuilder(functions.window(name, e, arguments, scope, read));
    text.append(" OVER (");
    var partition = e.getPartitionExpressionList();
    if (partition != null && !partition.isEmpty()) {
      text.append("PARTITION BY ").append(list(partition, scope, read));
    }
    if (e.getOrderByElements() != null) {
      text.append(" ORDER BY ").append(order(e.getOrderByElements(), scope, read));
    }
    return text.append(')').toString();
  }

  /** GoogleSQL puts NULL first in ascending order and last in descending order. */
  String order(List<OrderByElement> elements, Scope scope, Set<Scope.Origin> read) {
    var texts = new ArrayList<String>();
    for (var element : elements) {
      boolean nullsFirst = element.isAsc();
      if (element.getNullOrdering() != null) {
        nullsFirst = element.getNullOrdering() == OrderByElement.NullOrdering.NULLS_FIRST;
      }
      texts.add(
          sql(element.getExpression(), scope, read)
              + (element.isAsc() ? " ASC" : " DESC")
              + (nullsFirst ? " NULLS FIRST" : " NULLS LAST"));
    }
    return String.join(", ", texts);
  }

  private Typed column(Column column, Scope scope, Set<Scope.Origin> read) {
    var parts = new ArrayList<String>();
    if (column.getTable() != null) {
      var table = column.getTable();
      for (var part :
          new String[] {table.getCatalogName(), table.getSchemaName(), table.getName()}) {
        if (part != null) {
          parts.add(Context.unquote(part));
        }
      }
    }
    parts.add(Context.unquote(column.getColumnName()));
    if (parts.size() == 1 && parts.get(0).matches("(?i)true|false")) {
      return new Typed(parts.get(0), null);
    }
    for (var at = scope; at != null; at = at.outer()) {
      var relation = parts.size() > 1 ? at.relation(parts.get(0)) : null;
      if (relation != null) {
        return path(
            pick(relation, parts.get(1), column, true), parts.subList(2, parts.size()), read);
      }
      var found = pick(at.star(), parts.get(0), column, false);
      if (found != null) {
        return path(found, parts.subList(1, parts.size()), read);
      }
    }
    throw ApiException.invalidQuery(
        "Unrecognized name: " + parts.get(0) + Context.position(column));
  }

  private static Scope.Col pick(
      List<Scope.Col> columns, String name, Column node, boolean required) {
    var found = Scope.named(columns, name);
    if (found.size() > 1) {
      throw ApiException.invalidQuery(
          "Column name " + name + " is ambiguous" + Context.position(node));
    }
    if (found.isEmpty() && required) {
      throw ApiException.invalidQuery(
          "Name " + name + " not found inside " + node.getTable() + Context.position(node));
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private static Typed path(Scope.Col column, List<String> path, Set<Scope.Origin> read) {
    read.addAll(column.origins());
    var field = column.field();
    var steps = new StringBuilder("$");
    for (var name : path) {
      if (field == null || !field.record() || field.repeated()) {
        throw ApiException.invalidQuery(
            "Cannot access field " + name + " on a value that is no STRUCT");
      }
      field =
          field.fields().stream()
              .filter(child -> child.name().equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      ApiException.invalidQuery(
                          "Field name " + name + " does not exist in STRUCT"));
      steps.append(".\"").append(field.name()).append('"');
    }
    if (path.isEmpty()) {
      return new Typed(column.sql(), field);
    }
    return new Typed(extracted(column.sql(), field, Sql.text(steps.toString())), field);
  }

  /** Stored JSON keeps timestamps as microseconds and bytes as base64. */
  private static String extracted(String json, Field field, String path) {
    if (field.nested()) {
      return "CAST(json_extract(" + json + ", " + path + ") AS VARCHAR)";
    }
    var text = "json_extract_string(" + json + ", " + path + ")";
    switch (field.type()) {
      case "TIMESTAMP":
      case "DATETIME":
        return "make_timestamp(CAST(" + text + " AS BIGINT))";
      case "BYTES":
        return "from_base64(" + text + ")";
      case "STRING":
        return text;
      default:
        return "CAST(" + text + " AS " + field.duckType() + ")";
    }
  }

  static Set<Scope.Origin> origins() {
    return new HashSet<>();
  }
}
