package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/** Turns Avro records into the JSON rows that {@link RowAppender} takes. */
final class AvroRows {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AvroRows() {}

  static JsonNode row(GenericRecord record) {
    return node(record, record.getSchema());
  }

  private static JsonNode node(Object value, Schema declared) {
    if (value == null) {
      return NODES.nullNode();
    }
    var schema = branch(value, declared);
    var logical = schema.getLogicalType();
    if (value instanceof IndexedRecord) {
      var object = NODES.objectNode();
      for (var field : schema.getFields()) {
        object.set(field.name(), node(((IndexedRecord) value).get(field.pos()), field.schema()));
      }
      return object;
    }
    if (value instanceof Iterable) {
      var array = NODES.arrayNode();
      for (var element : (Iterable<?>) value) {
        array.add(node(element, schema.getElementType()));
      }
      return array;
    }
    if (value instanceof Integer || value instanceof Long) {
      return number(((Number) value).longValue(), logical == null ? "" : logical.getName());
    }
    if (value instanceof Number) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number)
          ? NODES.numberNode(number)
          : NODES.textNode(Double.toString(number));
    }
    if (value instanceof Boolean) {
      return NODES.booleanNode((Boolean) value);
    }
    if (value instanceof ByteBuffer || value instanceof GenericFixed) {
      return bytes(value, logical);
    }
    return NODES.textNode(value.toString());
  }

  private static Schema branch(Object value, Schema declared) {
    if (declared.getType() != Schema.Type.UNION) {
      return declared;
    }
    return declared
        .getTypes()
        .get(org.apache.avro.generic.GenericData.get().resolveUnion(declared, value));
  }

  private static JsonNode number(long value, String logical) {
    switch (logical) {
      case "timestamp-micros":
        return NODES.textNode(Times.text(value));
      case "timestamp-millis":
        return NODES.textNode(Times.text(Math.multiplyExact(value, 1000)));
      case "date":
        return NODES.textNode(LocalDate.ofEpochDay(value).toString());
      case "time-micros":
        return NODES.textNode(LocalTime.ofNanoOfDay(value * 1000).toString());
      default:
        return NODES.numberNode(value);
    }
  }

  private static JsonNode bytes(Object value, org.apache.avro.LogicalType logical) {
    var bytes =
        value instanceof GenericFixed ? ((GenericFixed) value).bytes() : array((ByteBuffer) value);
    if (logical instanceof LogicalTypes.Decimal) {
      int scale = ((LogicalTypes.Decimal) logical).getScale();
      return NODES.textNode(new BigDecimal(new BigInteger(bytes), scale).toPlainString());
    }
    return NODES.textNode(Base64.getEncoder().encodeToString(bytes));
  }

  private static byte[] array(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
