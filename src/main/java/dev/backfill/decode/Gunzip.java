package dev.backfill.decode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Inflates payloads. Members follow each other; what follows the last one is ignored. */
final class Gunzip {
  /** More inflated bytes than this are refused, as the loaders of live tables do. */
  static final int LIMIT = 10_000_000;

  private Gunzip() {}

  /** The inflated payload; one that is not gzip is returned as it is. */
  static byte[] inflate(byte[] payload) throws Undecodable {
    var bytes = isGzip(payload) ? inflated(payload) : payload;
    if (bytes.length > LIMIT) {
      throw new Undecodable(
          Undecodable.TOO_LARGE, "The payload has more than " + LIMIT + " bytes.", -1);
    }
    return bytes;
  }

  private static boolean isGzip(byte[] payload) {
    return payload.length >= 2 && payload[0] == 0x1f && payload[1] == (byte) 0x8b;
  }

  private static byte[] inflated(byte[] payload) throws Undecodable {
    var out = new ByteArrayOutputStream(payload.length * 4);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(payload), 8192)) {
      var buffer = new byte[8192];
      for (var n = in.read(buffer); n >= 0 && out.size() <= LIMIT; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new Undecodable(
          Undecodable.PARSE, "The payload is not a whole gzip: " + e.getMessage(), out.size());
    }
    return out.toByteArray();
  }
}
