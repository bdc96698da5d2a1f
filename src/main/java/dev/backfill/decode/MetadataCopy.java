package dev.backfill.decode;

import java.nio.charset.StandardCharsets;

/**
 * Copies a document's metadata as it came, and sees to it that BigQuery can load every value into
 * its column. Where that is not plain, as in columns that are repeated, {@link TreeDecoder}
 * decides.
 */
final class MetadataCopy {
  private static final byte[] KEY = ",\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEY_END = "\":".getBytes(StandardCharsets.US_ASCII);

  // Longer integers may not fit 64 bits.
  private static final int SURE_DIGITS = 18;

  private final Cursor in;
  private final KeySet keys;
  private final CanonicalText text;
  private final Bytes out;
  private final Coercions coercions;

  MetadataCopy(Cursor in, KeySet keys, CanonicalText text, Bytes out, Coercions coercions) {
    this.in = in;
    this.keys = keys;
    this.text = text;
    this.out = out;
    this.coercions = coercions;
  }

  /** Copies an object whose brace was taken; it takes the place of the first member's comma. */
  void object(RecordColumns columns) {
    var start = out.length;
    var mark = keys.mark();
    var required = 0;
    var before = columns.start;
    var c = in.next();
    while (c == '"') {
      var column = columns.names.take(in, before);
      before = column;
      keys.add(column.number);
      required += member(column) && column.required ? 1 : 0;
      c = in.next();
      if (c != ',') {
        break;
      }
      c = in.next();
      check(c == '"');
    }
    check(c == '}' && required == columns.required);
    keys.close(mark);
    out.need(Bytes.SLACK);
    if (out.length == start) {
      out.put('{');
    } else {
      out.array[start] = '{';
    }
    out.put('}');
  }

  /** Copies a member whose key was taken; whether its column has a value then. */
  private boolean member(KeyColumn column) {
    if (column.kind == null) {
      // No column has the name, and the load ignores it.
      out.put(KEY, 0, KEY.length);
      out.put(in.bytes, in.from, in.to - in.from);
      out.put(KEY_END, 0, KEY_END.length);
      var c = in.next();
      text.value(out, false, c);
      if (c != 'n') {
        coercions.loseOfMetadata();
      }
      return false;
    }
    // A load does not rename: only the column's own name is judged by the column.
    check(column.isExact());
    out.putPadded(column.text, column.prefix);
    var c = in.next();
    if (c == 'n') {
      text.literal(out, c);
      return false;
    }
    value(column, c);
    return true;
  }

  private void value(KeyColumn column, int c) {
    switch (column.kind) {
      case RECORD -> {
        check(c == '{');
        object(column.columns);
      }
      case SCALAR -> scalar(column, c);
      case MAP, NESTED_LIST, RECORDS, SCALARS -> throw NotPlain.SIGNAL;
    }
  }

  private void scalar(KeyColumn column, int c) {
    if (column.scalar == KeyColumn.Type.INTEGER) {
      check(c == '-' || Cursor.isDigit(c));
      check(in.number() && in.at - in.from <= SURE_DIGITS);
      text.integer(out);
      return;
    }
    check(isOf(column.scalar, c));
    var start = out.length;
    text.value(out, false, c);
    if (column.scalar == KeyColumn.Type.PASSED || column.scalar == KeyColumn.Type.PASSED_TEXT) {
      check(LoadText.fits(column, out.array, start, out.length));
    }
  }

  private static boolean isOf(KeyColumn.Type type, int c) {
    return switch (type) {
      case TEXT, PASSED_TEXT -> c == '"';
      case INTEGER, FLOAT -> c == '-' || Cursor.isDigit(c);
      case BOOL -> c == 't' || c == 'f';
      case PASSED -> c == '"' || c == '-' || Cursor.isDigit(c);
      case JSON -> true;
    };
  }

  private static void check(boolean plain) {
    if (!plain) {
      throw NotPlain.SIGNAL;
    }
  }
}
