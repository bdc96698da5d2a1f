package dev.backfill.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.google.api.services.bigquery.model.TableRow;
import java.io.IOException;

/**
 * Rows whose JSON is there already, as BigQueryIO's file loads take them. The row has one entry:
 * its first column, whose value is all the rest of the JSON. Jackson, which prints rows into load
 * files, then writes the JSON as it came, and nothing is parsed. The row can be printed and nothing
 * else.
 *
 * <p>Limit: a first column named {@code f} is a field of TableRow's own and would not fit.
 */
final class ReadyRow {
  private static final String KEY_END = "\":";

  /** Longer rows may leave no buffer behind: 4 MB a thread are enough. */
  private static final int LONGEST = 1 << 20;

  private ReadyRow() {}

  /** A row of compact JSON, whose first name holds no quote, as no column's does. */
  static TableRow of(String text) {
    var row = new TableRow();
    var end = text.indexOf(KEY_END);
    if (end > 0) {
      row.set(text.substring("{\"".length(), end), new Rest(text, end + KEY_END.length()));
    }
    return row;
  }

  /** All of a row's text from a place on, but for the last brace. */
  private record Rest(String text, int from) implements JsonSerializable {
    @Override
    public void serialize(JsonGenerator out, SerializerProvider serializers) throws IOException {
      var length = text.length() - 1 - from;
      if (out.getOutputTarget() instanceof SegmentedStringWriter target) {
        makeRoom(target.bufferRecycler());
        // The empty value makes the generator write the colon.
        out.writeRawValue("");
        out.flush();
        target.write(text, from, length);
      } else {
        out.writeRawValue(text, from, length);
      }
    }

    /**
     * Lets the writer find one buffer for the whole row among those that its thread uses again:
     * else it makes ever larger ones, and a text of them all, for each row.
     */
    private void makeRoom(BufferRecycler buffers) {
      if (text.length() < LONGEST) {
        var room = Integer.highestOneBit(text.length()) * 2;
        var buffer = buffers.allocCharBuffer(BufferRecycler.CHAR_TEXT_BUFFER, room);
        buffers.releaseCharBuffer(BufferRecycler.CHAR_TEXT_BUFFER, buffer);
      }
    }

    @Override
    public void serializeWithType(
        JsonGenerator out, SerializerProvider serializers, TypeSerializer type) throws IOException {
      serialize(out, serializers);
    }
  }
}
