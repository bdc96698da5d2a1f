package dev.backfill.decode;

import java.util.Arrays;

/** The codes of one of deflate's blocks: for literals and lengths, and for distances. */
final class DeflateCodes {
  private static final int MOST_LITERALS = 286;
  private static final int MOST_DISTANCES = 30;

  // The order in which the lengths of the code for lengths come (RFC 1951, 3.2.7).
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  final DeflateCode literals = new DeflateCode(literals(), 11, 2342);
  final DeflateCode distances = new DeflateCode(distances(), 8, 402);
  private final DeflateCode lengthCode = new DeflateCode(plain(ORDER.length), 7, 128);
  private final byte[] lengths = new byte[320 + 8];

  /** Sets the fixed codes. */
  boolean fix() {
    Arrays.fill(lengths, 0, 144, (byte) 8);
    Arrays.fill(lengths, 144, 256, (byte) 9);
    Arrays.fill(lengths, 256, 280, (byte) 7);
    Arrays.fill(lengths, 280, 288, (byte) 8);
    Arrays.fill(lengths, 288, 320, (byte) 5);
    return literals.build(lengths, 0, 288) && distances.build(lengths, 288, 32);
  }

  /** Reads the codes that a block brings; false when they are broken, or not complete. */
  boolean read(DeflateBits in) {
    var literalCount = in.take(5) + 257;
    var distanceCount = in.take(5) + 1;
    return literalCount <= MOST_LITERALS
        && distanceCount <= MOST_DISTANCES
        && readLengthCode(in, in.take(4) + 4)
        && readLengths(in, literalCount + distanceCount)
        && literals.build(lengths, 0, literalCount)
        && distances.build(lengths, literalCount, distanceCount);
  }

  private boolean readLengthCode(DeflateBits in, int count) {
    Arrays.fill(lengths, 0, ORDER.length, (byte) 0);
    for (var i = 0; i < count; i++) {
      if (i % 16 == 0) {
        in.refill();
      }
      lengths[ORDER[i]] = (byte) in.take(3);
    }
    return lengthCode.build(lengths, 0, ORDER.length);
  }

  private boolean readLengths(DeflateBits in, int total) {
    var table = lengthCode.table;
    var i = 0;
    while (i < total) {
      in.refill();
      var entry = table[(int) in.bits & lengthCode.mask];
      in.take(entry & 7);
      var symbol = entry >>> 16;
      if (symbol < 16) {
        lengths[i++] = (byte) symbol;
        continue;
      }
      if (symbol == 16 && i == 0 || in.isPast()) {
        return false;
      }
      var value = symbol == 16 ? lengths[i - 1] : 0;
      var times =
          switch (symbol) {
            case 16 -> 3 + in.take(2);
            case 17 -> 3 + in.take(3);
            default -> 11 + in.take(7);
          };
      if (times > total - i) {
        return false;
      }
      Arrays.fill(lengths, i, i + times, value);
      i += times;
    }
    return true;
  }

  private static int[] plain(int count) {
    var symbols = new int[count];
    Arrays.setAll(symbols, i -> i << 16);
    return symbols;
  }

  /** Literals, the end, and lengths of 3 to 258; the last two mean nothing, and have length 0. */
  private static int[] literals() {
    var symbols = new int[288];
    for (var i = 0; i < 256; i++) {
      symbols[i] = DeflateCode.LITERAL | i << 16;
    }
    symbols[256] = DeflateCode.SPECIAL | DeflateCode.END;
    var base = 3;
    for (var i = 0; i < 28; i++) {
      var extra = i < 8 ? 0 : i / 4 - 1;
      symbols[257 + i] = base << 16 | extra;
      base += 1 << extra;
    }
    symbols[285] = 258 << 16;
    return symbols;
  }

  /** Distances of 1 to 32,768; the last two mean nothing, and are 0. */
  private static int[] distances() {
    var symbols = new int[32];
    var base = 1;
    for (var i = 0; i < MOST_DISTANCES; i++) {
      var extra = i < 4 ? 0 : i / 2 - 1;
      symbols[i] = base << 16 | extra;
      base += 1 << extra;
    }
    return symbols;
  }
}
