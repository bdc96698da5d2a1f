package dev.backfill.decode;

import dev.backfill.decode.Schema.Field;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes documents from a schema: for every kind of column values that fit and values that do not,
 * keys as clients spell them, keys twice, and keys that no column has.
 */
final class RandomPayloads {
  private static final List<String> ODD_KEYS =
      List.of(
          "unknown",
          "",
          "1st",
          "\\ud800",
          "é",
          "a\\\"b",
          "\\u0061",
          "metadata",
          "Metadata",
          "key",
          "value",
          "list",
          "f0_");
  private static final List<String> SCALARS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "7",
          "-12",
          "1.10",
          "0.25",
          "1e400",
          "-1e-400",
          "1e2",
          "9223372036854775807",
          "-9223372036854775809",
          "12345678901234567890123",
          "\"\"",
          "\"text\"",
          "\"\\udc00\"",
          "\"\\u0001\\n\\/\"",
          "\"grün \\u20ac \\ud83d\\ude00\"",
          "\"2020-04-14T00:00:00Z\"",
          "[]",
          "{}",
          "[1,\"two\",{\"three\":3.0}]",
          "{\"a\":{\"b\":[]}}");

  private final Random random;
  private final int wrong;
  private final int members;

  /** Whether keys are columns' names: those of metadata are not renamed. */
  private boolean verbatim;

  /**
   * @param wrong how many values in a thousand do not fit their column, and keys are odd
   * @param members how many members a record has at most
   */
  RandomPayloads(long seed, int wrong, int members) {
    this.random = new Random(seed);
    this.wrong = wrong;
    this.members = members;
  }

  /** A document for the schema. */
  String document(Schema schema) {
    return record(schema.fields());
  }

  private String record(List<Field> fields) {
    var text = new StringBuilder("{");
    for (var i : random.ints(members, 0, fields.size()).distinct().toArray()) {
      var field = fields.get(i);
      verbatim |= field.name().equals("metadata");
      member(text, key(field.name()), value(field));
      verbatim &= !field.name().equals("metadata");
      if (happens()) {
        member(text, key(field.name()), value(field));
      }
      if (happens()) {
        member(text, pick(ODD_KEYS), anything());
      }
    }
    return text.append('}').toString();
  }

  private void member(StringBuilder text, String key, String value) {
    text.append(text.length() > 1 ? "," : "").append('"').append(key).append("\":");
    text.append(random.nextInt(50) == 0 ? " " : "").append(value);
  }

  private String value(Field field) {
    if (happens()) {
      return random.nextBoolean() ? anything() : otherShape(field);
    }
    if (!field.repeated()) {
      return single(field);
    }
    var names = field.fields().stream().map(Field::name).toList();
    if (field.isRecord() && names.equals(List.of("key", "value"))) {
      return map(field.fields().get(1));
    }
    if (field.isRecord() && names.equals(List.of("list"))) {
      return array(field.fields().get(0));
    }
    return array(field);
  }

  /** A value of the column in a shape that is another's: a list as an object, a map as a list. */
  private String otherShape(Field field) {
    if (!field.isRecord()) {
      return "[" + single(field) + ",null]";
    }
    return switch (random.nextInt(5)) {
      case 0 -> record(field.fields());
      case 1 -> "[" + record(field.fields()) + "," + anything() + ",null]";
      case 2 -> "{\"a\":" + record(field.fields()) + ",\"b\":" + anything() + "}";
      case 3 -> "{\"a\":" + tuple(field) + "}";
      default -> "[" + tuple(field) + ",{\"list\":" + anything() + "},{}]";
    };
  }

  private String map(Field value) {
    var text = new StringBuilder("{");
    for (var i = 0; i < random.nextInt(4); i++) {
      member(text, happens() ? pick(ODD_KEYS) : "key " + random.nextInt(300), value(value));
    }
    return text.append('}').toString();
  }

  private String array(Field element) {
    var text = new StringBuilder("[");
    for (var n = random.nextInt(4); n > 0; n--) {
      var value =
          happens()
              ? random.nextBoolean() ? anything() : otherShape(element)
              : element.isRecord() && element.repeated()
                  ? single(element)
                  : element.repeated() ? single(element) : value(element);
      text.append(text.length() > 1 ? "," : "").append(value);
    }
    return text.append(']').toString();
  }

  private String single(Field field) {
    if (field.isRecord()) {
      return isTuple(field) && random.nextBoolean() ? tuple(field) : record(field.fields());
    }
    return switch (field.type()) {
      case "STRING" -> random.nextInt(3) == 0 ? histogram() : "\"text " + random.nextInt() + "\"";
      case "INT64", "INTEGER" -> Integer.toString(random.nextInt());
      case "FLOAT64", "FLOAT" -> decimal();
      case "BOOL", "BOOLEAN" -> Boolean.toString(random.nextBoolean());
      case "TIMESTAMP" -> "\"2020-04-14T00:00:00Z\"";
      default -> anything();
    };
  }

  private static boolean isTuple(Field field) {
    return field.fields().stream().anyMatch(f -> f.name().matches("f[0-9]+_"));
  }

  private String tuple(Field field) {
    var text = new StringBuilder("[");
    for (var i = 0; i < field.fields().size() + random.nextInt(2); i++) {
      var name = "f" + i + "_";
      var column = field.fields().stream().filter(f -> f.name().equals(name)).findFirst();
      text.append(i > 0 ? "," : "").append(column.map(this::value).orElseGet(this::anything));
    }
    return text.append(']').toString();
  }

  private String decimal() {
    return random.nextBoolean()
        ? Double.toString(random.nextInt(1_000_000) / 1000.0)
        : Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
  }

  /** A histogram as clients send it; now and then one that is broken. */
  String histogram() {
    var used = random.nextInt(3);
    var sum = happens() ? anything() : Integer.toString(random.nextInt(3));
    var type = happens() ? anything() : Integer.toString(random.nextInt(6));
    return "{\"bucket_count\":"
        + random.nextInt(100)
        // Two keys of the same number.
        + (happens() ? ",\"bVzyARiLY07^Av$\":" : ",\"histogram_type\":")
        + type
        + (happens() ? ",\"more\":{\"histogram_type\":2}" : "")
        + ",\"sum\":"
        + sum
        + ",\"range\":[1,2],\"values\":{\"0\":"
        + random.nextInt(1000)
        + ",\"1\":"
        + (happens() ? anything() : used)
        + ",\"2\":0}}";
  }

  private String anything() {
    return pick(SCALARS);
  }

  /** The column's name as it is, or as one of the spellings that lead to it. */
  private String key(String column) {
    if (verbatim && !happens()) {
      return column;
    }
    return switch (random.nextInt(8)) {
      case 0 -> column.toUpperCase(java.util.Locale.ROOT);
      case 1 -> column.replace('_', '-');
      case 2 -> column.replace('_', '.');
      case 3 -> camel(column);
      case 4 -> column.endsWith("2") ? column.substring(0, column.length() - 1) : column;
      default -> column;
    };
  }

  private static String camel(String column) {
    var text = new StringBuilder();
    IntStream.range(0, column.length())
        .filter(i -> column.charAt(i) != '_')
        .mapToObj(
            i ->
                i > 0 && column.charAt(i - 1) == '_'
                    ? Character.toUpperCase(column.charAt(i))
                    : column.charAt(i))
        .forEach(text::append);
    return text.toString();
  }

  private boolean happens() {
    return random.nextInt(1000) < wrong;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
