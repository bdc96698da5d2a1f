package dev.backfill.decode;

/** Looks at eight bytes of JSON text at once. */
final class EightBytes {
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;

  private static final long ZEROS = '0' * ONES;

  /** What makes a byte's top bit of any value above nine. */
  private static final long ABOVE_NINE = (0x80 - 10) * ONES;

  /** Times the lowest bits of eight bytes: all of them in the topmost byte. */
  private static final long GATHER = 0x0102040810204080L;

  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final int LONGEST_PACKED = 7;
  private static final long MIXED = 0x7FL << 56;

  private EightBytes() {}

  /**
   * Marks the bytes that end a plain run: quotes, backslashes, control characters and those of
   * characters beyond ASCII. Only the first mark is sure.
   */
  static long special(long word) {
    var quote = word ^ QUOTES;
    var backslash = word ^ BACKSLASHES;
    return ((quote - ONES) & ~quote
            | (backslash - ONES) & ~backslash
            | (word - SPACES) & ~word
            | word)
        & TOPS;
  }

  /** Marks the bytes that are no decimal digit, the first in the lowest of eight bits. */
  static int nonDigits(long word) {
    return (int) ((notDigit(word) >>> 7) * GATHER >>> 56);
  }

  private static long notDigit(long word) {
    var value = word ^ ZEROS;
    return ((value & ~TOPS) + ABOVE_NINE | value) & TOPS;
  }

  /** How many of the bytes, from the first on, are decimal digits. */
  static int digits(long word) {
    return first(notDigit(word));
  }

  /** The number that the first one to eight bytes are the digits of. */
  static long number(long word, int digits) {
    // The digits as the last of eight, zeros before; then pairs, fours and eights are added up.
    var ones = (word ^ ZEROS) << 64 - 8 * digits;
    var pairs = ones * 10 + (ones >>> 8) & 0x00FF00FF00FF00FFL;
    var fours = pairs * 100 + (pairs >>> 16) & 0x0000FFFF0000FFFFL;
    return fours * 10_000 + (fours >>> 32) & 0xFFFFFFFFL;
  }

  /** The index of the first marked byte. */
  static int first(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  /**
   * A key as a number: one of up to seven bytes is packed, so that no other has its number and
   * decimal integers keep their order; a longer one is hashed into 56 bits, and comes after. At
   * least eight bytes must be readable from each place on.
   */
  static long hash(byte[] array, int from, int to) {
    var hash = 0L;
    var p = from;
    for (; p + 8 <= to; p += 8) {
      hash = mix(hash, Bytes.word(array, p));
    }
    return ended(hash, array, from, to);
  }

  /** {@link #hash} of a key whose whole words were mixed, one after the other, from 0 on. */
  static long ended(long hash, byte[] array, int from, int to) {
    var length = to - from;
    if (length <= LONGEST_PACKED) {
      return packed(Bytes.word(array, from), length);
    }
    // The last eight bytes once more, whole: cheaper than to mask what lies beyond the end.
    return mix(hash ^ length, Bytes.word(array, to - 8)) >>> 8 | MIXED;
  }

  /** The number of a key of up to seven bytes, which are the first of the word. */
  static long packed(long word, int length) {
    return Long.reverseBytes(word) >>> 1 >>> (63 - 8 * length) | (long) length << 56;
  }

  /** Whether a key's number says all about it. */
  static boolean isPacked(long hash) {
    return hash >>> 56 <= LONGEST_PACKED;
  }

  /** Mixes a word of a key into what the words before it gave. */
  static long mix(long hash, long word) {
    var y = (hash ^ word) * MIX;
    return y ^ y >>> 29;
  }
}
