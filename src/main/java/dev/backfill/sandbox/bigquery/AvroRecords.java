package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Turns result rows of DuckDB into Avro records. */
final class AvroRecords {
  private final List<Field> fields;
  private final Schema schema;
  private final boolean logicalTypes;

  /**
   * Makes records of some columns.
   *
   * @param schema the records' schema, made of the same columns
   * @param logicalTypes whether DATE and TIME are numbers, as the schema has them
   */
  AvroRecords(List<Field> fields, Schema schema, boolean logicalTypes) {
    this.fields = fields;
    this.schema = schema;
    this.logicalTypes = logicalTypes;
  }

  Schema schema() {
    return schema;
  }

  /** The row that a result stands at; its columns are the fields, in their order. */
  GenericData.Record of(ResultSet rows) throws SQLException {
    var record = new GenericData.Record(schema);
    for (int i = 0; i < fields.size(); i++) {
      record.put(i, value(fields.get(i), rows, i + 1));
    }
    return record;
  }

  private Object value(Field field, ResultSet rows, int column) throws SQLException {
    if (field.nested()) {
      var text = rows.getString(column);
      return nested(field, text == null ? null : Cells.parse(text), column(field));
    }
    switch (field.type()) {
      case "INTEGER":
        long number = rows.getLong(column);
        return rows.wasNull() ? null : number;
      case "FLOAT":
        double real = rows.getDouble(column);
        return rows.wasNull() ? null : real;
      case "BOOLEAN":
        boolean flag = rows.getBoolean(column);
        return rows.wasNull() ? null : flag;
      case "BYTES":
        var bytes = rows.getBytes(column);
        return bytes == null ? null : ByteBuffer.wrap(bytes);
      case "TIMESTAMP":
        var time = rows.getObject(column, LocalDateTime.class);
        return time == null ? null : Times.micros(time);
      case "DATETIME":
        var local = rows.getObject(column, LocalDateTime.class);
        return local == null ? null : Times.text(Times.micros(local)).replace(' ', 'T');
      case "NUMERIC":
      case "BIGNUMERIC":
        var decimal = rows.getBigDecimal(column);
        return decimal == null ? null : decimal(decimal);
      default:
        var text = rows.getString(column);
        return text == null ? null : text(field, text);
    }
  }

  private Schema column(Field field) {
    return schema.getField(field.name()).schema();
  }

  private Object text(Field field, String text) {
    if (logicalTypes && field.type().equals("DATE")) {
      return (int) LocalDate.parse(text).toEpochDay();
    }
    if (logicalTypes && field.type().equals("TIME")) {
      return LocalTime.parse(text).toNanoOfDay() / 1000;
    }
    return text;
  }

  private static ByteBuffer decimal(BigDecimal value) {
    return ByteBuffer.wrap(value.setScale(9).unscaledValue().toByteArray());
  }

  private Object nested(Field field, JsonNode stored, Schema type) {
    if (field.repeated()) {
      var list = new ArrayList<Object>();
      if (stored != null) {
        for (var element : stored) {
          list.add(nested(field.element(), element, type.getElementType()));
        }
      }
      return list;
    }
    if (stored == null || stored.isNull()) {
      return null;
    }
    if (field.record()) {
      var recordType = notNull(type);
      var record = new GenericData.Record(recordType);
      for (var child : field.fields()) {
        record.put(
            child.name(),
            nested(child, stored.get(child.name()), recordType.getField(child.name()).schema()));
      }
      return record;
    }
    return scalar(field, stored);
  }

  private static Schema notNull(Schema type) {
    return type.getType() == Schema.Type.UNION ? type.getTypes().get(1) : type;
  }

  private Object scalar(Field field, JsonNode stored) {
    switch (field.type()) {
      case "INTEGER":
      case "TIMESTAMP":
        return stored.longValue();
      case "DATETIME":
        return Times.text(stored.longValue()).replace(' ', 'T');
      case "FLOAT":
        return stored.isNumber() ? stored.doubleValue() : Double.parseDouble(stored.asText());
      case "BOOLEAN":
        return stored.booleanValue();
      case "BYTES":
        return ByteBuffer.wrap(Base64.getDecoder().decode(stored.asText()));
      case "NUMERIC":
      case "BIGNUMERIC":
        return decimal(new BigDecimal(stored.asText()));
      default:
        return text(field, stored.asText());
    }
  }
}
