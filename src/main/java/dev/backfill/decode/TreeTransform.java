package dev.backfill.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a document's tree into its row, in place, and gathers what no column takes. Values that a
 * column neither takes nor leaves over are passed on, for {@link LoadFit} to judge.
 *
 * <p>Keys are gone through in the document's order, and a renamed one is written under its column's
 * name at once; so when an exact key follows, it finds the value already there.
 */
final class TreeTransform {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final boolean strict;
  private final RowPlan plan;
  private final Scalars scalars;
  private final Coercions coercions;

  TreeTransform(RowPlan plan, Coercions coercions) {
    this.plan = plan;
    this.scalars = new Scalars(coercions);
    this.coercions = coercions;
    this.strict = plan.strict();
  }

  /** Transforms a whole document; returns its additional properties. */
  ObjectNode apply(ObjectNode document) throws Undecodable {
    var rest = NODES.objectNode();
    members(plan.columns(), document, rest);
    return rest;
  }

  private void members(RecordColumns columns, ObjectNode object, ObjectNode rest)
      throws Undecodable {
    var keys = new ArrayList<String>(object.size());
    object.fieldNames().forEachRemaining(keys::add);
    for (var key : keys) {
      var column = columns.find(key);
      if (column == null) {
        leave(rest, key, object.remove(key));
      } else {
        field(column, key, object, rest);
      }
    }
  }

  private void field(KeyColumn column, String key, ObjectNode object, ObjectNode rest)
      throws Undecodable {
    var exact = key.equals(column.name);
    var value = object.get(key);
    var result = value.isNull() ? null : convert(column, key, exact, value, rest);
    if (result == null || !exact) {
      object.remove(key);
    }
    if (result != null) {
      // Another spelling of the column came before, or comes yet; either way its value is gone.
      coercions.lose(!exact && object.hasNonNull(column.name) ? 1 : 0);
      object.set(column.name, result);
    }
  }

  /** Keeps a value that no column takes; it is lost where rows have no additional properties. */
  private void leave(ObjectNode rest, String key, JsonNode value) {
    rest.set(key, value);
    lost(value);
  }

  private void lost(JsonNode value) {
    coercions.lose(plan.keepsRest() || value.isNull() ? 0 : 1);
  }

  /** The column's value, or null when it is absent; leftovers go to the rest under the key. */
  private JsonNode convert(
      KeyColumn column, String key, boolean exact, JsonNode value, ObjectNode rest)
      throws Undecodable {
    return switch (column.kind) {
      case MAP -> map(column, key, exact, value, rest);
      case NESTED_LIST ->
          value.isArray()
              ? nestedList(column, key, (ArrayNode) value, rest)
              : records(column, key, value, rest);
      case RECORDS -> records(column, key, value, rest);
      case RECORD -> single(column, key, value, rest);
      case SCALARS -> scalars(column, key, value, rest);
      case SCALAR -> scalar(column, key, value, rest);
    };
  }

  private JsonNode map(KeyColumn column, String key, boolean exact, JsonNode value, ObjectNode rest)
      throws Undecodable {
    if (!(value instanceof ObjectNode object)) {
      // Under its own name it stays: the entries that were made of a renamed key's map, or others.
      coercions.lose(exact ? 0 : 1);
      return exact ? value : null;
    }
    var entries = NODES.arrayNode();
    var leftovers = NODES.objectNode();
    for (var it = object.fields(); it.hasNext(); ) {
      var entry = it.next();
      entries.add(entry(column.inner, entry.getKey(), entry.getValue(), leftovers));
    }
    if (column.inner == null) {
      leftovers.setAll(object);
      object.forEach(this::lost);
    }
    if (!leftovers.isEmpty()) {
      rest.set(key, leftovers);
    }
    return entries;
  }

  private ObjectNode entry(KeyColumn value, String key, JsonNode raw, ObjectNode leftovers)
      throws Undecodable {
    var entry = NODES.objectNode().put("key", key);
    if (value == null) {
      return entry;
    }
    var converted = raw.isNull() ? null : convert(value, key, false, raw, leftovers);
    if (converted != null) {
      entry.set("value", converted);
    }
    return entry;
  }

  private JsonNode nestedList(KeyColumn column, String key, ArrayNode value, ObjectNode rest)
      throws Undecodable {
    var list = column.inner;
    var elements = NODES.arrayNode();
    var leftovers = new ArrayList<JsonNode>();
    for (var element : value) {
      var object = elements.addObject();
      var more = NODES.objectNode();
      var converted = element.isNull() ? null : convert(list, list.name, false, element, more);
      if (converted != null) {
        object.set(list.name, converted);
      }
      leftovers.add(more.path(list.name));
    }
    keep(key, leftovers, NODES.nullNode(), rest);
    return elements;
  }

