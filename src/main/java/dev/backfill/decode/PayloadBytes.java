package dev.backfill.decode;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * An inflated payload in a buffer that is used again, with the padding that {@link Cursor} needs.
 * The usual gzip, one member without extras whose end says how long it is, is inflated here; all
 * others by {@link Gunzip}, which has the last word and says what is wrong.
 */
final class PayloadBytes {
  // RFC 1952: magic, method, flags, time, extra flags, system; CRC-32 and length at the end.
  private static final int HEADER = 10;
  private static final int TRAILER = 8;

  private final WholeInflater inflater = new WholeInflater();
  private final CRC32 crc = new CRC32();

  byte[] bytes = new byte[0];
  int length;

  void read(byte[] payload) throws Undecodable {
    if (!usual(payload) || !inflate(payload)) {
      var inflated = Gunzip.inflate(payload);
      room(inflated.length);
      System.arraycopy(inflated, 0, bytes, 0, inflated.length);
      length = inflated.length;
    }
    Arrays.fill(bytes, length, length + Cursor.PADDING, (byte) 0);
  }

  private static boolean usual(byte[] payload) {
    return payload.length >= HEADER + TRAILER
        && payload[0] == 0x1f
        && payload[1] == (byte) 0x8b
        && payload[2] == 8
        && payload[3] == 0;
  }

  /** Whether the payload is one whole member and nothing else. */
  private boolean inflate(byte[] payload) {
    var size = number(payload, payload.length - 4);
    if (size > Gunzip.LIMIT) {
      return false;
    }
    room((int) size);
    if (!inflater.inflate(payload, HEADER, payload.length - TRAILER, bytes, (int) size)) {
      return false;
    }
    length = (int) size;
    crc.reset();
    crc.update(bytes, 0, length);
    return crc.getValue() == number(payload, payload.length - TRAILER);
  }

  private void room(int size) {
    if (bytes.length < size + WholeInflater.SLACK) {
      bytes = new byte[Math.max(2 * bytes.length, size + WholeInflater.SLACK)];
    }
  }

  private static long number(byte[] payload, int at) {
    return payload[at] & 0xffL
        | (payload[at + 1] & 0xffL) << 8
        | (payload[at + 2] & 0xffL) << 16
        | (payload[at + 3] & 0xffL) << 24;
  }
}
