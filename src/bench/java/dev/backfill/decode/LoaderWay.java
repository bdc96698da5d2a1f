package dev.backfill.decode;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableRow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryHelpers;
import org.apache.beam.sdk.io.gcp.bigquery.TableRowJsonCoder;
import org.apache.commons.text.StringSubstitutor;

/**
 * The way of a staged record to the bytes of the load file as the loaders of live tables go it: its
 * columns become attributes; the payload is inflated, compressed anew for the shuffle and inflated
 * again; the table follows from the attributes by a template; the JSON is made a tree, rewritten by
 * the schema, made a table row, and printed by BigQueryIO. The tree is {@link PlainTree}.
 */
final class LoaderWay {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TABLE =
      "project-one:${document_namespace}_stable.${document_type}_v${document_version}";

  private final Schema schema;
  private final boolean compressesAnew;
  private final Coercions coercions = new Coercions();

  /** The table of the last record. */
  TableReference table;

  /**
   * A way.
   *
   * @param compressesAnew whether the payload is compressed and inflated a second time
   */
  LoaderWay(Schema schema, boolean compressesAnew) {
    this.schema = schema;
    this.compressesAnew = compressesAnew;
  }

  @SuppressWarnings("deprecation")
  void write(GenericRecord record, OutputStream file) throws IOException, Undecodable {
    var attributes = new HashMap<String, String>();
    for (var field : record.getSchema().getFields()) {
      attribute(record, field, attributes);
    }
    var json = Gunzip.inflate(payload(record));
    if (compressesAnew) {
      json = Gunzip.inflate(Inputs.gzipped(json));
    }
    table = BigQueryHelpers.parseTableSpec(destination(attributes));
    var tree = PlainTree.tree(schema, false, json, coercions);
    var row = JSON.convertValue(tree, TableRow.class);
    TableRowJsonCoder.of().encode(row, file, Coder.Context.OUTER);
    file.write('\n');
  }

  private static void attribute(GenericRecord record, Field field, Map<String, String> attributes) {
    var value = record.get(field.pos());
    if (value instanceof Long micros) {
      attributes.put(field.name(), Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString());
    } else if (value instanceof CharSequence text) {
      attributes.put(field.name(), text.toString());
    } else if (value instanceof GenericRecord metadata) {
      for (var said : metadata.getSchema().getFields()) {
        attribute(metadata, said, attributes);
      }
    }
  }

  private static byte[] payload(GenericRecord record) {
    var buffer = ((ByteBuffer) record.get("payload")).duplicate();
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static String destination(Map<String, String> attributes) {
    var names = new HashMap<>(attributes);
    for (var name : new String[] {"document_namespace", "document_type"}) {
      names.computeIfPresent(name, (n, value) -> PlainNames.snakeCase(value));
    }
    names.replaceAll((name, value) -> value.replace('-', '_'));
    return StringSubstitutor.replace(TABLE, names);
  }
}
