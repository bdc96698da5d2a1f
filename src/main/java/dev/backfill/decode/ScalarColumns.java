package dev.backfill.decode;

import java.nio.charset.StandardCharsets;

/** Writes the values of scalar columns; what does not coerce goes to the leftovers. */
final class ScalarColumns {
  // 18 digits always fit 64 bits; of 19, those up to Long.MAX_VALUE.
  private static final int SURE_DIGITS = 18;

  private final Cursor in;
  private final CanonicalText text;
  private final Bytes out;
  private final Leftovers rest;
  private final Coercions coercions;
  private final HistogramNote histogram = new HistogramNote();

  ScalarColumns(Cursor in, CanonicalText text, Bytes out, Leftovers rest, Coercions coercions) {
    this.in = in;
    this.text = text;
    this.out = out;
    this.rest = rest;
    this.coercions = coercions;
  }

  /** Writes a value that is not null; false when it is absent. */
  boolean one(KeyColumn column, int c, int from, int to) {
    return switch (column.scalar) {
      case TEXT -> text(column, c);
      case INTEGER -> integer(c, from, to);
      case FLOAT -> number(c, from, to);
      case BOOL -> bool(c, from, to);
      case JSON -> json(c);
      case PASSED -> passed(column, c, true);
      case PASSED_TEXT -> passed(column, c, false);
    };
  }

  /** Writes an array; an element that does not coerce is a failure, and so not plain. */
  boolean many(KeyColumn column, int c, int from, int to) {
    if (c != '[') {
      rest.add(from, to, c);
      return false;
    }
    var next = in.next();
    if (next == ']') {
      return false;
    }
    var start = out.length;
    while (true) {
      out.need(Bytes.SLACK);
      out.put(',');
      element(column, next);
      next = in.next();
      if (next != ',') {
        break;
      }
      next = in.next();
    }
    if (next != ']') {
      throw NotPlain.SIGNAL;
    }
    out.need(Bytes.SLACK);
    out.array[start] = '[';
    out.put(']');
    return true;
  }

  private void element(KeyColumn column, int c) {
    // A null is a text, and a JSON value; all other columns refuse it.
    var refused =
        c == 'n' && column.scalar != KeyColumn.Type.TEXT && column.scalar != KeyColumn.Type.JSON;
    if (refused || !one(column, c, Leftovers.ELEMENT, 0)) {
      throw NotPlain.SIGNAL;
    }
  }

  private boolean text(KeyColumn column, int c) {
    out.need(Bytes.SLACK);
    out.put('"');
    if (c == '"') {
      text.string(out);
    } else if (c == '{') {
      object(column);
    } else {
      text.value(out, true, c);
    }
    out.put('"');
    return true;
  }

  private void object(KeyColumn column) {
    var start = out.length;
    histogram.begin(column);
    text.histogram(out, histogram);
    var uses = histogram.uses(coercions);
    if (uses >= 0) {
      out.length = start;
      out.put(Long.toString(uses));
    }
  }

  private boolean integer(int c, int from, int to) {
    if (c == '-' || Cursor.isDigit(c)) {
      var whole = in.number();
      if (whole && fitsLong()) {
        text.integer(out);
        return true;
      }
      coercions.add(Coercion.NOT_COERCED_TO_INT);
      rest.addNumber(from, to, whole);
      return false;
    }
    if (c == 't' || c == 'f') {
      coercions.add(Coercion.COERCED_TO_INT);
      return bit(c);
    }
    coercions.add(Coercion.NOT_COERCED_TO_INT);
    rest.add(from, to, c);
    return false;
  }

  private boolean fitsLong() {
    var length = in.at - in.from;
    if (length <= SURE_DIGITS) {
      return true;
    }
    if (length > SURE_DIGITS + 2) {
      return false;
    }
    try {
      Long.parseLong(new String(in.bytes, in.from, length, StandardCharsets.US_ASCII));
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private boolean bit(int c) {
    in.literal(c);
    out.need(Bytes.SLACK);
    out.put(c == 't' ? '1' : '0');
    return true;
  }

  private boolean number(int c, int from, int to) {
    if (c == '-' || Cursor.isDigit(c)) {
      text.number(out, c);
      return true;
    }
    if (c == 't' || c == 'f') {
      coercions.add(Coercion.COERCED_TO_FLOAT);
      return bit(c);
    }
    coercions.add(Coercion.NOT_COERCED_TO_FLOAT);
    rest.add(from, to, c);
    return false;
  }

  private boolean bool(int c, int from, int to) {
    if (c == 't' || c == 'f') {
      text.literal(out, c);
      return true;
    }
    coercions.add(Coercion.NOT_COERCED_TO_BOOL);
    rest.add(from, to, c);
    return false;
  }

  private boolean json(int c) {
    var start = out.length;
    text.value(out, false, c);
    return c != '{' && c != '[' || out.length > start + 2;
  }

  /** Passes a text on, and a number where the column takes one. Containers must be empty. */
  private boolean passed(KeyColumn column, int c, boolean numbers) {
    if (c == '{' || c == '[') {
      in.expect(c == '{' ? '}' : ']');
      return false;
    }
    var number = c == '-' || Cursor.isDigit(c);
    if (c != '"' && !(number && numbers)) {
      throw NotPlain.SIGNAL;
    }
    var start = out.length;
    text.value(out, false, c);
    if (!LoadText.fits(column, out.array, start, out.length)) {
      throw NotPlain.SIGNAL;
    }
    return true;
  }
}
