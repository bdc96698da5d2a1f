package dev.backfill.pipeline;

import com.fasterxml.jackson.databind.util.RawValue;
import com.google.api.services.bigquery.model.TableRow;
import java.nio.charset.StandardCharsets;

/**
 * Rows whose JSON is there already, as BigQueryIO's file loads take them. The row has one entry:
 * its first column, whose value is raw text, all the rest of the JSON. Jackson, which prints rows
 * into load files, then writes the JSON as it came, and nothing is parsed. The row can be printed
 * and nothing else.
 *
 * <p>Limit: a first column named {@code f} is a field of TableRow's own and would not fit.
 */
final class ReadyRow {
  private static final String KEY_END = "\":";

  private ReadyRow() {}

  /** A row of compact JSON in UTF-8, whose first name holds no quote, as no column's does. */
  static TableRow of(byte[] json) {
    var text = new String(json, StandardCharsets.UTF_8);
    var row = new TableRow();
    var end = text.indexOf(KEY_END);
    if (end > 0) {
      var rest = text.substring(end + KEY_END.length(), text.length() - 1);
      row.set(text.substring("{\"".length(), end), new RawValue(rest));
    }
    return row;
  }
}
