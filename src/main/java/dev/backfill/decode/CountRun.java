package dev.backfill.decode;

/**
 * Copies runs of what histograms consist of, members like {@code "12":345,} with ascending keys of
 * up to seven bytes and counts of up to eight digits, without white space. Most bytes of most pings
 * are such members; all others are left to {@link CanonicalText}.
 */
final class CountRun {
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
      var marks = Words.special(word);
      var length = Words.first(marks);
      if (marks == 0 || bytes[p + length] != '"' || bytes[p + length + 1] != ':') {
        break;
      }
      var key = Words.packed(word, length);
      var count = p + length + 2;
      var end = end(bytes, count);
      var digits = end - count;
      var next = bytes[end];
      var closes = next == '}';
      var goesOn = closes || next == ',' && bytes[end + 1] == '"';
      if (key <= last || digits == 0 || digits > LONGEST_COUNT || !goesOn) {
        break;
      }
      out.need(3 * Bytes.SLACK);
      var array = out.array;
      var q = out.length;
      q = quote(array, q, quoted);
      Bytes.word(array, q, word);
      q = quote(array, q + length, quoted);
      array[q++] = ':';
      Bytes.word(array, q, Bytes.word(bytes, count));
      out.length = q + digits;
      keys.add(key);
      last = key;
      if (closes) {
        in.at = end + 1;
        ended = true;
        return last;
      }
      out.put(',');
      p = end + 2;
    }
    in.at = p;
    return last;
  }

  private static int quote(byte[] array, int at, boolean quoted) {
    var q = at;
    if (quoted) {
      array[q++] = '\\';
    }
    array[q] = '"';
    return q + 1;
  }

  /** Where an integer without sign ends. */
  private static int end(byte[] bytes, int from) {
    if (bytes[from] == '0') {
      return from + 1;
    }
    var p = from;
    while (Cursor.isDigit(bytes[p])) {
      p++;
    }
    return p;
  }
}
