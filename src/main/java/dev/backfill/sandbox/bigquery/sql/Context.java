package dev.backfill.sandbox.bigquery.sql;

import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.parser.ASTNodeAccess;

/** What one statement's translation shares: parameters, tables scanned, columns read. */
final class Context {
  final Scan.Tables tables;

  /** DuckDB literals by lower-case name. */
  final Map<String, String> parameters;

  /** The same values as plain text, for partition pruning. */
  final Map<String, String> parameterTexts;

  final String project;
  final String dataset;
  final List<Scan> scans = new ArrayList<>();
  final Map<Integer, Set<String>> kept = new HashMap<>();

  /** Columns that decide which rows there are. */
  final Set<Scope.Origin> always = new HashSet<>();

  private int aliases;

  Context(
      Scan.Tables tables,
      Map<String, String> parameters,
      Map<String, String> parameterTexts,
      String project,
      String dataset) {
    this.tables = tables;
    this.parameters = parameters;
    this.parameterTexts = parameterTexts;
    this.project = project;
    this.dataset = dataset;
  }

  String alias() {
    return "r" + ++aliases;
  }

  static String position(Object node) {
    if (node instanceof ASTNodeAccess access
        && access.getASTNode() != null
        && access.getASTNode().jjtGetFirstToken() != null) {
      var token = access.getASTNode().jjtGetFirstToken();
      return " at [" + token.beginLine + ":" + token.beginColumn + "]";
    }
    return "";
  }

  static ApiException refused(String construct, Object node) {
    return ApiException.unsupported(construct + position(node));
  }

  static String unquote(String name) {
    return name != null && name.length() > 1 && (name.startsWith("`") || name.startsWith("\""))
        ? name.substring(1, name.length() - 1)
        : name;
  }
}
