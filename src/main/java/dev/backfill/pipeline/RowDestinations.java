package dev.backfill.pipeline;

import com.google.api.services.bigquery.model.TableSchema;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.gcp.bigquery.DynamicDestinations;
import org.apache.beam.sdk.io.gcp.bigquery.TableDestination;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.ValueInSingleWindow;

/** Sends each row to the table it is keyed by. The tables stand already: no schema is given. */
final class RowDestinations extends DynamicDestinations<KV<String, byte[]>, String> {
  private static final long serialVersionUID = 1;
  private final Map<String, OutputTable> tables;

  RowDestinations(Map<String, OutputTable> tables) {
    this.tables = Map.copyOf(tables);
  }

  @Override
  public String getDestination(ValueInSingleWindow<KV<String, byte[]>> row) {
    return row.getValue().getKey();
  }

  @Override
  public Coder<String> getDestinationCoder() {
    return StringUtf8Coder.of();
  }

  @Override
  public TableDestination getTable(String table) {
    return tables.get(table).destination();
  }

  @Override
  public TableSchema getSchema(String table) {
    return null;
  }
}
