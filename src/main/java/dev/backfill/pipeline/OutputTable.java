package dev.backfill.pipeline;

import com.google.api.services.bigquery.model.Clustering;
import com.google.api.services.bigquery.model.TimePartitioning;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.io.gcp.bigquery.TableDestination;

/**
 * A table that rows may go to, with the partitioning and clustering that its load must name.
 *
 * @param partitioning HOUR, DAY, MONTH or YEAR; empty when not partitioned
 * @param field the partitioning column; empty for load time
 * @param clustering columns with commas between; empty for none
 */
public record OutputTable(String table, String partitioning, String field, String clustering)
    implements Serializable {

  /** Reads what {@link #option} wrote. */
  static OutputTable parse(String option) {
    var parts = option.split("\\|", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "Not an output: '" + option + "'. Write table|partition type|field|clustering.");
    }
    return new OutputTable(parts[0], parts[1], parts[2], parts[3]);
  }

  /** The table as one pipeline option. */
  public String option() {
    return String.join("|", table, partitioning, field, clustering.replace(',', ';'));
  }

  TableDestination destination() {
    var time =
        partitioning.isEmpty()
            ? null
            : new TimePartitioning().setType(partitioning).setField(field.isEmpty() ? null : field);
    if (clustering.isEmpty()) {
      return new TableDestination(table, null, time);
    }
    var fields = new Clustering().setFields(List.of(clustering.split("[,;]")));
    return new TableDestination(table, null, time, fields);
  }
}
