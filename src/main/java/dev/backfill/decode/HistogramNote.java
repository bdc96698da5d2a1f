package dev.backfill.decode;

/** What one histogram in a STRING column says of itself, noted while its text is copied. */
final class HistogramNote {
  private static final KeyColumn TYPE = KeyColumn.NONE.as("histogram_type", false);
  // Packed: these numbers say all about their keys.
  private static final long SUM = KeyColumn.NONE.as("sum", false).number;
  private static final long VALUES = KeyColumn.NONE.as("values", false).number;

  private static final int MOST_DIGITS = 18;
  private static final int HIGHEST_TYPE = 5;

  // No count: not there, or not the plain integer that the one pass understands.
  private static final long NONE = -1;
  private static final long ODD = -2;

  private byte[] bytes;
  private KeyColumn column;
  private boolean typed;
  private long type;
  private long sum;

  /** Where the values' brace is, or 0. */
  private int values;

  /** Begins a histogram of a column. */
  void begin(KeyColumn column) {
    this.column = column;
    typed = false;
    sum = NONE;
    values = 0;
  }

  /**
   * Notes a member, the first byte of whose value was taken, before the value is copied.
   *
   * @param key the number of the member's key, whose text the row has at a place
   */
  void note(long key, Bytes row, int at, Cursor in, int first) {
    if (key == TYPE.number && isType(row, at)) {
      typed = true;
      type = count(in.bytes, in.at - 1);
    } else if (key == SUM) {
      sum = count(in.bytes, in.at - 1);
    } else if (key == VALUES && first == '{') {
      bytes = in.bytes;
      values = in.at - 1;
    }
  }

  /** Whether the key is it, and does not only have its number: such keys can be made. */
  private static boolean isType(Bytes row, int at) {
    var length = TYPE.length;
    return row.array[at + length] == '\\' && Bytes.same(TYPE.text, TYPE.key, row.array, at, length);
  }

  /** The count at a place. */
  private static long count(byte[] bytes, int at) {
    var digits = EightBytes.digits(Bytes.word(bytes, at));
    if (digits > 0 && digits < 8) {
      return isWhole(bytes[at + digits]) ? EightBytes.number(Bytes.word(bytes, at), digits) : ODD;
    }
    return longCount(bytes, at);
  }

  private static long longCount(byte[] bytes, int at) {
    var value = 0L;
    var p = at;
    for (; Cursor.isDigit(bytes[p]); p++) {
      value = value * 10 + (bytes[p] - '0');
      if (p - at >= MOST_DIGITS) {
        return ODD;
      }
    }
    return p > at && isWhole(bytes[p]) ? value : ODD;
  }

  private static boolean isWhole(byte end) {
    return end != '.' && end != 'e' && end != 'E';
  }

  /**
   * The count under {@code "1"} among the values, which are JSON, for they were copied; 0 when
   * there is none, and {@link #ODD} when members are no plain counts. It is the second one as a
   * rule.
   */
  private long used() {
    if (values == 0) {
      return 0;
    }
    var p = values;
    while (true) {
      if (bytes[++p] != '"') {
        return bytes[p] == '}' ? 0 : ODD;
      }
      var one = bytes[p + 1] == '1' && bytes[p + 2] == '"';
      p = past(p + 1);
      if (bytes[p] != '"' || bytes[p + 1] != ':') {
        return ODD;
      }
      if (one) {
        return count(bytes, p + 2);
      }
      p = past(p + 2);
      if (bytes[p] == '}') {
        return 0;
      }
      if (bytes[p] != ',') {
        return ODD;
      }
    }
  }

  private int past(int digits) {
    var p = digits;
    while (Cursor.isDigit(bytes[p])) {
      p++;
    }
    return p;
  }

  /** The uses, when that is all there is to say, or -1. Counts histograms that are broken. */
  long uses(Coercions coercions) {
    if (!typed) {
      return NONE;
    }
    var counter = column.usesCounted && type == UseCounter.BOOLEAN;
    var used = counter && sum >= 0 ? used() : 0;
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
}
