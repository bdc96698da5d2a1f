package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.bigquery.Sql;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.*;

/** Translates SELECTs: clauses in GoogleSQL's order, stars written out. */
final class Queries {
  /** A SELECT in DuckDB's SQL, and its columns by name. */
  record Query(String sql, List<Scope.Col> columns) {}

  private final Context context;
  private final Expressions expressions;
  private final FromClause from;
  private Map<String, List<Scope.Col>> ctes = new HashMap<>();

  Queries(Context context) {
    this.context = context;
    this.expressions = new Expressions(context, this);
    this.from = new FromClause(context, this, expressions);
  }

  List<Scope.Col> cte(String name) {
    return ctes.get(name.toLowerCase(Locale.ROOT));
  }

  Expressions expressions() {
    return expressions;
  }

  Query select(Select select, Scope outer) {
    requirePlain(select);
    var saved = ctes;
    ctes = new HashMap<>(ctes);
    try {
      var with = with(select);
      var body = body(select, outer);
      return new Query(with + body.sql() + limit(select), body.columns());
    } finally {
      ctes = saved;
    }
  }

  private static void requirePlain(Select select) {
    if (select.getFetch() != null
        || select.getLimitBy() != null
        || select.getForClause() != null
        || select.getForMode() != null
        || select.getIsolation() != null) {
      throw Context.refused("FETCH, LIMIT BY or FOR", select);
    }
  }

  private String with(Select select) {
    if (select.getWithItemsList() == null || select.getWithItemsList().isEmpty()) {
      return "";
    }
    var texts = new ArrayList<String>();
    for (var item : select.getWithItemsList()) {
      if (item.isRecursive() || item.getWithItemList() != null || item.getSelect() == null) {
        throw Context.refused("This form of WITH", item);
      }
      var name = Context.unquote(item.getAliasName());
      var query = select(item.getSelect(), null);
      texts.add(Sql.name(name) + " AS (" + query.sql() + ")");
      ctes.put(name.toLowerCase(Locale.ROOT), query.columns());
    }
    return "WITH " + String.join(", ", texts) + " ";
  }

  private Query body(Select select, Scope outer) {
    if (select instanceof PlainSelect plain) {
      return plain(plain, outer);
    }
    if (select instanceof ParenthesedSelect inner) {
      var query = select(inner.getSelect(), outer);
      return new Query(
          "(" + query.sql() + ")" + outerOrder(select, query.columns()), query.columns());
    }
    if (select instanceof SetOperationList list) {
      return set(list, outer);
    }
    throw Context.refused(select.getClass().getSimpleName(), select);
  }

  private Query set(SetOperationList list, Scope outer) {
    var text = new StringBuilder();
    List<Scope.Col> columns = null;
    for (int i = 0; i < list.getSelects().size(); i++) {
      var part = select(list.getSelect(i), outer);
      if (columns == null) {
        columns = part.columns();
      } else {
        text.append(' ').append(operator(list.getOperation(i - 1))).append(' ');
        columns = merged(columns, part.columns());
      }
      text.append('(').append(part.sql()).append(')');
    }
    return new Query(text + outerOrder(list, columns), columns);
  }

  private List<Scope.Col> merged(List<Scope.Col> left, List<Scope.Col> right) {
    if (left.size() != right.size()) {
      throw ApiException.invalidQuery(
          "Queries in a set operation have mismatched column count; query 1 has "
              + left.size()
              + " columns, query 2 has "
              + right.size()
              + " columns");
    }
    var merged = new ArrayList<Scope.Col>();
    for (int i = 0; i < left.size(); i++) {
      var origins = new HashSet<>(left.get(i).origins());
      origins.addAll(right.get(i).origins());
      merged.add(new Scope.Col(left.get(i).name(), "", left.get(i).field(), origins));
    }
    return merged;
  }

  private static String operator(SetOperation operation) {
    var text = operation.toString().toUpperCase(Locale.ROOT).replaceAll("\\s+", " ").trim();
    switch (text) {
      case "UNION ALL":
      case "UNION DISTINCT":
        return text.equals("UNION ALL") ? text : "UNION";
      case "EXCEPT DISTINCT":
        return "EXCEPT";
      case "INTERSECT DISTINCT":
        return "INTERSECT";
      default:
        throw ApiException.invalidQuery(
            "Syntax error: Expected keyword ALL or keyword DISTINCT after " + text);
    }
  }

  /** ORDER BY over the output's names. */
  private String outerOrder(Select select, List<Scope.Col> columns) {
    if (select.getOrderByElements() == null) {
      return "";
    }
    var scope = new Scope(null);
    scope.star(columns.stream().map(c -> c.as(c.name(), Sql.name(c.name()))).toList());
    return " ORDER BY " + expressions.order(select.getOrderByElements(), scope, context.always);
  }

