package dev.backfill.decode;

import dev.backfill.decode.RowPlan.Column;

/** What one histogram in a STRING column says of itself, noted while its text is copied. */
final class Histogram {
  private static final long TYPE = number("histogram_type");
  private static final long SUM = number("sum");
  private static final long VALUES = number("values");
  private static final long USED = number("1");

  private static final int MOST_DIGITS = 18;
  private static final int HIGHEST_TYPE = 5;

  // No count: not there, or not the plain integer that the one pass understands.
  private static final long NONE = -1;
  private static final long ODD = -2;

  private final Histogram values;
  private Column column;
  private boolean typed;
  private long type;
  private long sum;
  private long used;

  Histogram() {
    this(new Histogram(null));
  }

  private Histogram(Histogram values) {
    this.values = values;
  }

  /** Begins a histogram of a column. */
  void begin(Column column) {
    this.column = column;
    typed = false;
    sum = NONE;
    used = 0;
    values.used = 0;
  }

  /** Notes a member before its value is copied; returns who notes the value's own members. */
  Histogram note(long key, Cursor in, int first) {
    if (values == null) {
      if (key == USED) {
        used = count(in, first);
      }
    } else if (key == TYPE) {
      typed = true;
      type = count(in, first);
    } else if (key == SUM) {
      sum = count(in, first);
    } else if (key == VALUES) {
      return first == '{' && column.usesCounted ? values : null;
    }
    return null;
  }

  /** Looks at a count without taking it. */
  private static long count(Cursor in, int first) {
    var word = Bytes.word(in.bytes, in.at - 1);
    var digits = Words.digits(word);
    if (digits > 0 && digits < 8) {
      var end = in.bytes[in.at - 1 + digits];
      return end == '.' || end == 'e' || end == 'E' ? ODD : Words.number(word, digits);
    }
    return longCount(in, first);
  }

  private static long longCount(Cursor in, int first) {
    var value = 0L;
    var p = in.at - 1;
    for (var c = first; Cursor.isDigit(c); c = in.bytes[++p]) {
      value = value * 10 + (c - '0');
      if (p - in.at + 2 > MOST_DIGITS) {
        return ODD;
      }
    }
    var c = in.bytes[p];
    return p == in.at - 1 || c == '.' || c == 'e' || c == 'E' ? ODD : value;
  }

  /** The uses, when that is all there is to say, or -1. Counts histograms that are broken. */
  long uses(Coercions coercions) {
    if (!typed) {
      return NONE;
    }
    used = values.used;
    var counter = column.usesCounted && type == UseCounter.BOOLEAN;
    if (type == ODD || type > Integer.MAX_VALUE || sum == ODD || counter && used == ODD) {
      throw NotPlain.SIGNAL;
    }
    if (type > HIGHEST_TYPE) {
      coercions.add(Coercion.INVALID_HISTOGRAM_TYPE);
    } else if (sum == NONE) {
      coercions.add(Coercion.INVALID_HISTOGRAM_SUM);
    } else if (counter) {
      if (sum == used) {
        return sum;
      }
      coercions.add(Coercion.INVALID_HISTOGRAM_USE_COUNTER);
    }
    return NONE;
  }

  private static long number(String key) {
    var bytes = RowPlan.padded(key);
    return Words.hash(bytes, 0, key.length());
  }
}