  private JsonNode single(KeyColumn column, String key, JsonNode value, ObjectNode rest)
      throws Undecodable {
    if (value instanceof ArrayNode array) {
      var leftovers = new ArrayList<JsonNode>();
      var tuple = tuple(column, array, leftovers);
      keep(key, leftovers, NODES.nullNode(), rest);
      return tuple.isEmpty() ? null : tuple;
    }
    if (value instanceof ObjectNode object) {
      var more = NODES.objectNode();
      members(column.columns, object, more);
      if (!more.isEmpty()) {
        rest.set(key, more);
      }
      return object.isEmpty() ? null : object;
    }
    return value;
  }

  /**
   * Element i becomes column {@code f<i>_}; a leftover stands at its element's place, and where
   * there is none, a missing node.
   */
  private ObjectNode tuple(KeyColumn column, ArrayNode array, List<JsonNode> leftovers)
      throws Undecodable {
    var object = NODES.objectNode();
    for (var i = 0; i < array.size(); i++) {
      object.set("f" + i + "_", array.get(i));
    }
    var more = NODES.objectNode();
    members(column.columns, object, more);
    for (var i = 0; i < array.size(); i++) {
      leftovers.add(more.path("f" + i + "_"));
    }
    return object;
  }

  private JsonNode records(KeyColumn column, String key, JsonNode value, ObjectNode rest)
      throws Undecodable {
    if (!value.isContainerNode() || value.isObject() && value.isEmpty()) {
      throw Undecodable.transform(column.name, "is repeated, and the value is no array");
    }
    if (value.isEmpty()) {
      return null;
    }
    var tuples = true;
    for (var element : value) {
      tuples &= element.isArray();
    }
    if (tuples && value.isObject()) {
      throw Undecodable.transform(column.name, "is repeated, and the value an object of arrays");
    }
    var elements = NODES.arrayNode();
    var leftovers = new ArrayList<JsonNode>();
    for (var element : value) {
      leftovers.add(
          tuples ? tupleOf(column, (ArrayNode) element, elements) : one(column, element, elements));
    }
    keep(key, leftovers, NODES.objectNode(), rest);
    return elements;
  }

  private JsonNode tupleOf(KeyColumn column, ArrayNode element, ArrayNode elements)
      throws Undecodable {
    var leftovers = new ArrayList<JsonNode>();
    elements.add(tuple(column, element, leftovers));
    var array = array(leftovers, NODES.nullNode());
    return array == null ? NODES.missingNode() : array;
  }

  private JsonNode one(KeyColumn column, JsonNode element, ArrayNode elements) throws Undecodable {
    if (element instanceof ObjectNode object) {
      var more = NODES.objectNode();
      members(column.columns, object, more);
      elements.add(object);
      return more.isEmpty() ? NODES.missingNode() : more;
    }
    if (strict) {
      throw Undecodable.transform(column.name, "holds an element that is no object");
    }
    elements.addObject();
    lost(element);
    return element;
  }

  /** Leftovers of an array stand at their elements' places; clean ones alone are not kept. */
  private static void keep(String key, List<JsonNode> leftovers, JsonNode clean, ObjectNode rest) {
    var array = array(leftovers, clean);
    if (array != null) {
      rest.set(key, array);
    }
  }

  /** What is left over of elements, or null when all are clean. */
  private static ArrayNode array(List<JsonNode> leftovers, JsonNode clean) {
    if (leftovers.stream().allMatch(JsonNode::isMissingNode)) {
      return null;
    }
    var array = NODES.arrayNode();
    leftovers.forEach(rest -> array.add(rest.isMissingNode() ? clean : rest));
    return array;
  }

  private JsonNode scalars(KeyColumn column, String key, JsonNode value, ObjectNode rest)
      throws Undecodable {
    if (!value.isArray()) {
      leave(rest, key, value);
      return null;
    }
    var elements = NODES.arrayNode();
    for (var element : value) {
      var converted = scalars.convert(column, element);
      if (converted == null) {
        throw Undecodable.transform(column.name, "holds an element that is no " + column.type);
      }
      elements.add(converted);
    }
    return elements.isEmpty() ? null : elements;
  }

  private JsonNode scalar(KeyColumn column, String key, JsonNode value, ObjectNode rest) {
    var converted = scalars.convert(column, value);
    if (converted == null) {
      rest.set(key, value);
      return null;
    }
    return converted.isContainerNode() && converted.isEmpty() ? null : converted;
  }
}
