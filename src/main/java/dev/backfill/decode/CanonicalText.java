package dev.backfill.decode;

/**
 * Copies values as the compact text that Jackson would print of them, either plainly or within a
 * JSON string, where quotes and backslashes are escaped once more. What must be the text of a
 * parsed value, like a number's, is computed only where the document's own text may differ from it.
 */
final class CanonicalText {
  // Deeper values are left to the exact path, which knows the limit of 1,000.
  private static final int DEEPEST = 200;

  /** How many bytes a quote takes within a string's text. */
  private static final int ESCAPED_QUOTE = 2;

  /** In place of an open object's mark: it is an array. */
  private static final int ARRAY = -1;

  /** In place of an object's last key: they do not ascend, and all must be compared. */
  private static final long UNSORTED = Long.MAX_VALUE;

  private final Cursor in;
  private final KeySet keys;
  private final StringText strings;
  private final CountRun counts;

  // Of the open containers: where the keys of each begin, and the last of them.
  private final int[] marks = new int[DEEPEST + 1];
  private final long[] lasts = new long[DEEPEST + 1];

  CanonicalText(Cursor in, KeySet keys) {
    this.in = in;
    this.keys = keys;
    this.strings = new StringText(in);
    this.counts = new CountRun(in, keys);
  }

  void clear() {
    keys.clear();
  }

  /** Copies a value, whose first byte was taken. */
  void value(Bytes out, boolean quoted, int first) {
    if (first == '{' || first == '[') {
      container(out, quoted, first);
    } else {
      scalar(out, quoted, first);
    }
  }

  private void scalar(Bytes out, boolean quoted, int first) {
    switch (first) {
      case '"' -> {
        out.need(Bytes.SLACK);
        StringText.quote(out, quoted);
        strings.copy(out, quoted);
        StringText.quote(out, quoted);
      }
      case 't', 'f', 'n' -> literal(out, first);
      default -> number(out, first);
    }
  }

  void literal(Bytes out, int first) {
    var from = in.at - 1;
    in.literal(first);
    out.put(in.bytes, from, in.at - from);
  }

  /** Copies the text of a string, whose opening quote was taken, without quotes. */
  void string(Bytes out) {
    strings.copy(out, false);
  }

  /** Copies a key as {@link #string} does, takes its colon, and returns its number. */
  long key(Bytes out) {
    var key = strings.key(out, false);
    in.expect(':');
    return key;
  }

  /** Copies an object as a string's text, its brace taken, and notes what a histogram says. */
  void histogram(Bytes out, HistogramNote histogram) {
    out.need(Bytes.SLACK);
    out.put('{');
    var mark = keys.mark();
    var c = in.next();
    while (c != '}') {
      expect(c == '"');
      var at = out.length + ESCAPED_QUOTE;
      var key = member(out, true);
      c = in.next();
      histogram.note(key, out, at, in, c);
      value(out, true, c);
      c = in.next();
      if (c == ',') {
        out.put(',');
        c = in.next();
        expect(c == '"');
      } else {
        expect(c == '}');
      }
    }
    out.need(Bytes.SLACK);
    out.put('}');
    keys.close(mark);
  }

  /**
   * Copies an object or array, with all within it, in one loop. Methods that call each other would
   * be compiled into one another so far and no further, and the innermost calls, which are the
   * most, be made one by one.
   */
  private void container(Bytes out, boolean quoted, int first) {
    var depth = -1;
    // The first byte of a value; or a brace that ends an object, after none or a run of counts.
    var c = first;
    while (true) {
      if (c == '{' || c == '[') {
        expect(++depth <= DEEPEST);
        marks[depth] = c == '{' ? keys.mark() : ARRAY;
        lasts[depth] = -1;
        out.need(Bytes.SLACK);
        out.put(c);
        var next = in.next();
        if (next != (c == '{' ? '}' : ']')) {
          c = element(out, quoted, depth, next);
          continue;
        }
        c = next;
      } else if (c != '}') {
        scalar(out, quoted, c);
        c = in.next();
      }
      while (c != ',') {
        close(out, depth, c);
        if (--depth < 0) {
          return;
        }
        c = in.next();
      }
      out.put(',');
      c = element(out, quoted, depth, in.next());
    }
  }

  /** Copies what comes before a value; returns its first byte, or a brace if a run was all. */
  private int element(Bytes out, boolean quoted, int depth, int c) {
    if (marks[depth] == ARRAY) {
      return c;
    }
    expect(c == '"');
    var last = lasts[depth];
    if (Cursor.isDigit(in.bytes[in.at])) {
      last = counts.copy(out, quoted, last);
      if (counts.ended) {
        lasts[depth] = last;
        return '}';
      }
    }
    var key = member(out, quoted);
    lasts[depth] = key > last ? key : UNSORTED;
    var value = in.next();
    expect(value != '}');
    return value;
  }

  private long member(Bytes out, boolean quoted) {
    var key = strings.member(out, quoted);
    keys.add(key);
    return key;
  }

  private void close(Bytes out, int depth, int c) {
    var mark = marks[depth];
    if (mark == ARRAY) {
      expect(c == ']');
    } else {
      expect(c == '}');
      if (lasts[depth] == UNSORTED) {
        keys.close(mark);
      } else {
        keys.drop(mark);
      }
    }
    out.need(Bytes.SLACK);
    out.put(c);
  }

  private static void expect(boolean plain) {
    if (!plain) {
      throw NotPlain.SIGNAL;
    }
  }

  /** Copies a number, whose first byte was taken. */
  void number(Bytes out, int first) {
    if (first != '-' && !Cursor.isDigit(first)) {
      throw NotPlain.SIGNAL;
    }
    if (in.number()) {
      integer(out);
    } else {
      Decimals.put(out, in.bytes, in.from, in.at);
    }
  }

  /** Copies the integer that was taken last. */
  void integer(Bytes out) {
    var length = in.at - in.from;
    if (length > 8) {
      out.put(in.bytes, in.from, length);
    } else if (length == 2 && in.bytes[in.from] == '-' && in.bytes[in.from + 1] == '0') {
      out.put("0");
    } else {
      out.need(Bytes.SLACK + 8);
      Bytes.word(out.array, out.length, Bytes.word(in.bytes, in.from));
      out.length += length;
    }
  }
}
