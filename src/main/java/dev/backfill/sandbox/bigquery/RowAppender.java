package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Appends rows of JSON to a table's DuckDB table, in the connection's transaction. */
final class RowAppender implements AutoCloseable {
  private final DuckDBAppender appender;
  private final List<Field> fields;
  private final JsonValues values;
  private long next;

  RowAppender(Connection connection, Table table, long firstRow, boolean ignoreUnknown)
      throws SQLException {
    this.fields = table.fields();
    this.values = new JsonValues(ignoreUnknown);
    this.next = firstRow;
    var ref = table.ref();
    this.appender =
        ((DuckDBConnection) connection)
            .createAppender(ref.project(), ref.dataset(), table.physical());
  }

  void append(JsonNode json) throws SQLException {
    append(values(json, fields, values));
  }

  /** The row's values in the order of the schema; throws a Misfit where one does not fit. */
  static Object[] values(JsonNode json, List<Field> fields, JsonValues values) {
    if (!json.isObject()) {
      throw new JsonValues.Misfit("A row must be a JSON object.");
    }
    values.requireKnown(json, fields, "");
    var row = new Object[fields.size()];
    for (int i = 0; i < row.length; i++) {
      var field = fields.get(i);
      row[i] = value(field, JsonValues.member(json, field), values);
    }
    return row;
  }

  private static Object value(Field field, JsonNode node, JsonValues values) {
    if (field.nested()) {
      return values.nested(field, node, field.name());
    }
    if (node == null || node.isNull()) {
      if (field.required()) {
        throw new JsonValues.Misfit("Missing required field: " + field.name() + ".");
      }
      return null;
    }
    return JsonValues.scalar(field, node, field.name());
  }

  /** Values in the order of the schema, in the types of {@link JsonValues#scalar}. */
  void append(Object[] cells) throws SQLException {
    appender.beginRow();
    appender.append(next);
    for (int i = 0; i < cells.length; i++) {
      append(fields.get(i), cells[i]);
    }
    appender.endRow();
    next++;
  }

  private void append(Field field, Object value) throws SQLException {
    if (value == null) {
      appender.appendNull();
    } else if (value instanceof String) {
      appender.append((String) value);
    } else if (value instanceof byte[]) {
      appender.append((byte[]) value);
    } else if (value instanceof Double) {
      appender.append((double) value);
    } else if (value instanceof Boolean) {
      appender.append((boolean) value);
    } else if (value instanceof LocalDate) {
      appender.append((LocalDate) value);
    } else if (value instanceof LocalTime) {
      appender.append((LocalTime) value);
    } else if (value instanceof BigDecimal) {
      appender.append((BigDecimal) value);
    } else if (field.duckType().equals("TIMESTAMP")) {
      appender.append(Times.utc((long) value));
    } else {
      appender.append((long) value);
    }
  }

  long nextRow() {
    return next;
  }

  /**
   * Hands over what was appended, which {@link #close} does too, but without telling of a failure:
   * a load onto a full disk was seen to end DONE with 400 rows, and none in the table.
   */
  void flush() throws SQLException {
    appender.flush();
  }

  @Override
  public void close() throws SQLException {
    appender.close();
  }
}
