package dev.backfill.decode;

import java.nio.charset.StandardCharsets;

/**
 * The additional properties of one row, as the text of a JSON string, quotes escaped: what no
 * column took, under the keys that led there. Containers are opened for every record and map, and
 * vanish when nothing was left over.
 */
final class Leftovers {
  /** In place of a key's beginning: the leftover is an element of an array, and has no key. */
  static final int ELEMENT = -1;

  /** What stands for an element with no leftovers. */
  static final String NULL = "null";

  static final String EMPTY = "{}";

  private static final byte[] NOTHING = "\"{}\"".getBytes(StandardCharsets.US_ASCII);

  private final Cursor in;
  private final CanonicalText text;
  private final Bytes row;
  private final Bytes out = new Bytes();
  private int values;

  Leftovers(Cursor in, CanonicalText text, Bytes row) {
    this.in = in;
    this.text = text;
    this.row = row;
  }

  /** How a place in the row is told from one in the document. */
  static int written(int at) {
    return -2 - at;
  }

  void clear() {
    out.length = 0;
    values = 0;
  }

  /** Adds a value, whose first byte was taken, under a key. */
  void add(int from, int to, int first) {
    key(from, to);
    text.value(out, true, first);
    values += first == 'n' ? 0 : 1;
  }

  /** Adds the number that was taken last. */
  void addNumber(int from, int to, boolean integer) {
    key(from, to);
    values++;
    if (integer) {
      text.integer(out);
    } else {
      Decimals.put(out, in.bytes, in.from, in.at);
    }
  }

  /** How many values were added that are not null. */
  int values() {
    return values;
  }

  private void key(int from, int to) {
    if (from == ELEMENT) {
      return;
    }
    out.need(Bytes.SLACK);
    out.put(',');
    out.put('\\');
    out.put('"');
    if (from < ELEMENT) {
      escape(written(from), written(to));
    } else {
      // A key of the document has no escapes; Cursor sees to that.
      out.put(in.bytes, from, to - from);
    }
    out.put('\\');
    out.put('"');
    out.put(':');
  }

  /** Puts a key that the row has as the text of a string, and so with escapes. */
  private void escape(int from, int to) {
    out.need(2 * (to - from) + Bytes.SLACK);
    for (var i = from; i < to; i++) {
      if (row.array[i] == '"' || row.array[i] == '\\') {
        out.put('\\');
      }
      out.put(row.array[i]);
    }
  }

  /** Opens an object or array under a key; returns where it began and where its content does. */
  long open(int from, int to) {
    var before = out.length;
    key(from, to);
    return (long) before << 32 | out.length;
  }

  /** Opens an element of an array. */
  long element() {
    out.need(Bytes.SLACK);
    out.put(',');
    return open(ELEMENT, 0);
  }

  /** Closes an object, which vanishes with its key when it is empty. */
  void close(long opened) {
    if (out.length == (int) opened) {
      out.length = (int) (opened >>> 32);
    } else {
      brackets((int) opened, '{', '}');
    }
  }

  /** Closes an array, which vanishes with its key when nothing was left over of any element. */
  void closeArray(long opened, boolean any) {
    if (any) {
      brackets((int) opened, '[', ']');
    } else {
      out.length = (int) (opened >>> 32);
    }
  }

  private void brackets(int start, char open, char close) {
    out.need(Bytes.SLACK);
    out.array[start] = (byte) open;
    out.put(close);
  }

  /** Ends an element: whether anything was left over of it; if not, the filler is put. */
  boolean fill(long element, String filler) {
    if (out.length > (int) element) {
      return true;
    }
    out.put(filler);
    return false;
  }

  /** Puts all, with its quotes. */
  void put(Bytes to) {
    if (out.length == 0) {
      to.put(NOTHING, 0, NOTHING.length);
      return;
    }
    brackets(0, '{', '}');
    to.need(Bytes.SLACK);
    to.put('"');
    to.put(out.array, 0, out.length);
    to.put('"');
  }
}
