package dev.backfill.decode;

/**
 * Copies values as the compact text that Jackson would print of them, either plainly or within a
 * JSON string, where quotes and backslashes are escaped once more. What must be the text of a
 * parsed value, like a number's, is computed only where the document's own text may differ from it.
 */
final class CanonicalText {
  // Deeper values are left to the exact path, which knows the limit of 1,000.
  private static final int DEEPEST = 200;

  private final Cursor in;
  private final KeySet keys;
  private final StringText strings;
  private final CountRun counts;

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
    value(out, quoted, first, 0, null);
  }

  /** Copies an object, whose brace was taken, and notes what a histogram has to say. */
  void histogram(Bytes out, Histogram histogram) {
    object(out, true, 0, histogram);
  }

  private void value(Bytes out, boolean quoted, int first, int depth, Histogram histogram) {
    switch (first) {
      case '"' -> {
        out.need(Bytes.SLACK);
        quote(out, quoted);
        strings.copy(out, quoted);
        quote(out, quoted);
      }
      case '{' -> object(out, quoted, depth, histogram);
      case '[' -> array(out, quoted, depth);
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

  private void object(Bytes out, boolean quoted, int depth, Histogram histogram) {
    limit(depth);
    out.need(Bytes.SLACK);
    out.put('{');
    var c = in.next();
    if (c == '}') {
      out.put('}');
      return;
    }
    var mark = keys.mark();
    var last = -1L;
    var ascending = true;
    while (true) {
      if (c != '"') {
        throw NotPlain.SIGNAL;
      }
      if (histogram == null) {
        last = counts.copy(out, quoted, last);
        if (counts.ended) {
          c = '}';
          break;
        }
      }
      quote(out, quoted);
      var key = strings.key(out, quoted);
      quote(out, quoted);
      in.expect(':');
      out.put(':');
      keys.add(key);
      ascending &= key > last;
      last = key;
      c = in.next();
      var inner = histogram == null ? null : histogram.note(key, in, c);
      value(out, quoted, c, depth + 1, inner);
      c = in.next();
      if (c != ',') {
        break;
      }
      out.put(',');
      c = in.next();
    }
    end(c, '}');
    out.need(Bytes.SLACK);
    out.put('}');
    if (ascending) {
      keys.drop(mark);
    } else {
      keys.close(mark);
    }
  }

  private void array(Bytes out, boolean quoted, int depth) {
    limit(depth);
    out.need(Bytes.SLACK);
    out.put('[');
    var c = in.next();
    if (c == ']') {
      out.put(']');
      return;
    }
    while (true) {
      value(out, quoted, c, depth + 1, null);
      c = in.next();
      if (c != ',') {
        break;
      }
      out.put(',');
      c = in.next();
    }
    end(c, ']');
    out.need(Bytes.SLACK);
    out.put(']');
  }

  private static void limit(int depth) {
    if (depth > DEEPEST) {
      throw NotPlain.SIGNAL;
    }
  }

  private static void end(int c, char expected) {
    if (c != expected) {
      throw NotPlain.SIGNAL;
    }
  }

  private static void quote(Bytes out, boolean quoted) {
    if (quoted) {
      out.put('\\');
    }
    out.put('"');
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
