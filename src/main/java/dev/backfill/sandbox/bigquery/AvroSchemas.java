package dev.backfill.sandbox.bigquery;

import dev.backfill.sandbox.bigquery.schema.Field;
import dev.backfill.sandbox.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The Avro schema that an extract of a table has, and the table schema of an Avro file. */
final class AvroSchemas {
  private AvroSchemas() {}

  static Schema of(List<Field> fields, boolean logicalTypes) {
    return record("Root", null, fields, logicalTypes);
  }

  /** The schema of rows that the Storage Read API sends: DATE and TIME are numbers there. */
  static Schema read(List<Field> fields) {
    return record("__root__", null, fields, true);
  }

  private static Schema record(
      String name, String namespace, List<Field> fields, boolean logicalTypes) {
    var children = new ArrayList<Schema.Field>();
    var inner = namespace == null ? "root" : namespace + "." + name.toLowerCase(Locale.ROOT);
    for (var field : fields) {
      children.add(new Schema.Field(field.name(), type(field, inner, logicalTypes), null, null));
    }
    return Schema.createRecord(name, null, namespace, false, children);
  }

  private static Schema type(Field field, String namespace, boolean logicalTypes) {
    var type = value(field, namespace, logicalTypes);
    if (field.repeated()) {
      return Schema.createArray(type);
    }
    return field.required() ? type : Schema.createUnion(Schema.create(Schema.Type.NULL), type);
  }

  private static Schema value(Field field, String namespace, boolean logicalTypes) {
    switch (field.type()) {
      case "INTEGER":
        return Schema.create(Schema.Type.LONG);
      case "FLOAT":
        return Schema.create(Schema.Type.DOUBLE);
      case "BOOLEAN":
        return Schema.create(Schema.Type.BOOLEAN);
      case "BYTES":
        return Schema.create(Schema.Type.BYTES);
      case "TIMESTAMP":
        return LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case "DATE":
        return logicalTypes
            ? LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT))
            : text(field.type());
      case "TIME":
        return logicalTypes
            ? LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG))
            : text(field.type());
      case "NUMERIC":
      case "BIGNUMERIC":
        return LogicalTypes.decimal(38, 9).addToSchema(Schema.create(Schema.Type.BYTES));
      case "RECORD":
        return record(field.name(), namespace, field.fields(), logicalTypes);
      case "STRING":
        return Schema.create(Schema.Type.STRING);
      default:
        return text(field.type());
    }
  }

  private static Schema text(String sqlType) {
    var schema = Schema.create(Schema.Type.STRING);
    schema.addProp("sqlType", sqlType);
    return schema;
  }

  /** The table schema that a load without a schema takes from the file. */
  static List<Field> fields(Schema record, boolean logicalTypes) {
    var fields = new ArrayList<Field>();
    for (var field : record.getFields()) {
      fields.add(field(field.name(), field.schema(), logicalTypes, "REQUIRED"));
    }
    return fields;
  }

  private static Field field(String name, Schema schema, boolean logicalTypes, String mode) {
    switch (schema.getType()) {
      case UNION:
        for (var branch : schema.getTypes()) {
          if (branch.getType() != Schema.Type.NULL) {
            return field(name, branch, logicalTypes, "NULLABLE");
          }
        }
        throw ApiException.invalid("Avro field " + name + " is always null.");
      case ARRAY:
        return field(name, schema.getElementType(), logicalTypes, "REPEATED");
      case RECORD:
        return new Field(name, "RECORD", mode, fields(schema, logicalTypes));
      default:
        var logical = logicalTypes ? schema.getLogicalType() : null;
        var type = logical == null ? plain(schema) : logical(logical.getName(), schema);
        return new Field(name, type, mode, List.of());
    }
  }

  private static String logical(String name, Schema schema) {
    switch (name) {
      case "timestamp-micros":
      case "timestamp-millis":
        return "TIMESTAMP";
      case "date":
        return "DATE";
      case "time-micros":
      case "time-millis":
        return "TIME";
      case "decimal":
        return "NUMERIC";
      default:
        return plain(schema);
    }
  }

  private static String plain(Schema schema) {
    switch (schema.getType()) {
      case INT:
      case LONG:
        return "INTEGER";
      case FLOAT:
      case DOUBLE:
        return "FLOAT";
      case BOOLEAN:
        return "BOOLEAN";
      case BYTES:
      case FIXED:
        return "BYTES";
      case STRING:
      case ENUM:
        return "STRING";
      default:
        throw ApiException.unsupported("The Avro type " + schema.getType());
    }
  }
}
