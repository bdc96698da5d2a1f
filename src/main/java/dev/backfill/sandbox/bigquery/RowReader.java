package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.backfill.sandbox.bigquery.schema.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a row of newline JSON into stored values in one pass over its bytes, without a tree: what
 * {@link JsonValues} does with trees, to which it leaves every row that does not fit, so that the
 * words of a refusal stand in one place. For one thread at a time.
 */
public final class RowReader {
  private static final ObjectReader JSON = Store.JSON.reader();
  private static final JsonStringEncoder QUOTES = JsonStringEncoder.getInstance();

  private final List<Field> fields;
  private final JsonValues values;
  private final Column[] columns;
  private final Map<String, Integer> names;
  private final boolean ignoreUnknown;
  private final StringBuilder text = new StringBuilder();

  RowReader(List<Field> fields, boolean ignoreUnknown) {
    this.fields = fields;
    this.values = new JsonValues(ignoreUnknown);
    this.columns = Column.all(fields);
    this.names = Column.names(fields);
    this.ignoreUnknown = ignoreUnknown;
  }

  /** What keeps a row from this way: it is read anew as a tree. */
  private static final class Unusual extends Exception {
    private static final long serialVersionUID = 1;

    Unusual() {
      super(null, null, false, false);
    }
  }

  /** A column or nested field with what belongs below it. */
  private record Column(Field field, Field element, Column[] columns, Map<String, Integer> names) {
    static Column[] all(List<Field> fields) {
      return fields.stream().map(Column::of).toArray(Column[]::new);
    }

    private static Column of(Field field) {
      return new Column(field, field.element(), all(field.fields()), names(field.fields()));
    }

    static Map<String, Integer> names(List<Field> fields) {
      var names = new HashMap<String, Integer>();
      for (var i = 0; i < fields.size(); i++) {
        names.put(fields.get(i).name(), i);
      }
      return names;
    }
  }

  /** The places of an object's members in the text, by their columns. */
  private static final class Members {
    private final int[] from;
    private final int[] to;

    Members(int columns) {
      from = new int[columns];
      to = new int[columns];
      Arrays.fill(from, -1);
    }
  }

  /**
   * Reads one row.
   *
   * @return values in the order of the schema, in the types of {@link JsonValues#scalar}
   * @throws JsonValues.Misfit when the row does not fit
   * @throws IOException when it is no JSON
   */
  public Object[] read(byte[] json, int from, int length) throws IOException {
    try (var in = Store.JSON.getFactory().createParser(json, from, length)) {
      return row(in);
    } catch (Unusual | JsonValues.Misfit | com.fasterxml.jackson.core.JacksonException e) {
      var tree = JSON.readTree(new String(json, from, length, StandardCharsets.UTF_8));
      return RowAppender.values(tree, fields, values);
    }
  }

  private Object[] row(JsonParser in) throws IOException, Unusual {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new Unusual();
    }
    var row = new Object[columns.length];
    var seen = new boolean[columns.length];
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      var index = index(names, in.currentName());
      in.nextToken();
      if (index < 0) {
        in.skipChildren();
      } else {
        text.setLength(0);
        row[index] = column(columns[index], in);
        seen[index] = true;
      }
    }
    for (var i = 0; i < row.length; i++) {
      if (!seen[i]) {
        row[i] = absent(columns[i].field());
      } else if (row[i] == null && columns[i].field().required()) {
        throw new Unusual();
      }
    }
    return row;
  }

  /** A member's place among the columns; -1 when it is left out. */
  private int index(Map<String, Integer> known, String name) throws Unusual {
    var index = known.get(name);
    if (index != null) {
      return index;
    }
    // Names differ in case at most now and then: the tree looks for them.
    if (!ignoreUnknown || known.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
      throw new Unusual();
    }
    return -1;
  }

  private static Object absent(Field field) throws Unusual {
    if (field.required() && !field.repeated()) {
      throw new Unusual();
    }
    return field.repeated() ? "[]" : null;
  }

  private Object column(Column column, JsonParser in) throws IOException, Unusual {
    if (column.field().nested()) {
      return nested(column, in, column.field().repeated()) ? text.toString() : null;
    }
    return in.currentToken() == JsonToken.VALUE_NULL ? null : scalar(column.field(), in);
  }

  private static Object scalar(Field field, JsonParser in) throws IOException {
    var token = in.currentToken();
    switch (field.type()) {
      case "STRING":
        if (token == JsonToken.VALUE_STRING) {
          return in.getText();
        }
        break;
      case "INTEGER":
        if (token == JsonToken.VALUE_NUMBER_INT && isLong(in)) {
          return in.getLongValue();
        }
        break;
      case "FLOAT":
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
          return in.getDoubleValue();
        }
        break;
      case "BOOLEAN":
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
          return in.getBooleanValue();
        }
        break;
      default:
        break;
    }
    return JsonValues.scalar(field, in.<JsonNode>readValueAsTree(), field.name());
  }

  private static boolean isLong(JsonParser in) throws IOException {
    return in.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }

  /** Appends the stored form of a value to the text; not of a null, for which it returns false. */
  private boolean nested(Column column, JsonParser in, boolean repeated)
      throws IOException, Unusual {
    if (repeated) {
      array(column, in);
      return true;
    }
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      if (column.field().required()) {
        throw new Unusual();
      }
      return false;
    }
    if (column.field().record()) {
      record(column, in);
    } else {
      append(scalar(column.element(), in));
    }
    return true;
  }

  private void array(Column column, JsonParser in) throws IOException, Unusual {
    text.append('[');
    if (in.currentToken() == JsonToken.START_ARRAY) {
      var first = true;
      while (in.nextToken() != JsonToken.END_ARRAY) {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
          throw new Unusual();
        }
        if (!first) {
          text.append(',');
        }
        first = false;
        nested(column, in, false);
      }
    } else if (in.currentToken() != JsonToken.VALUE_NULL) {
      throw new Unusual();
    }
    text.append(']');
  }

  private void record(Column column, JsonParser in) throws IOException, Unusual {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new Unusual();
    }
    var begun = text.length();
    var members = new Members(column.columns().length);
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      var index = index(column.names(), in.currentName());
      in.nextToken();
      if (index < 0) {
        in.skipChildren();
        continue;
      }
      var child = column.columns()[index];
      var from = text.length();
      members.from[index] = nested(child, in, child.field().repeated()) ? from : -2;
      members.to[index] = text.length();
    }
    ordered(column, members, begun);
  }

  /** Puts an object's members into the schema's order, with those that are absent. */
  private void ordered(Column column, Members members, int begun) throws Unusual {
    var end = text.length();
    text.append('{');
    for (var i = 0; i < column.columns().length; i++) {
      var field = column.columns()[i].field();
      var isAbsent = members.from[i] == -1;
      if (isAbsent && absent(field) == null || members.from[i] == -2) {
        continue;
      }
      if (text.length() - 1 > end) {
        text.append(',');
      }
      quoted(field.name());
      text.append(':');
      if (isAbsent) {
        text.append("[]");
      } else {
        text.append(text, members.from[i], members.to[i]);
      }
    }
    text.append('}').delete(begun, end);
  }

  private void append(Object value) {
    if (value instanceof Long || value instanceof Boolean) {
      text.append(value);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      text.append(value);
    } else if (value instanceof byte[] bytes) {
      quoted(java.util.Base64.getEncoder().encodeToString(bytes));
    } else {
      quoted(value.toString());
    }
  }

  private void quoted(String value) {
    text.append('"');
    QUOTES.quoteAsString(value, text);
    text.append('"');
  }
}
