package dev.backfill.decode;

import dev.backfill.decode.DecodeResult.Failure;
import dev.backfill.decode.DecodeResult.Row;
import dev.backfill.text.ErrorCode;

/**
 * Decodes payloads into rows: inflates them, and goes over the bytes once. Nothing is thrown; one
 * decoder serves one thread at a time, and uses its buffers again.
 */
public final class RowDecoder {
  private final PayloadBytes payload = new PayloadBytes();
  private final OnePass pass = new OnePass();

  /**
   * Decodes one payload.
   *
   * @param gzip the bytes of a ping's JSON, gzipped or not
   */
  public DecodeResult decode(RowPlan plan, byte[] gzip) {
    try {
      payload.read(gzip);
      return row(plan);
    } catch (Undecodable e) {
      return new Failure(e.type, e.getMessage(), e.offset);
    } catch (RuntimeException e) {
      // One payload must never end a job of a billion: whatever was not foreseen is its own error.
      return new Failure("Decode", ErrorCode.log("A payload could not be decoded.", e), -1);
    }
  }

  private Row row(RowPlan plan) throws Undecodable {
    try {
      var row = pass.row(plan, payload.bytes);
      return new Row(row.array, row.length, pass.coercions, true);
    } catch (NotPlain e) {
      var row = TreeDecoder.row(plan, payload.bytes, payload.length, pass.coercions);
      return new Row(row, row.length, pass.coercions, false);
    }
  }
}
