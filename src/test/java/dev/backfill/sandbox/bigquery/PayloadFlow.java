package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows the columns of one type from the tables through an optimized plan of DuckDB's ({@code
 * json_serialize_plan}), by position, and tells which gathering operators they enter: those that
 * hold what comes before they give anything on.
 */
final class PayloadFlow {
  /** Of a payload they leave some bytes. */
  private static final Set<String> SHORTENING = Set.of("sha256", "octet_length");

  private final String type;
  private final List<String> gathering = new ArrayList<>();
  private final Map<Integer, List<Boolean>> tables = new HashMap<>();

  PayloadFlow(String type) {
    this.type = type;
  }

  /** Operators, or aggregate functions, in the order in which they are come upon. */
  List<String> gathering(JsonNode plan) {
    outputs(plan);
    return List.copyOf(gathering);
  }

  /** Whether each of an operator's outputs holds a payload. */
  private List<Boolean> outputs(JsonNode node) {
    var children = new ArrayList<List<Boolean>>();
    node.path("children")
        .forEach(
            child -> {
              children.add(outputs(child));
              if (node.path("type").asText().endsWith("MATERIALIZED_CTE")) {
                tables.putIfAbsent(node.path("table_index").asInt(), children.get(0));
              }
            });
    var name = node.path("type").asText();
    return switch (name) {
      case "LOGICAL_EMPTY_RESULT" -> ofTypes(node.path("return_types"));
      case "LOGICAL_GET" -> scanned(node);
      case "LOGICAL_CTE_REF" -> tables.get(node.path("cte_index").asInt());
      case "LOGICAL_PROJECTION" -> each(node.path("expressions"), children.get(0));
      case "LOGICAL_FILTER" -> mapped(children.get(0), node.path("projection_map"));
      case "LOGICAL_AGGREGATE_AND_GROUP_BY" -> aggregate(node, children.get(0));
      case "LOGICAL_WINDOW" -> {
        gathers(name, children.get(0));
        var all = new ArrayList<>(children.get(0));
        node.path("expressions").forEach(one -> all.add(false));
        yield all;
      }
      case "LOGICAL_ORDER_BY", "LOGICAL_TOP_N", "LOGICAL_DISTINCT" -> {
        gathers(name, children.get(0));
        yield mapped(children.get(0), node.path("projection_map"));
      }
      case "LOGICAL_COMPARISON_JOIN", "LOGICAL_ANY_JOIN" -> joined(node, children);
      case "LOGICAL_UNION" -> children.get(0);
      case "LOGICAL_MATERIALIZED_CTE" -> children.get(1);
      default -> throw new IllegalStateException("Not known: " + node);
    };
  }

  private void gathers(String name, List<Boolean> what) {
    if (what.contains(true)) {
      gathering.add(name);
    }
  }

  private List<Boolean> ofTypes(JsonNode types) {
    var found = new ArrayList<Boolean>();
    types.forEach(one -> found.add(one.path("id").asText().equals(type)));
    return found;
  }

  private List<Boolean> scanned(JsonNode get) {
    var of = ofTypes(get.path("returned_types"));
    var read = new ArrayList<Boolean>();
    for (var column : get.path("column_indexes")) {
      var index = column.path("index").asLong();
      read.add(index >= 0 && index < of.size() && of.get((int) index));
    }
    return mapped(read, get.path("projection_ids"));
  }

  private static List<Boolean> mapped(List<Boolean> all, JsonNode map) {
    if (!map.isArray() || map.isEmpty()) {
      return all;
    }
    var some = new ArrayList<Boolean>();
    map.forEach(index -> some.add(all.get(index.asInt())));
    return some;
  }

  private static List<Boolean> joined(JsonNode join, List<List<Boolean>> children) {
    var left = mapped(children.get(0), join.path("left_projection_map"));
    var right = mapped(children.get(1), join.path("right_projection_map"));
    return switch (join.path("join_type").asText()) {
      case "SEMI", "ANTI" -> left;
      case "RIGHT_SEMI", "RIGHT_ANTI" -> right;
      default -> {
        var both = new ArrayList<>(left);
        both.addAll(right);
        yield both;
      }
    };
  }

  private List<Boolean> aggregate(JsonNode node, List<Boolean> child) {
    var out = new ArrayList<>(each(node.path("groups"), child));
    gathers(node.path("type").asText(), out);
    for (var one : node.path("expressions")) {
      var held = holds(one, child);
      gathers(one.path("name").asText(), List.of(held));
      out.add(held);
    }
    return out;
  }

  private List<Boolean> each(JsonNode expressions, List<Boolean> child) {
    var found = new ArrayList<Boolean>();
    expressions.forEach(one -> found.add(holds(one, child)));
    return found;
  }

  private boolean holds(JsonNode expression, List<Boolean> child) {
    if (expression.path("expression_class").asText().equals("BOUND_REF")) {
      return child.get(expression.path("index").asInt());
    }
    if (SHORTENING.contains(expression.path("name").asText())) {
      return false;
    }
    for (var part : expression) {
      if (part.isObject() && holds(part, child)) {
        return true;
      }
      for (var inner : part.isArray() ? part : List.<JsonNode>of()) {
        if (inner.isObject() && holds(inner, child)) {
          return true;
        }
      }
    }
    return false;
  }
}
