package dev.backfill.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.problem.Problem;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * The tree of a plan's YAML: one document of mappings, lists and single values.
 *
 * <p>A plain value is a number, {@code true}, {@code false} or {@code null} where YAML 1.2 and 1.1
 * agree on it; all else is a text as it stands, so that nothing an operator writes becomes
 * something else: {@code NO} no boolean, {@code 010} no eight, {@code 1:30} no ninety. Aliases,
 * merges and tags, which would put something else in place of what is written, are refused.
 */
final class PlanTree {
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

  // A plan has three levels; a text of brackets alone must not end in a full stack.
  private static final int MOST_LEVELS = 20;

  private final Iterator<Event> events;
  private final List<Problem> problems = new ArrayList<>();

  private PlanTree(Iterator<Event> events) {
    this.events = events;
  }

  /**
   * Reads a text; an empty mapping when nothing stands there.
   *
   * @throws InvalidPlan when it is not YAML of this form, naming the lines
   */
  static JsonNode read(String yaml) throws InvalidPlan {
    try {
      var text = yaml.startsWith("\ufeff") ? yaml.substring(1) : yaml;
      var events = new Yaml(new LoaderOptions()).parse(new StringReader(text));
      return new PlanTree(events.iterator()).document();
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw one(
          mark == null ? "plan" : "line " + (mark.getLine() + 1),
          e.getProblem() == null ? "is not YAML" : e.getProblem(),
          "mend the YAML there");
    } catch (YAMLException e) {
      var said = String.valueOf(e.getMessage()).lines().findFirst().orElse("is not YAML");
      throw one("plan", said, "mend the YAML");
    }
  }

  private static InvalidPlan one(String where, String what, String remedy) {
    return new InvalidPlan(List.of(Problem.ofField(where, what, remedy)));
  }

  private JsonNode document() throws InvalidPlan {
    JsonNode root = null;
    while (events.hasNext()) {
      var event = events.next();
      if (event instanceof DocumentStartEvent && root != null) {
        throw one(
            line(event), "a second document begins", "leave one plan in the file, without '---'");
      } else if (event instanceof NodeEvent) {
        root = node(event, 0);
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidPlan(problems);
    }
    return root == null || root.isNull() ? JsonNodeFactory.instance.objectNode() : root;
  }

  private JsonNode node(Event event, int level) throws InvalidPlan {
    if (level > MOST_LEVELS) {
      throw one(line(event), "is nested too deep", "write it with fewer levels");
    }
    if (event instanceof AliasEvent alias) {
      problem(event, "*" + alias.getAnchor() + " stands for a value elsewhere", "write it out");
      return JsonNodeFactory.instance.nullNode();
    } else if (event instanceof MappingStartEvent start) {
      tag(event, start.getTag());
      return mapping(level);
    } else if (event instanceof SequenceStartEvent start) {
      tag(event, start.getTag());
      return list(level);
    }
    var scalar = (ScalarEvent) event;
    tag(event, scalar.getTag());
    return value(scalar);
  }

  private void tag(Event event, String tag) {
    if (tag != null) {
      problem(event, "has a tag, " + tag, "write the value without it");
    }
  }

  private ObjectNode mapping(int level) throws InvalidPlan {
    var mapping = JsonNodeFactory.instance.objectNode();
    for (var key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
      var name = key instanceof ScalarEvent scalar ? scalar.getValue() : null;
      if (name == null) {
        node(key, level + 1);
        problem(key, "a key is not plain text", "write a name");
      } else if (name.equals("<<")) {
        problem(key, "<< puts another mapping in", "write its values out");
      } else if (mapping.has(name)) {
        problem(key, "the key '" + name + "' stands there twice", "remove one");
      }
      var value = node(events.next(), level + 1);
      mapping.set(name == null ? "" : name, value);
    }
    return mapping;
  }

  private ArrayNode list(int level) throws InvalidPlan {
    var list = JsonNodeFactory.instance.arrayNode();
    for (var item = events.next(); !(item instanceof SequenceEndEvent); item = events.next()) {
      list.add(node(item, level + 1));
    }
    return list;
  }

  private static JsonNode value(ScalarEvent scalar) {
    var nodes = JsonNodeFactory.instance;
    var text = scalar.getValue();
    if (!scalar.isPlain()) {
      return nodes.textNode(text);
    }
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> nodes.nullNode();
      case "true", "True", "TRUE" -> nodes.booleanNode(true);
      case "false", "False", "FALSE" -> nodes.booleanNode(false);
      default ->
          NUMBER.matcher(text).matches()
              ? nodes.numberNode(Long.parseLong(text))
              : nodes.textNode(text);
    };
  }

  private void problem(Event event, String what, String remedy) {
    problems.add(Problem.ofField(line(event), what, remedy));
  }

  private static String line(Event event) {
    return "line " + (event.getStartMark().getLine() + 1);
  }
}
