package dev.backfill.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A table's columns as BigQuery's JSON schema form gives them, in order. */
public record Schema(List<Field> fields) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * One column.
   *
   * @param type upper-case, as the schema spells it: INT64 or INTEGER, FLOAT64 or FLOAT …
   * @param mode NULLABLE, REQUIRED or REPEATED
   */
  public record Field(String name, String type, String mode, List<Field> fields) {
    public Field {
      fields = List.copyOf(fields);
    }

    boolean repeated() {
      return mode.equals("REPEATED");
    }

    boolean isRecord() {
      return type.equals("RECORD");
    }
  }

  public Schema {
    fields = List.copyOf(fields);
  }

  /**
   * Reads a schema: a JSON array of columns.
   *
   * @throws SchemaException when the text is none
   */
  public static Schema parse(byte[] json) {
    try {
      return of(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new SchemaException("This is not a JSON schema: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new SchemaException("This schema cannot be read.", e);
    }
  }

  /** Reads a schema from a tree of the same form. */
  public static Schema of(JsonNode array) {
    return new Schema(fields(array));
  }

  /** The columns as a tree that {@link #of} reads. */
  public ArrayNode json() {
    return json(fields);
  }

  private static ArrayNode json(List<Field> fields) {
    var array = JSON.createArrayNode();
    for (var field : fields) {
      var node =
          array
              .addObject()
              .put("name", field.name())
              .put("type", field.type())
              .put("mode", field.mode());
      if (!field.fields().isEmpty()) {
        node.set("fields", json(field.fields()));
      }
    }
    return array;
  }

  private static List<Field> fields(JsonNode array) {
    if (!array.isArray()) {
      throw new SchemaException("A schema is a JSON array of columns, each with name and type.");
    }
    var fields = new ArrayList<Field>();
    array.forEach(node -> fields.add(field(node)));
    return fields;
  }

  private static Field field(JsonNode node) {
    if (!node.path("name").isTextual() || !node.path("type").isTextual()) {
      throw new SchemaException("A column of the schema lacks its name or type: " + node);
    }
    return new Field(
        node.get("name").asText(),
        node.get("type").asText(),
        node.path("mode").asText("NULLABLE"),
        node.has("fields") ? fields(node.get("fields")) : List.of());
  }
}
