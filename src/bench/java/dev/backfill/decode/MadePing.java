package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.backfill.decode.Schema.Field;
import dev.backfill.text.SnakeCase;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A ping made from a schema, the same each time: compact, every value fits, keys spelt as clients
 * spell them, histograms where Firefox sends them.
 */
final class MadePing {
  private static final String METADATA =
      "\"metadata\":{\"document_namespace\":\"telemetry\",\"document_type\":\"main\","
          + "\"document_version\":\"4\",\"geo\":{\"city\":\"Portland\",\"country\":\"US\"},"
          + "\"header\":{\"date\":\"Tue, 14 Apr 2020 12:00:00 GMT\",\"dnt\":\"1\"},\"isp\":{},"
          + "\"user_agent\":{\"browser\":\"Firefox\",\"os\":\"Windows\",\"version\":\"75.0\"}}";
  private static final int MOST_ENTRIES = 3;
  private static final int MIX = 0x9E3779B9;

  private static final int SEED = 20200414;

  private final Random random;
  private final double share;

  private MadePing(double share, int seed) {
    this.share = share;
    random = new Random(seed);
  }

  /** A ping as near to a size in bytes as the schema allows. */
  static byte[] of(Schema schema, int bytes) {
    return of(schema, bytes, 1).get(0);
  }

  /** Pings of that size with the same keys and different values. */
  static List<byte[]> of(Schema schema, int bytes, int count) {
    var low = 0.0;
    var high = 1.0;
    for (var i = 0; i < 20; i++) {
      var middle = (low + high) / 2;
      if (new MadePing(middle, SEED).document(schema).length < bytes) {
        low = middle;
      } else {
        high = middle;
      }
    }
    var share = low;
    return IntStream.range(SEED, SEED + count)
        .mapToObj(seed -> new MadePing(share, seed).document(schema))
        .toList();
  }

  private byte[] document(Schema schema) {
    var text = new StringBuilder("{").append(METADATA);
    for (var field : schema.fields()) {
      var set = List.of("metadata", "additional_properties").contains(field.name());
      if (!set) {
        member(text, "", field);
      }
    }
    return text.append('}').toString().getBytes(UTF_8);
  }

  private void record(StringBuilder text, String parent, List<Field> fields) {
    text.append('{');
    for (var field : fields) {
      member(text, parent, field);
    }
    text.append('}');
  }

  /** Adds a column: a scalar or map by its share of the names, a record when it holds anything. */
  private void member(StringBuilder text, String parent, Field field) {
    var name = (parent + field.name()).hashCode() * MIX >>> 1;
    if ((!field.isRecord() || field.repeated()) && name > share * Integer.MAX_VALUE) {
      return;
    }
    var start = text.length();
    comma(text);
    text.append('"').append(spelt(parent, field.name())).append("\":");
    value(text, parent, field);
    if (text.charAt(text.length() - 2) == '{') {
      text.setLength(start);
    }
  }

  private static void comma(StringBuilder text) {
    var last = text.charAt(text.length() - 1);
    if (last != '{' && last != '[') {
      text.append(',');
    }
  }

  private void value(StringBuilder text, String parent, Field field) {
    if (!field.repeated()) {
      single(text, parent, field);
      return;
    }
    var names = field.fields().stream().map(Field::name).toList();
    if (field.isRecord() && names.equals(List.of("key", "value"))) {
      text.append('{');
      for (var n = 1 + random.nextInt(MOST_ENTRIES); n > 0; n--) {
        comma(text);
        text.append("\"key").append(n).append("\":");
        value(text, field.name(), field.fields().get(1));
      }
      text.append('}');
    } else {
      text.append('[');
      for (var n = 1 + random.nextInt(MOST_ENTRIES); n > 0; n--) {
        comma(text);
        single(text, field.name(), field);
      }
      text.append(']');
    }
  }

  private void single(StringBuilder text, String parent, Field field) {
    switch (field.type()) {
      case "RECORD" -> record(text, field.name(), field.fields());
      case "STRING" -> text(text, parent);
      case "INT64" -> text.append(random.nextInt(100_000));
      case "FLOAT64" -> text.append(random.nextInt(100_000) / 100.0);
      case "BOOL" -> text.append(random.nextBoolean());
      default -> text.append("\"2020-04-14T00:00:00.000Z\"");
    }
  }

  private void text(StringBuilder text, String parent) {
    if (!parent.contains("histograms")) {
      text.append("\"a value ").append(random.nextInt()).append('"');
      return;
    }
    text.append("{\"range\":[1,50000],\"bucket_count\":100,\"histogram_type\":");
    text.append(random.nextInt(5)).append(",\"values\":{");
    var bucket = random.nextInt(3);
    for (var n = 2 + random.nextInt(30); n > 0; n--) {
      comma(text);
      text.append('"').append(bucket).append("\":").append(random.nextInt(60));
      bucket += 1 + random.nextInt(1 + bucket);
    }
    text.append("},\"sum\":").append(random.nextInt(1_000_000)).append('}');
  }

  /** Upper case in histograms, camel case elsewhere, where that leads to the column. */
  private static String spelt(String parent, String column) {
    UnaryOperator<String> spelling =
        parent.contains("histograms") ? s -> s.toUpperCase(Locale.ROOT) : MadePing::camel;
    var spelt = spelling.apply(column);
    return SnakeCase.column(spelt).equals(column) ? spelt : column;
  }

  private static String camel(String column) {
    var text = new StringBuilder();
    for (var word : column.split("_")) {
      text.append(
          text.length() == 0 || word.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return text.toString();
  }
}
