package dev.backfill.decode;

import java.util.Arrays;

/**
 * One of deflate's prefix codes (RFC 1951, 3.2) as a table, in which the next bits are looked up.
 * An entry holds its symbol's value in the upper half, the length of the code in bits 8 to 11, and
 * in the lowest six bits how many bits the code takes with its extra ones. The rest of a code that
 * is longer than the table is wide is looked up in a second table, behind the first.
 */
final class DeflateCode {
  /** Marks the entry of a literal, which so is negative. */
  static final int LITERAL = 1 << 31;

  /** Marks an entry without a value: the end of a block, or where a second table begins. */
  static final int SPECIAL = 1 << 15;

  /** Marks the end of a block. */
  static final int END = 1 << 14;

  private static final int LONGEST = 15;

  final int[] table;

  /** What of the next bits is looked up first, and how many bits that are. */
  int mask;

  int width;

  private final int[] symbols;
  private final int widest;
  private final short[] found;
  private final short[] sorted;

  /** How many symbols have codes. */
  private int used;

  private final int[] counts = new int[LONGEST + 1];
  private final int[] places = new int[LONGEST + 2];

  /**
   * A code that is not built yet.
   *
   * @param symbols the entries of all symbols, without the lengths of their codes
   * @param widest how many bits are looked up at once, at most
   * @param size how many entries both tables have at most, as zlib's {@code enough} counts them
   */
  DeflateCode(int[] symbols, int widest, int size) {
    this.symbols = symbols;
    this.widest = widest;
    table = new int[size];
    found = new short[symbols.length + 1];
    sorted = new short[symbols.length];
  }

  /**
   * Builds the table for codes of these lengths, after which eight bytes can be read; false when
   * they make no complete code.
   */
  boolean build(byte[] lengths, int from, int count) {
    if (!sort(lengths, from, count)) {
      return false;
    }
    var longest = LONGEST;
    while (counts[longest] == 0) {
      longest--;
    }
    width = Math.min(widest, longest);
    mask = (1 << width) - 1;
    var next = 0;
    var code = 0;
    // The table is filled for one length after the other, and doubled in between.
    for (var length = 1; length <= width; length++) {
      var end = 1 << length;
      for (var n = counts[length]; n > 0; n--) {
        table[code] = entry(sorted[next++], length);
        code = after(code, end - 1);
      }
      if (length < width) {
        System.arraycopy(table, 0, table, end, end);
      }
    }
    return next == used || buildSecond(next, code);
  }

  private boolean buildSecond(int first, int firstCode) {
    var next = first;
    var code = firstCode;
    var prefix = -1;
    var start = 0;
    var end = 1 << width;
    for (var length = width + 1; length <= LONGEST; length++) {
      for (var n = counts[length]; n > 0; n--) {
        if ((code & mask) != prefix) {
          prefix = code & mask;
          start = end;
          var bits = secondWidth(length, n);
          end += 1 << bits;
          if (end > table.length) {
            return false;
          }
          table[prefix] = start << 16 | SPECIAL | bits << 8 | width;
        }
        var entry = entry(sorted[next++], length - width);
        for (var i = start + (code >>> width); i < end; i += 1 << length - width) {
          table[i] = entry;
        }
        code = after(code, (1 << length) - 1);
      }
    }
    return next == used;
  }

  /** How wide the second table is whose first code has a length, of which so many are to come. */
  private int secondWidth(int length, int left) {
    var bits = length - width;
    for (var space = (1 << bits) - left; space > 0; ) {
      bits++;
      space = (space << 1) - counts[width + bits];
    }
    return bits;
  }

  /** The code after another of the same length, whose last bit is the highest. */
  private static int after(int code, int ones) {
    if (code == ones) {
      return code;
    }
    var bit = Integer.highestOneBit(code ^ ones);
    return code & bit - 1 | bit;
  }

  private int entry(int symbol, int length) {
    return symbols[symbol] + (length << 8) + length;
  }

  /** Sorts the symbols that have codes by length; false when they make no complete code. */
  private boolean sort(byte[] lengths, int from, int count) {
    find(lengths, from, count);
    var left = 1;
    places[1] = 0;
    for (var length = 1; length <= LONGEST; length++) {
      left = (left << 1) - counts[length];
      if (left < 0) {
        return false;
      }
      places[length + 1] = places[length] + counts[length];
    }
    for (var i = 0; i < used; i++) {
      var symbol = found[i];
      sorted[places[lengths[from + symbol]]++] = symbol;
    }
    return left == 0;
  }

  /**
   * Finds the symbols that have codes, and counts their lengths. Small documents use a quarter of
   * all, in clusters: eight at once are passed over.
   */
  private void find(byte[] lengths, int from, int count) {
    Arrays.fill(counts, 0);
    used = 0;
    for (var first = 0; first < count; first += 8) {
      if (Bytes.word(lengths, from + first) == 0) {
        continue;
      }
      for (var i = first; i < Math.min(first + 8, count); i++) {
        var length = lengths[from + i];
        counts[length]++;
        found[used] = (short) i;
        used += length == 0 ? 0 : 1;
      }
    }
  }
}
