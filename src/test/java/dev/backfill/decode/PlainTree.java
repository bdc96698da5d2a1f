package dev.backfill.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.decode.Schema.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes documents plainly: parses a tree, rewrites it by the schema in the way of the loaders of
 * live tables, and prints it. The tests' oracle, and the benchmarks' baseline; it shares no rule
 * with the decoder that it judges.
 */
final class PlainTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(1000)
                          .maxNumberLength(1000)
                          .maxStringLength(20_000_000)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .build();

  private final boolean strict;
  private final PlainScalars scalars;

  private PlainTree(boolean strict, Coercions coercions) {
    this.strict = strict;
    this.scalars = new PlainScalars(coercions);
  }

  /**
   * The row of a document.
   *
   * @param strict whether what no column takes is dropped
   */
  static byte[] row(Schema schema, boolean strict, byte[] json, Coercions coercions)
      throws Undecodable {
    var row = tree(schema, strict, json, coercions);
    var misfit = RowFit.misfit(schema.fields(), row);
    if (misfit.isPresent()) {
      throw new Undecodable(Undecodable.TRANSFORM, misfit.get(), -1);
    }
    try {
      return JSON.writeValueAsString(row).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new Undecodable(Undecodable.TRANSFORM, "The row cannot be written.", -1);
    }
  }

  /** The row of a document, as a tree, whether or not BigQuery can load it. */
  static ObjectNode tree(Schema schema, boolean strict, byte[] json, Coercions coercions)
      throws Undecodable {
    coercions.clear();
    var row = parse(json);
    new PlainTree(strict, coercions).document(schema.fields(), row);
    return row;
  }

  private static ObjectNode parse(byte[] json) throws Undecodable {
    try {
      if (JSON.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw notJson(e.getOriginalMessage(), place == null ? -1 : place.getByteOffset());
    } catch (IOException e) {
      throw notJson(e.getMessage(), -1);
    }
    throw new Undecodable(Undecodable.PARSE, "The payload is not a JSON object.", 0);
  }

  private static Undecodable notJson(String why, long offset) {
    return new Undecodable(Undecodable.PARSE, "The payload is not JSON: " + why, offset);
  }

  private void document(List<Field> fields, ObjectNode document) throws Undecodable {
    var metadata = document.remove("metadata");
    var leftovers = NODES.objectNode();
    members(fields, document, leftovers);
    if (metadata != null) {
      document.set("metadata", metadata);
    }
    if (!strict) {
      document.put("additional_properties", leftovers.toString());
    }
  }

  private static Map<String, Field> columns(List<Field> fields) {
    var columns = new HashMap<String, Field>();
    for (var field : fields) {
      columns.put(field.name(), field);
    }
    return columns;
  }

  /** Rewrites members in their order; a renamed one is seen by the exact one that follows. */
  private void members(List<Field> fields, ObjectNode record, ObjectNode leftovers)
      throws Undecodable {
    var columns = columns(fields);
    var keys = new ArrayList<String>();
    record.fieldNames().forEachRemaining(keys::add);
    for (var key : keys) {
      var value = record.get(key);
      var field = columns.get(PlainNames.resolve(key, columns));
      if (field == null) {
        record.remove(key);
        leftovers.set(key, value);
        continue;
      }
      var exact = key.equals(field.name());
      var result = value.isNull() ? null : value(field, key, exact, value, leftovers);
      if (result == null || !exact) {
        record.remove(key);
      }
      if (result != null) {
        record.set(field.name(), result);
      }
    }
  }

  /** What a column makes of a value that is not null, or null when the column is absent then. */
  private JsonNode value(
      Field field, String key, boolean exact, JsonNode value, ObjectNode leftovers)
      throws Undecodable {
    if (!field.isRecord()) {
      var result = scalars.value(field, value);
      if (result == null) {
        leftovers.set(key, value);
      }
      return result == null || isEmpty(result) ? null : result;
    }
    if (isMap(field)) {
      return map(field, key, exact, value, leftovers);
    }
    if (isNestedList(field) && value instanceof ArrayNode array) {
      return nestedList(field.fields().get(0), key, array, leftovers);
    }
    var result =
        field.repeated()
            ? records(field, key, value, leftovers)
            : single(field, key, value, leftovers);
    return isEmpty(result) ? null : result;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isContainerNode() && value.isEmpty();
  }

  private static boolean isMap(Field field) {
    var fields = field.fields();
    return field.repeated()
        && !fields.isEmpty()
        && fields.get(0).name().equals("key")
        && (fields.size() == 1 || fields.size() == 2 && fields.get(1).name().equals("value"));
  }

  private static boolean isNestedList(Field field) {
    var fields = field.fields();
    return field.repeated()
        && fields.size() == 1
        && fields.get(0).name().equals("list")
        && fields.get(0).repeated();
  }

  private JsonNode map(Field field, String key, boolean exact, JsonNode value, ObjectNode leftovers)
      throws Undecodable {
    if (!value.isObject()) {
      return exact ? value : null;
    }
    var entries = NODES.arrayNode();
    var rest = NODES.objectNode();
    for (var member : value.properties()) {
      var entry = entries.addObject().put("key", member.getKey());
      if (field.fields().size() == 1) {
        rest.set(member.getKey(), member.getValue());
      } else if (!member.getValue().isNull()) {
        var inner = value(field.fields().get(1), member.getKey(), false, member.getValue(), rest);
        if (inner != null) {
          entry.set("value", inner);
        }
      }
    }
    if (!rest.isEmpty()) {
      leftovers.set(key, rest);
    }
    return entries;
  }

  private ArrayNode nestedList(Field list, String key, ArrayNode value, ObjectNode leftovers)
      throws Undecodable {
    var elements = NODES.arrayNode();
    var rests = NODES.arrayNode();
    for (var element : value) {
      var object = elements.addObject();
      var rest = NODES.objectNode();
      var inner = element.isNull() ? null : value(list, "list", false, element, rest);
      if (inner != null) {
        object.set("list", inner);
      }
      rests.add(rest.get("list"));
    }
    if (!isAll(NullNode.instance, rests)) {
      leftovers.set(key, rests);
    }
    return elements;
  }

  private JsonNode single(Field field, String key, JsonNode value, ObjectNode leftovers)
      throws Undecodable {
    if (value instanceof ArrayNode array) {
      var rests = NODES.arrayNode();
      var tuple = tuple(field, array, rests);
      if (!rests.isEmpty()) {
        leftovers.set(key, rests);
      }
      return tuple;
    }
    if (value instanceof ObjectNode object) {
      var rest = NODES.objectNode();
      members(field.fields(), object, rest);
      if (!rest.isEmpty()) {
        leftovers.set(key, rest);
      }
      return object;
    }
    return value;
  }

  /**
   * The record of an array whose element i is column {@code f<i>_}. The rests are as many, null
   * where none is left, or none when nothing is left at all.
   */
  private ObjectNode tuple(Field field, ArrayNode array, ArrayNode rests) throws Undecodable {
    var record = NODES.objectNode();
    for (var i = 0; i < array.size(); i++) {
      record.set("f" + i + "_", array.get(i));
    }
    var rest = NODES.objectNode();
    members(field.fields(), record, rest);
    for (var i = 0; i < array.size() && !rest.isEmpty(); i++) {
      rests.add(rest.get("f" + i + "_"));
    }
    return record;
  }

  private ArrayNode records(Field field, String key, JsonNode value, ObjectNode leftovers)
      throws Undecodable {
    if (!value.isContainerNode() || value.isObject() && value.isEmpty()) {
      throw Undecodable.transform(field.name(), "is repeated, and the value is no array");
    }
    var tuples = true;
    for (var element : value) {
      tuples = tuples && element.isArray();
    }
    if (tuples && value.isObject()) {
      throw Undecodable.transform(field.name(), "is repeated, and the value an object of arrays");
    }
    var elements = NODES.arrayNode();
    var rests = NODES.arrayNode();
    for (var element : value) {
      if (tuples) {
        var rest = NODES.arrayNode();
        elements.add(tuple(field, (ArrayNode) element, rest));
        rests.add(rest.isEmpty() ? NODES.objectNode() : rest);
      } else if (element instanceof ObjectNode object) {
        var rest = NODES.objectNode();
        members(field.fields(), object, rest);
        elements.add(object);
        rests.add(rest);
      } else if (strict) {
        throw Undecodable.transform(field.name(), "holds an element that is no object");
      } else {
        elements.addObject();
        rests.add(element);
      }
    }
    if (!isAll(NODES.objectNode(), rests)) {
      leftovers.set(key, rests);
    }
    return elements;
  }

  private static boolean isAll(JsonNode clean, ArrayNode rests) {
    for (var rest : rests) {
      if (!rest.equals(clean)) {
        return false;
      }
    }
    return true;
  }
}
