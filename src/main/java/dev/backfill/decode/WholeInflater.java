package dev.backfill.decode;

/**
 * Inflates deflate streams (RFC 1951) that are whole in memory and say how long they get: about
 * twice as fast as {@link java.util.zip.Inflater}, in the way of libdeflate. It refuses whatever is
 * broken or unusual without a word, such as a code that is not complete; who calls it must compare
 * the checksum, and have another inflater at hand.
 */
final class WholeInflater {
  /** How many bytes are needed behind the end: a match goes at most so far beyond it. */
  static final int SLACK = 304;

  private final DeflateBits in = new DeflateBits();
  private final DeflateCodes codes = new DeflateCodes();
  private int written;

  /** Whether the bytes between two places are a stream of exactly that size, then in the array. */
  boolean inflate(byte[] payload, int from, int to, byte[] out, int size) {
    in.start(payload, from, to);
    written = 0;
    boolean last;
    do {
      in.refill();
      last = in.take(1) == 1;
      var fine =
          switch (in.take(2)) {
            case 0 -> stored(out, size);
            case 1 -> codes.fix() && coded(out, size);
            case 2 -> codes.read(in) && coded(out, size);
            default -> false;
          };
      if (!fine) {
        return false;
      }
    } while (!last);
    return in.isSpent() && written == size;
  }

  private boolean stored(byte[] out, int size) {
    in.align();
    if (in.isPast()) {
      return false;
    }
    in.refill();
    var length = in.take(16);
    var complement = in.take(16);
    in.align();
    if (length != (~complement & 0xffff) || length > in.end - in.at || length > size - written) {
      return false;
    }
    System.arraycopy(in.bytes, in.at, out, written, length);
    in.at += length;
    written += length;
    return true;
  }

  /**
   * Inflates a block with codes. The next entry is always looked up before the bits are refilled,
   * and before a match is copied, so that the one does not wait for the other; the counts of bits
   * are right in their lowest six bits only, which are all that shifts look at.
   */
  private boolean coded(byte[] out, int size) {
    var bytes = in.bytes;
    var limit = in.limit();
    var table = codes.literals.table;
    var mask = codes.literals.mask;
    var distances = codes.distances.table;
    var distanceMask = codes.distances.mask;
    in.refill();
    var bits = in.bits;
    var count = in.count;
    var p = in.at;
    var q = written;
    var entry = table[(int) bits & mask];
    while (p <= limit && q <= size) {
      bits |= Bytes.word(bytes, p) << count;
      p += (63 - count & 63) >>> 3;
      count |= 56;
      // Up to three literals, of 11 bits each at most: that leaves 23.
      if (entry < 0) {
        out[q++] = (byte) (entry >> 16);
        bits >>>= entry;
        count -= entry;
        entry = table[(int) bits & mask];
        if (entry < 0) {
          out[q++] = (byte) (entry >> 16);
          bits >>>= entry;
          count -= entry;
          entry = table[(int) bits & mask];
          if (entry < 0) {
            out[q++] = (byte) (entry >> 16);
            bits >>>= entry;
            count -= entry;
            entry = table[(int) bits & mask];
            continue;
          }
        }
      }
      if ((entry & DeflateCode.SPECIAL) != 0) {
        if ((entry & DeflateCode.END) == 0) {
          bits >>>= entry;
          count -= entry;
          entry = table[second(entry, bits)];
          if (entry < 0) {
            out[q++] = (byte) (entry >> 16);
            bits >>>= entry;
            count -= entry;
            entry = table[(int) bits & mask];
            continue;
          }
        }
        if ((entry & DeflateCode.END) != 0) {
          in.bits = bits >>> entry;
          in.count = count - entry & 63;
          in.at = p;
          written = q;
          return true;
        }
      }
      var length = value(entry, bits);
      bits >>>= entry;
      count -= entry;
      entry = distances[(int) bits & distanceMask];
      // A distance takes up to 28 bits, and the next entry's place up to 11.
      if ((count & 63) < 39) {
        bits |= Bytes.word(bytes, p) << count;
        p += (63 - count & 63) >>> 3;
        count |= 56;
      }
      if ((entry & DeflateCode.SPECIAL) != 0) {
        bits >>>= entry;
        count -= entry;
        entry = distances[second(entry, bits)];
      }
      var distance = value(entry, bits);
      bits >>>= entry;
      count -= entry;
      entry = table[(int) bits & mask];
      if ((length - 1 | distance - 1 | q - distance) < 0) {
        return false;
      }
      copy(out, q, distance, length);
      q += length;
    }
    return false;
  }

  /** Where in the second table the entry for the next bits is. */
  private static int second(int entry, long bits) {
    return (entry >>> 16) + ((int) bits & (1 << (entry >>> 8 & 0xf)) - 1);
  }

  /** An entry's value, with its extra bits. */
  private static int value(int entry, long bits) {
    return (entry >>> 16) + (int) ((bits & ~(-1L << entry)) >>> (entry >>> 8));
  }

  /** Copies a match from before; up to 31 bytes more than its length are overwritten. */
  private static void copy(byte[] out, int at, int distance, int length) {
    var q = at;
    var from = at - distance;
    var to = at + length;
    if (distance < 8) {
      do {
        out[q++] = out[from++];
      } while (q < to);
      return;
    }
    do {
      Bytes.word(out, q, Bytes.word(out, from));
      Bytes.word(out, q + 8, Bytes.word(out, from + 8));
      q += 16;
      from += 16;
    } while (q < to);
  }
}
