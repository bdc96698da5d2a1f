package dev.backfill.decode;

import java.util.Arrays;

/**
 * The bits of a deflate stream, the lowest of each byte first. Zeros follow the last byte; whoever
 * reads in a loop must look at {@link #isPast}.
 */
final class DeflateBits {
  // A refill takes a word, and a loop that ends beyond the last byte has begun two at most.
  private static final int PADDING = 32;
  private static final int TOLERATED = 8;

  byte[] bytes = new byte[1 << 14];

  /** How many bytes there are. */
  int end;

  /** Where the next refill begins. */
  int at;

  /** The next bits, and how many of them count; more may stand above, as they will come. */
  long bits;

  int count;

  void start(byte[] payload, int from, int to) {
    end = to - from;
    if (bytes.length < end + PADDING) {
      bytes = new byte[2 * end + PADDING];
    }
    System.arraycopy(payload, from, bytes, 0, end);
    Arrays.fill(bytes, end, end + PADDING, (byte) 0);
    at = 0;
    bits = 0;
    count = 0;
  }

  /** Where reading must have ended: beyond, there are zeros only. */
  int limit() {
    return end + TOLERATED;
  }

  boolean isPast() {
    return at > limit();
  }

  /** Whether all bytes were taken, and all bits but those of the last byte. */
  boolean isSpent() {
    return at - (count >>> 3) == end;
  }

  /** Makes 56 bits count, or more. */
  void refill() {
    bits |= Bytes.word(bytes, Math.min(at, limit())) << count;
    at += 63 - count >>> 3;
    count |= 56;
  }

  int take(int n) {
    var taken = (int) bits & (1 << n) - 1;
    bits >>>= n;
    count -= n;
    return taken;
  }

  /** Goes on with the next whole byte. */
  void align() {
    at -= count >>> 3;
    bits = 0;
    count = 0;
  }
}
