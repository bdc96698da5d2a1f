package dev.backfill.ui.model;

import static java.util.stream.Collectors.joining;

import dev.backfill.plan.PlanFile;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML text edited value by value: what is not edited keeps its layout and its comments. Paths
 * are keys with dots between them.
 */
final class YamlText {
  // Read back as the same text, in block and in flow style.
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9](([\\w./+@$() -]|:(?=[^ ]))*[\\w./+@$()-])?");

  private final String text;
  private final Optional<MappingNode> root;
  private final boolean parses;

  YamlText(String text) {
    this.text = text;
    // A text in the middle of being typed may be none; PlanFile tells the operator where it breaks.
    var read = PlanFile.isYaml(text);
    var found = read ? new Yaml(new LoaderOptions()).compose(new StringReader(text)) : null;
    this.root = found instanceof MappingNode map ? Optional.of(map) : Optional.empty();
    this.parses = read && (found == null || root.isPresent());
  }

  /** Whether the text is a mapping, or nothing yet; otherwise it cannot be edited by value. */
  boolean parses() {
    return parses;
  }

  /** Every single value by its path. */
  Map<String, String> scalars() {
    var scalars = new LinkedHashMap<String, String>();
    root.ifPresent(map -> scalars("", map, scalars));
    return scalars;
  }

  private static void scalars(String path, MappingNode map, Map<String, String> into) {
    for (var entry : map.getValue()) {
      var full = path + key(entry);
      if (entry.getValueNode() instanceof ScalarNode scalar) {
        into.put(full, scalar.getValue());
      } else if (entry.getValueNode() instanceof MappingNode inner) {
        scalars(full + ".", inner, into);
      }
    }
  }

  /**
   * The line of a path, the first is 1; that of the innermost part of it that is there. Empty where
   * nothing of it is.
   */
  OptionalInt line(String path) {
    var line = OptionalInt.empty();
    Optional<Node> node = root.map(map -> map);
    for (var part : path.split("\\.|(?=\\[)")) {
      node = node.flatMap(inner -> step(inner, part));
      if (node.isEmpty()) {
        return line;
      }
      line = OptionalInt.of(node.get().getStartMark().getLine() + 1);
    }
    return line;
  }

  private static Optional<Node> step(Node node, String part) {
    if (node instanceof SequenceNode list && part.matches("\\[\\d+]")) {
      var at = Integer.parseInt(part.substring(1, part.length() - 1));
      return at < list.getValue().size() ? Optional.of(list.getValue().get(at)) : Optional.empty();
    }
    return child(node, part);
  }

  /** The single values of a list. */
  List<String> list(String path) {
    var values = new ArrayList<String>();
    if (find(path).orElse(null) instanceof SequenceNode list) {
      list.getValue().stream()
          .filter(ScalarNode.class::isInstance)
          .forEach(item -> values.add(((ScalarNode) item).getValue()));
    }
    return values;
  }

  /** The single values of a mapping, each {@code key=value}. */
  List<String> pairs(String path) {
    var values = new ArrayList<String>();
    if (find(path).orElse(null) instanceof MappingNode map) {
      for (var entry : map.getValue()) {
        if (entry.getValueNode() instanceof ScalarNode scalar) {
          values.add(key(entry) + "=" + scalar.getValue());
        }
      }
    }
    return values;
  }

  /** The text with another mapping at a path; a pair without {@code =} has an empty value. */
  String withPairs(String path, List<String> pairs) {
    var entries = new LinkedHashMap<String, String>();
    pairs.forEach(
        pair -> {
          var parts = pair.split("=", 2);
          entries.put(parts[0], parts.length == 1 ? "" : parts[1]);
        });
    return raw(
        path,
        entries.entrySet().stream()
            .map(e -> quoted(e.getKey()) + ": " + quoted(e.getValue()))
            .collect(Collectors.joining(", ", "{", "}")));
  }

  /** The text with another value at a path. */
  String with(String path, String value) {
    return raw(path, quoted(value));
  }

  /** The same with a value of several lines, which stand below the key where they can. */
  String withLines(String path, String value) {
    if (!value.contains("\n")) {
      return with(path, value);
    }
    var parent = path.substring(0, path.lastIndexOf('.'));
    var map = find(parent).orElse(null);
    if (map == null && root.filter(YamlText::isFlow).isEmpty()) {
      var key = path.substring(path.lastIndexOf('.') + 1);
      return text.stripTrailing()
          + lineFeed()
          + parent
          + ":\n  "
          + key
          + ": "
          + block(value, 4)
          + "\n";
    }
    if (map instanceof MappingNode in && !isFlow(in) && !in.getValue().isEmpty()) {
      var column = in.getValue().get(0).getKeyNode().getStartMark().getColumn();
      return raw(path, block(value, column + 2));
    }
    return raw(path, escaped(value));
  }

  private static boolean isFlow(MappingNode map) {
    return map.getFlowStyle() == DumperOptions.FlowStyle.FLOW;
  }

  private static String block(String value, int indent) {
    var before = "\n" + " ".repeat(indent);
    return "|-"
        + value.lines().map(line -> line.isBlank() ? "\n" : before + line).collect(joining());
  }

  /** On one line, as YAML's double quotes take it. */
  private static String escaped(String value) {
    return '"'
        + value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\t", "\\t")
        + '"';
  }

  /** The text with a key that has another name, and another value of several lines. */
  String renamed(String path, String key, String value) {
    var dot = path.lastIndexOf('.');
    var parent = dot < 0 ? root.map(map -> (Node) map) : find(path.substring(0, dot));
    if (parent.orElse(null) instanceof MappingNode map) {
      for (var entry : map.getValue()) {
        if (key(entry).equals(path.substring(dot + 1))) {
          var name = entry.getKeyNode();
          var renamed = replaced(name.getStartMark().getIndex(), name.getEndMark().getIndex(), key);
          return new YamlText(renamed).withLines(path.substring(0, dot + 1) + key, value);
        }
      }
    }
    return text;
  }

  /** The text with another list at a path. */
  String with(String path, List<String> values) {
    if (find(path).orElse(null) instanceof SequenceNode list
        && list.getFlowStyle() == DumperOptions.FlowStyle.BLOCK
        && !list.getValue().isEmpty()
        && !values.isEmpty()) {
      var indent = "\n" + " ".repeat(list.getStartMark().getColumn());
      var items = values.stream().map(v -> "- " + quoted(v)).collect(Collectors.joining(indent));
      var last = list.getValue().get(list.getValue().size() - 1);
      return replaced(list.getStartMark().getIndex(), last.getEndMark().getIndex(), items);
    }
    return raw(path, values.isEmpty() ? "[]" : flow(values));
  }

  private static String flow(List<String> values) {
    return values.stream().map(YamlText::quoted).collect(Collectors.joining(", ", "[ ", " ]"));
  }

  private String raw(String path, String value) {
    var found = find(path);
    if (found.isPresent()) {
      var node = found.get();
      var from = node.getStartMark().getIndex();
      var space = from > 0 && text.codePointBefore(offset(from)) == ':' ? " " : "";
      return replaced(from, end(node), space + value);
    }
    var dot = path.lastIndexOf('.');
    var key = path.substring(dot + 1);
    if (dot < 0) {
      return root.isEmpty()
          ? text.stripTrailing() + lineFeed() + key + ": " + value + "\n"
          : added(root.get(), key, value);
    }
    var parent = path.substring(0, dot);
    return find(parent).orElse(null) instanceof MappingNode map
        ? added(map, key, value)
        : raw(parent, "{ " + key + ": " + value + " }");
  }

  private String lineFeed() {
    return text.isBlank() ? "" : "\n";
  }

  private String added(MappingNode map, String key, String value) {
    var entries = map.getValue();
    var flow = map.getFlowStyle() == DumperOptions.FlowStyle.FLOW;
    if (entries.isEmpty()) {
      return replaced(
          map.getStartMark().getIndex(),
          map.getEndMark().getIndex(),
          "{ " + key + ": " + value + " }");
    }
    var end = end(entries.get(entries.size() - 1).getValueNode());
    var indent = "\n" + " ".repeat(entries.get(0).getKeyNode().getStartMark().getColumn());
    return replaced(end, end, (flow ? ", " : indent) + key + ": " + value);
  }

  /** Where a value's own text ends; a block's end mark lies behind the comments that follow. */
  private int end(Node node) {
    if (node instanceof SequenceNode list
        && list.getFlowStyle() == DumperOptions.FlowStyle.BLOCK
        && !list.getValue().isEmpty()) {
      return end(list.getValue().get(list.getValue().size() - 1));
    }
    if (node instanceof MappingNode map
        && map.getFlowStyle() == DumperOptions.FlowStyle.BLOCK
        && !map.getValue().isEmpty()) {
      return end(map.getValue().get(map.getValue().size() - 1).getValueNode());
    }
    return node instanceof ScalarNode scalar && isBlock(scalar)
        ? withoutBreaks(node)
        : node.getEndMark().getIndex();
  }

  private static boolean isBlock(ScalarNode scalar) {
    var style = scalar.getScalarStyle();
    return style == DumperOptions.ScalarStyle.LITERAL || style == DumperOptions.ScalarStyle.FOLDED;
  }

  /** A block's end mark lies behind the line breaks, and empty lines, that follow it. */
  private int withoutBreaks(Node node) {
    var from = offset(node.getStartMark().getIndex());
    var block = text.substring(from, offset(node.getEndMark().getIndex())).stripTrailing();
    return text.codePointCount(0, from + block.length());
  }

  private Optional<Node> find(String path) {
    Optional<Node> node = root.map(map -> map);
    for (var key : path.split("\\.")) {
      node = node.flatMap(n -> child(n, key));
    }
    return node;
  }

  private static Optional<Node> child(Node node, String key) {
    return node instanceof MappingNode map
        ? map.getValue().stream()
            .filter(entry -> key(entry).equals(key))
            .map(NodeTuple::getValueNode)
            .findFirst()
        : Optional.empty();
  }

  private static String key(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private String replaced(int from, int to, String value) {
    return text.substring(0, offset(from)) + value + text.substring(offset(to));
  }

  /** Marks count code points. */
  private int offset(int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "''") + "'";
  }
}
