package dev.backfill.decode;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.api.services.bigquery.model.TableRow;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.gcp.bigquery.TableRowJsonCoder;

/**
 * The way of a payload to the bytes of the load file as the loaders of live tables go it: inflated,
 * compressed anew for the shuffle, inflated again, made a tree, rewritten by the schema, made a
 * table row, and printed by BigQueryIO. The tree is {@link PlainTree}.
 */
final class LoaderWay {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Schema schema;
  private final boolean compressesAnew;
  private final Coercions coercions = new Coercions();

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
  void write(byte[] gzip, OutputStream file) throws IOException, Undecodable {
    var json = Gunzip.inflate(gzip);
    if (compressesAnew) {
      json = Gunzip.inflate(Inputs.gzipped(json));
    }
    var tree = PlainTree.tree(schema, false, json, coercions);
    var row = JSON.convertValue(tree, TableRow.class);
    TableRowJsonCoder.of().encode(row, file, Coder.Context.OUTER);
    file.write('\n');
  }
}
