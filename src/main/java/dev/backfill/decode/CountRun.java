package dev.backfill.decode;

/**
 * Copies runs of what histograms consist of, members like {@code "12":345,} with ascending decimal
 * keys of up to seven digits and counts of up to eight, without white space. Most bytes of most
 * pings are such members; all others are left to {@link CanonicalText}.
 */
final class CountRun {
  private static final int LONGEST_KEY = 7;
  private static final int LONGEST_COUNT = 8;

  /** A count of so many digits is in one word with the colon before it and the comma behind. */
  private static final int SHORT = 4;

  /** How many bytes are looked at together. */
  private static final int BLOCK = 64;

  // A member has six bytes at least, and two more when it is quoted.
  private static final int ROOM = 2 * BLOCK;

  // As they stand in the array, the first byte lowest: a key's closing quote and its colon, as they
  // are and within a string's text; what comes before the next key; and a quote within a text.
  private static final short COLON = '"' | ':' << 8;
  private static final long ESCAPED_COLON = '\\' | COLON << 8;
  private static final short COMMA = ',' | '"' << 8;
  private static final short ESCAPED_QUOTE = '\\' | '"' << 8;

  private final Cursor in;
  private final KeySet keys;

  /** Whether the last run went to the object's end and took its brace. */
  boolean ended;

  CountRun(Cursor in, KeySet keys) {
    this.in = in;
    this.keys = keys;
  }

  /**
   * Copies members as long as they are such; the first key's quote was taken, and so will be that
   * of the key after the run.
   *
   * <p>The bytes of a block that are no digits, marked all at once, say where the members' parts
   * end: to look for one end after the other takes longer, for where they are cannot be guessed,
   * and each must be known before the next.
   *
   * @param before the number of the key before, or -1
   * @return the number of the run's last key, or of the key before
   */
  long copy(Bytes out, boolean quoted, long before) {
    ended = false;
    var bytes = in.bytes;
    var p = in.at;
    var last = before;
    for (var base = -1; base < p; ) {
      base = p;
      out.need(ROOM);
      var array = out.array;
      var q = out.length;
      var marks = marks(bytes, base);
      while (true) {
        var quote = base + Long.numberOfTrailingZeros(marks);
        marks &= marks - 1;
        marks &= marks - 1;
        var end = base + Long.numberOfTrailingZeros(marks);
        marks &= marks - 1;
        if (marks == 0) {
          break;
        }
        // The key and what follows it; and from the quote behind it on, the count and what follows.
        var word = Bytes.word(bytes, p);
        var rest = Bytes.word(bytes, quote);
        var length = quote - p;
        var key = EightBytes.packed(word, length);
        var digits = end - quote - 2;
        var after = digits <= SHORT ? (short) (rest >>> 16 + 8 * digits) : Bytes.two(bytes, end);
        var closes = (after & 0xff) == '}';
        var fits =
            (short) rest == COLON
                && length <= LONGEST_KEY
                && digits > 0
                && digits <= LONGEST_COUNT
                && key > last
                && (digits == 1 || (rest >>> 16 & 0xff) != '0')
                && (closes || after == COMMA);
        if (!fits) {
          break;
        }
        keys.add(key);
        last = key;
        if (quoted) {
          Bytes.word(array, q, ESCAPED_QUOTE | word << 16);
          array[q + 8] = (byte) (word >>> 48);
          q += 2 + length;
          Bytes.word(array, q, ESCAPED_COLON | rest >>> 16 << 24);
          q += 3;
        } else {
          Bytes.word(array, q, '"' | word << 8);
          q += 1 + length;
          Bytes.word(array, q, rest);
          q += 2;
        }
        if (digits > SHORT) {
          Bytes.word(array, q, Bytes.word(bytes, quote + 2));
          array[q + digits] = ',';
        }
        q += digits;
        if (closes) {
          out.length = q;
          in.at = end + 1;
          ended = true;
          return last;
        }
        q++;
        // That of the quote that goes with the comma.
        marks &= marks - 1;
        p = end + 2;
      }
      out.length = q;
    }
    in.at = p;
    return last;
  }

  private static long marks(byte[] bytes, int at) {
    return half(bytes, at) | half(bytes, at + 32) << 32;
  }

  private static long half(byte[] bytes, int at) {
    return EightBytes.nonDigits(Bytes.word(bytes, at))
        | EightBytes.nonDigits(Bytes.word(bytes, at + 8)) << 8
        | EightBytes.nonDigits(Bytes.word(bytes, at + 16)) << 16
        | (long) EightBytes.nonDigits(Bytes.word(bytes, at + 24)) << 24;
  }
}
