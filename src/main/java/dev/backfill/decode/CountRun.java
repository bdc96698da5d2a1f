package dev.backfill.decode;

/**
 * Copies runs of what histograms consist of, members like {@code "12":345,} with ascending decimal
 * keys of up to seven digits and counts of up to eight, fourteen bytes at most, without white
 * space. Most bytes of most pings are such members; all others are left to {@link CanonicalText}.
 */
final class CountRun {
  private static final int LONGEST_KEY = 7;
  private static final int LONGEST_COUNT = 8;

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
   * <p>What is no digit among the next sixteen bytes says where a member's parts end, all at once:
   * to look for one end after the other is half as fast, for where they are cannot be guessed.
   *
   * @param before the number of the key before, or -1
   * @return the number of the run's last key, or of the key before
   */
  long copy(Bytes out, boolean quoted, long before) {
    ended = false;
    var bytes = in.bytes;
    var p = in.at;
    var last = before;
    while (true) {
      var word = Bytes.word(bytes, p);
      var marks = Words.nonDigits(word) | Words.nonDigits(Bytes.word(bytes, p + 8)) << 8;
      var length = Integer.numberOfTrailingZeros(marks);
      marks &= marks - 1;
      var colon = Integer.numberOfTrailingZeros(marks);
      marks &= marks - 1;
      var end = Integer.numberOfTrailingZeros(marks);
      var digits = end - length - 2;
      if (marks == 0 || length > LONGEST_KEY || digits < 1 || digits > LONGEST_COUNT) {
        break;
      }
      var count = p + length + 2;
      var key = Words.packed(word, length);
      var next = bytes[p + end];
      var closes = next == '}';
      var fits =
          colon == length + 1
              && bytes[count - 2] == '"'
              && bytes[count - 1] == ':'
              && (closes || next == ',' && bytes[p + end + 1] == '"')
              && (digits == 1 || bytes[count] != '0');
      if (!fits || key <= last) {
        break;
      }
      keys.add(key);
      last = key;
      out.need(3 * Bytes.SLACK);
      var array = out.array;
      var q = out.length;
      if (quoted) {
        array[q] = '\\';
        array[q + 1] = '"';
        Bytes.word(array, q + 2, word);
        Bytes.word(array, q + 2 + length, StringText.ESCAPED_COLON);
        q += 5 + length;
      } else {
        array[q] = '"';
        Bytes.word(array, q + 1, word);
        Bytes.word(array, q + 1 + length, StringText.PLAIN_COLON);
        q += 3 + length;
      }
      Bytes.word(array, q, Bytes.word(bytes, count));
      q += digits;
      if (closes) {
        out.length = q;
        in.at = p + end + 1;
        ended = true;
        return last;
      }
      array[q] = ',';
      out.length = q + 1;
      p += end + 2;
    }
    in.at = p;
    return last;
  }
}
