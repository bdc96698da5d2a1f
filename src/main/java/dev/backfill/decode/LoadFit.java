package dev.backfill.decode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * Judges whether BigQuery can load a row: one value that does not fit its column fails the whole
 * load, with all other rows. Names that no column has are ignored by the load, and here.
 */
final class LoadFit {
  /** Texts that a column of floats takes, and the row has for what is beyond all doubles. */
  private static final Set<String> NO_NUMBERS = Set.of("Infinity", "-Infinity", "NaN");

  private LoadFit() {}

  /** Refuses a row, or a record of it, that does not fit; the message names the place. */
  static void require(RecordColumns columns, JsonNode record) throws Undecodable {
    members("", columns, record);
  }

  /** Counts the members of a document's metadata, at any depth, that no column has a name for. */
  static void unknown(KeyColumn column, JsonNode metadata, Coercions coercions) {
    if (column == null && !metadata.isNull()) {
      coercions.loseOfMetadata();
    } else if (column != null && column.columns != null) {
      for (var record : metadata.isArray() ? metadata : List.of(metadata)) {
        for (var member : record.properties()) {
          unknown(column.columns.exact(member.getKey()), member.getValue(), coercions);
        }
      }
    }
  }

  private static void members(String path, RecordColumns columns, JsonNode record)
      throws Undecodable {
    for (var member : record.properties()) {
      var column = columns.exact(member.getKey());
      if (column != null) {
        value(path + column.name, column, member.getValue());
      }
    }
    if (columns.required > 0) {
      for (var column : columns.all()) {
        if (column.required && !record.hasNonNull(column.name)) {
          throw Undecodable.transform(path + column.name, "is required and absent");
        }
      }
    }
  }

  /** A value, or null, which every column takes that is not required. */
  private static void value(String path, KeyColumn column, JsonNode value) throws Undecodable {
    if (value.isNull()) {
      return;
    }
    if (!column.isRepeated()) {
      single(path, column, value);
      return;
    }
    if (!value.isArray()) {
      throw misfit(path, "REPEATED " + column.type, value);
    }
    for (var element : value) {
      single(path + "[]", column, element);
    }
  }

  private static void single(String path, KeyColumn column, JsonNode value) throws Undecodable {
    if (column.columns != null) {
      if (!value.isObject()) {
        throw misfit(path, column.type, value);
      }
      members(path + ".", column.columns, value);
    } else if (!isOf(column, value)) {
      throw misfit(path, column.type, value);
    }
  }

  private static boolean isOf(KeyColumn column, JsonNode value) {
    return switch (column.scalar) {
      case TEXT -> isText(value);
      case PASSED_TEXT -> isText(value) && LoadText.fits(column.type, value.asText());
      case INTEGER -> value.isIntegralNumber() && value.canConvertToLong();
      case FLOAT -> value.isNumber() || NO_NUMBERS.contains(value.asText());
      case BOOL -> value.isBoolean();
      case PASSED ->
          value.isNumber()
              ? LoadText.fits(column.type, value.doubleValue())
              : value.isTextual() && LoadText.fits(column.type, value.asText());
      case JSON -> true;
    };
  }

  /** Whether it is printed as a text, as numbers beyond all doubles are too. */
  private static boolean isText(JsonNode value) {
    return value.isTextual() || value.isDouble() && Double.isInfinite(value.doubleValue());
  }

  private static Undecodable misfit(String path, String type, JsonNode value) {
    return Undecodable.transform(path, "is " + type + ", and the value is " + kind(value));
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT, POJO -> "an object";
      case ARRAY -> "an array";
      case STRING, BINARY -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL, MISSING -> "null";
    };
  }
}