  private String limit(Select select) {
    var text = "";
    if (select.getLimit() != null) {
      if (!(select.getLimit().getRowCount() instanceof LongValue count)) {
        throw Context.refused("LIMIT with an expression", select);
      }
      text += " LIMIT " + count.getStringValue();
      if (select.getLimit().getOffset() != null) {
        text += " OFFSET " + select.getLimit().getOffset();
      }
    }
    if (select.getOffset() != null) {
      text += " OFFSET " + select.getOffset().getOffset();
    }
    return text;
  }

  private Query plain(PlainSelect select, Scope outer) {
    requireListed(select);
    var scope = new Scope(outer);
    var fromText = select.getFromItem() == null ? "" : from.translate(select, scope);
    var read = context.always;
    var text = new StringBuilder("SELECT ");
    if (select.getDistinct() != null) {
      text.append("DISTINCT ");
    }
    var items = new SelectList(expressions).translate(select.getSelectItems(), scope);
    text.append(items.sql());
    if (select.getDistinct() != null) {
      items.columns().forEach(column -> read.addAll(column.origins()));
    }
    text.append(fromText);
    if (select.getWhere() != null) {
      text.append(" WHERE ").append(expressions.sql(select.getWhere(), scope, read));
    }
    if (select.getGroupBy() != null) {
      text.append(" GROUP BY ").append(group(select, scope, items.columns()));
    }
    var named = withOutput(scope, items.columns(), outer);
    if (select.getHaving() != null) {
      text.append(" HAVING ").append(expressions.sql(select.getHaving(), named, read));
    }
    if (select.getQualify() != null) {
      text.append(" QUALIFY ").append(expressions.sql(select.getQualify(), named, read));
    }
    if (select.getOrderByElements() != null) {
      text.append(" ORDER BY ");
      text.append(order(select, outputFirst(scope, items.columns(), outer)));
    }
    return new Query(text.toString(), items.columns());
  }

  private String order(PlainSelect select, Scope scope) {
    return expressions.order(select.getOrderByElements(), scope, context.always);
  }

  private static void requireListed(PlainSelect select) {
    if (select.getLateralViews() != null
        || select.getSampleClause() != null
        || select.getTop() != null
        || select.getSkip() != null
        || select.getFirst() != null
        || select.getBigQuerySelectQualifier() != null
        || select.getOracleHierarchical() != null
        || select.getPreferringClause() != null
        || select.getKsqlWindow() != null
        || select.getWindowDefinitions() != null
        || select.getPivot() != null
        || select.getUnPivot() != null
        || (select.getIntoTables() != null && !select.getIntoTables().isEmpty())) {
      throw Context.refused("A clause of this SELECT", select);
    }
  }

  private String group(PlainSelect select, Scope scope, List<Scope.Col> output) {
    var group = select.getGroupBy();
    if (group.isMysqlWithRollup()
        || (group.getGroupingSets() != null && !group.getGroupingSets().isEmpty())) {
      throw Context.refused("GROUPING SETS or ROLLUP", group);
    }
    var texts = new ArrayList<String>();
    for (var item : group.getGroupByExpressionList()) {
      var expression = (Expression) item;
      texts.add(groupItem(expression, scope, output));
    }
    return String.join(", ", texts);
  }

  private String groupItem(Expression expression, Scope scope, List<Scope.Col> output) {
    if (expression instanceof Column column && column.getTable() == null) {
      var name = Context.unquote(column.getColumnName());
      if (Scope.named(scope.star(), name).isEmpty()) {
        for (int i = 0; i < output.size(); i++) {
          if (output.get(i).name().equalsIgnoreCase(name)) {
            return Integer.toString(i + 1);
          }
        }
      }
    }
    return expressions.sql(expression, scope, context.always);
  }

  /** The source's names first, then the SELECT list's. */
  private static Scope withOutput(Scope scope, List<Scope.Col> output, Scope outer) {
    var extra = new Scope(outer);
    extra.star(output.stream().map(c -> c.as(c.name(), Sql.name(c.name()))).toList());
    var inner = new Scope(extra);
    inner.copy(scope);
    return inner;
  }

  private static Scope outputFirst(Scope scope, List<Scope.Col> output, Scope outer) {
    var source = new Scope(outer);
    source.copy(scope);
    var first = new Scope(source);
    first.star(output.stream().map(c -> c.as(c.name(), Sql.name(c.name()))).toList());
    return first;
  }

  Set<Scope.Origin> always() {
    return context.always;
  }
}
